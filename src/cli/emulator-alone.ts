import { runCommand } from './command';
import { emulatorCommand } from './emulator';
import { createNodeIo } from './node-io';

/**
 * Runs the command of the package that holds the emulator alone, as a process was told to.
 *
 * @returns The exit code, once the command has ended.
 */
export function run(process: NodeJS.Process): Promise<number> {
  const command = emulatorCommand('rx-cognito-emulator', 'rx-cognito-emulator');
  return runCommand(command, process.argv.slice(2), createNodeIo(process));
}

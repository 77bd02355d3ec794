import { asksForHelp, runCommand, type Command } from './command';
import type { CliIo } from './io';

// Loaded when they are asked for: none waits for what only another one needs.
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['emulator', async () => (await import('./emulator')).emulatorCommand('rx-cognito emulator', 'rx-cognito')],
  ['doctor', async () => (await import('./doctor')).DOCTOR],
]);

/**
 * Runs the `rx-cognito` command.
 *
 * @param argv - The arguments after the command's own name.
 * @returns The exit code, once the command has ended.
 */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  const [name = '', ...args] = argv;
  const load = COMMANDS.get(name);
  if (load) return runCommand(await load(), args, io);
  const commands = await Promise.all([...COMMANDS.values()].map((each) => each()));
  const usage = commands.map((command) => command.usage).join('\n');
  if (asksForHelp(argv)) {
    io.writeOut(usage);
    return 0;
  }
  io.writeError(`There is no command ${JSON.stringify(name)}.\n\n${usage}`);
  return 2;
}

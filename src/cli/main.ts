import { doctor } from './doctor';
import { DOCTOR_USAGE } from './doctor/options';
import { emulator, EMULATOR_USAGE } from './emulator';
import type { CliIo } from './io';
import { UsageError } from './usage';

interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[], io: CliIo) => Promise<number>;
}

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['emulator', { usage: EMULATOR_USAGE, run: emulator }],
  ['doctor', { usage: DOCTOR_USAGE, run: doctor }],
]);

const USAGE = [...COMMANDS.values()].map(({ usage }) => usage).join('\n');

/**
 * Runs the `rx-cognito` command.
 *
 * @param argv - The arguments after the command's own name.
 * @returns The exit code, once the command has ended.
 */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  const [name = '', ...args] = argv;
  const command = COMMANDS.get(name);
  const options = command ? args : argv;
  if (options.includes('--help') || options.includes('-h')) {
    io.writeOut(command?.usage ?? USAGE);
    return 0;
  }
  try {
    if (!command) throw new UsageError(`There is no command ${JSON.stringify(name)}.`);
    return await command.run(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.writeError(`${error.message}\n\n${command?.usage ?? USAGE}`);
    return 2;
  }
}

import type { CliIo } from './io';
import { UsageError } from './usage';

/** A command: how it is called, and what it does. */
export interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[], io: CliIo) => Promise<number>;
}

/** Tells whether a command is asked to explain itself. */
export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

/**
 * Runs a command, or says how it is called.
 *
 * @returns The exit code, once the command has ended.
 */
export async function runCommand(
  { usage, run }: Command,
  args: readonly string[],
  io: CliIo,
): Promise<number> {
  if (asksForHelp(args)) {
    io.writeOut(usage);
    return 0;
  }
  try {
    return await run(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.writeError(`${error.message}\n\n${usage}`);
    return 2;
  }
}

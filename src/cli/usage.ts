import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A command that was called in a way that it does not understand. */
export class UsageError extends Error {}

/** Reads the options of a command that takes nothing else. */
export function readOptions<O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false, strict: true }).values;
  } catch (error) {
    throw new UsageError(reasonOf(error));
  }
}

/** What an error says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

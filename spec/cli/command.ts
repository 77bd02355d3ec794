import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type CliIo } from '../../src/cli';

/** A command that has ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs the command in this process, in a folder that is not there and an empty environment where no other is given. */
export async function command(argv: readonly string[], io: Partial<CliIo> = {}): Promise<Ended> {
  const written = { out: '', error: '' };
  const code = await run(argv, {
    writeOut: (text) => {
      written.out += text;
    },
    writeError: (text) => {
      written.error += text;
    },
    stop: new AbortController().signal,
    hasColours: false,
    env: {},
    folder: join(tmpdir(), 'rx-cognito-nowhere'),
    ...io,
  });
  return { code, ...written };
}

/** Makes a folder for the files of a command. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'rx-cognito-cli-'));
}

/** Removes such a folder, with what is in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

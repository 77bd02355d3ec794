import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Where the repository is. */
export const repository = resolve(__dirname, '../..');

/** What a child process left behind. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node on a script of this repository, or on a command of one of its packages. */
export function runNode(args: readonly string[], cwd: string): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { RunningUserPool } from '../../src/emulator';
import { emptyFolder, removeFolder } from './command';
import { idsOf, SECRET, SOUND, startPool } from './doctor/pool';

const repository = join(__dirname, '../..');

/** Runs the command as a pipeline does: no terminal, and nobody at the other end of its input. */
function inPipeline(argv: readonly string[], cwd: string) {
  const program = `
    import { createNodeIo, run } from ${JSON.stringify(join(repository, 'src/cli/index.ts'))};
    run(process.argv.slice(1), createNodeIo(process)).then((code) => { process.exitCode = code; });`;
  const tsx = join(repository, 'node_modules/tsx/dist/esm/index.mjs');
  const child = spawn(
    process.execPath,
    ['--import', `file://${tsx}`, '--input-type=module', '--eval', program, '--', ...argv],
    {
      cwd,
      env: { PATH: process.env['PATH'], AWS_ACCESS_KEY_ID: 'AKIACHILD', AWS_SECRET_ACCESS_KEY: 'c4naryKey' },
    },
  );
  child.stdin.end();
  const output: string[] = [];
  child.stdout.on('data', (chunk) => output.push(String(chunk)));
  child.stderr.on('data', (chunk) => output.push(String(chunk)));
  return new Promise<{ readonly code: number | null; readonly output: string }>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, output: output.join('') });
    });
  });
}

describe('rx-cognito, as a process of its own', () => {
  let pool: RunningUserPool;

  beforeAll(async () => {
    pool = await startPool({ ...SOUND, EnableTokenRevocation: false }, { clientSecret: SECRET });
  });
  afterAll(() => pool.close());

  it('does nothing in a pipeline that did not agree, mends it in one that did, and then ends (#13)', async () => {
    const mend = [...idsOf(pool), '--enable-token-revocation'];
    const folder = emptyFolder();
    const refused = await inPipeline(mend, folder);
    const done = await inPipeline([...mend, '--yes'], folder);
    removeFolder(folder);

    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('say --yes') });
    expect(done).toMatchObject({ code: 0, output: expect.stringContaining('Token revocation is on, and') });
    expect(pool.requests.list('UpdateUserPoolClient')).toMatchObject([
      { headers: { authorization: expect.stringContaining('Credential=AKIACHILD/') } },
    ]);
    expect(refused.output + done.output).not.toMatch(new RegExp(`${SECRET}|c4naryKey|\\u001b`));
  });
});

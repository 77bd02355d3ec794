import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installEmulator } from './install-emulator';
import { repository, runNode } from './run';

/** An emulator that runs by its command. */
interface Running {
  readonly child: ChildProcess;
  /** What its first line says. */
  readonly ids: Readonly<Record<string, string>>;
  /** Everything that it has printed. */
  readonly printed: () => string;
}

/** Starts a command, and waits for its first line. */
async function start(command: string, args: readonly string[], cwd: string): Promise<Running> {
  const child = spawn(process.execPath, [command, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  const firstLine = new Promise<string>((resolve, reject) => {
    const hear = (chunk: unknown) => {
      output.push(String(chunk));
      const [line = '', ...rest] = output.join('').split('\n');
      if (rest.length > 0) resolve(line);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', () => reject(new Error(output.join(''))));
  });
  const ids = JSON.parse(await firstLine) as Record<string, string>;
  return { child, ids, printed: () => output.join('') };
}

function signIn({ ids }: Running): Promise<Response> {
  return ask({ ids }, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'alice', PASSWORD: 'Passw0rd!' },
  });
}

function ask({ ids }: Pick<Running, 'ids'>, operation: string, body: object): Promise<Response> {
  return fetch(ids['userPoolEndpoint'] ?? '', {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
    body: JSON.stringify({ ClientId: ids['userPoolClientId'], ...body }),
  });
}

async function ended({ child }: Running, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'close');
  child.kill(signal);
  const [code] = (await exit) as [number | null];
  return code;
}

describe('the emulator, installed alone', () => {
  const USER = ['--user', 'alice:Passw0rd!'];
  let folder: string;
  let bin: string;

  beforeAll(() => {
    folder = installEmulator();
    bin = join(folder, 'node_modules/.bin/rx-cognito-emulator');
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('brings the source map that each file of its code names (#18)', () => {
    const dist = join(folder, 'node_modules/rx-cognito-emulator/dist');
    const code = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.[mc]js$/.test(file),
    );
    expect(code.length).toBeGreaterThan(0);
    expect(code.filter((file) => !existsSync(join(dist, `${file}.map`)))).toEqual([]);
  });

  it('brings one package, which depends on none (#17)', () => {
    const visible = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    const manifest = readJson(join(folder, 'node_modules/rx-cognito-emulator/package.json'));

    expect(visible).toEqual(['rx-cognito-emulator']);
    expect(Object.keys(manifest).filter((name) => /dependencies/i.test(name))).toEqual([]);
    expect(manifest['version']).toBe(readJson(join(repository, 'package.json'))['version']);
  });

  it('has a command that a client signs in against, and that ends at a signal (#17)', async () => {
    const running = await start(bin, USER, folder);

    expect((await signIn(running)).status).toBe(200);
    expect(await ended(running, 'SIGTERM')).toBe(0);
    expect(running.printed()).toContain('provideCognitoAuth({');
  });

  it('explains itself by its own name, and its schema is where it says (#17)', () => {
    const { status, stdout } = runNode([bin, '--help'], folder);
    const [, schema = ''] = /(rx-cognito-emulator\/\S+\.json)/.exec(stdout) ?? [];

    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: rx-cognito-emulator \[--config FILE\]/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(existsSync(join(folder, 'node_modules', schema))).toBe(true);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind at a %s (#17)', async (signal) => {
    const running = await start(bin, ['--https'], folder);
    const { certificateFile = '' } = running.ids;
    expect(existsSync(certificateFile)).toBe(true);

    expect(await ended(running, signal)).toBe(0);
    expect(existsSync(join(certificateFile, '..'))).toBe(false);
  });

  it('goes on where nobody reads its output any more (#17)', async () => {
    const running = await start(bin, USER, folder);
    running.child.stdout?.destroy();
    const sent = () => ask(running, 'ForgotPassword', { Username: 'alice' });

    expect([(await sent()).status, (await sent()).status, (await signIn(running)).status]).toEqual([
      200, 200, 200,
    ]);
    expect(await ended(running, 'SIGTERM')).toBe(0);
  });

  it('exports what rx-cognito/emulator exports, by import and by require() (#17)', () => {
    const code = `
      const names = (entry) => Object.keys(entry).filter((name) => !['default', 'module.exports'].includes(name)).sort().join();
      import('rx-cognito-emulator').then((esm) => console.log(names(esm) + ' ' + names(require('rx-cognito-emulator'))));`;
    const file = join(folder, 'names.cjs');
    writeFileSync(file, code);
    const inRepository = runNode(
      [
        '--input-type=module',
        '--eval',
        `console.log(Object.keys(await import('./dist/emulator.mjs')).sort().join())`,
      ],
      repository,
    ).stdout.trim();

    expect(runNode([file], folder).stdout.trim()).toBe(`${inRepository} ${inRepository}`);
  });
});

describe('the emulator of the whole package', () => {
  it('runs by its command as before (#17)', async () => {
    const running = await start(
      join(repository, 'bin/rx-cognito.mjs'),
      ['emulator', '--user', 'alice:Passw0rd!'],
      repository,
    );

    expect((await signIn(running)).status).toBe(200);
    expect(await ended(running, 'SIGINT')).toBe(0);
  });
});

function readJson(file: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

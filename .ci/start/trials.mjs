/** The trials: what the page says is done, and what came of it is looked at from outside. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeIn, stepsOf } from './page.mjs';
import { freePort } from './terminal.mjs';
import { assertLive, consoleOf, openBrowser, visitAddedPages, visitStartPage } from './visitor.mjs';

/** The commands that go on until they are ended; where the page's port is taken, another one stands for it. */
const SERVERS = {
  emulator: { command: /^npx rx-cognito emulator /, port: 9229, path: '/_emulator/' },
  ngServe: { command: /^npx ng serve$/, port: 4200, path: '/' },
  vite: { command: /^npx vite$/, port: 5173, path: '/' },
};
const OUTPUTS = { user_pool_id: 'eu-west-1_a1B2c3D4e', user_pool_client_id: '1h57kf5cpq17m0eml12EXAMPLE' };
const IDS = `--user-pool-id ${OUTPUTS.user_pool_id} --user-pool-client-id ${OUTPUTS.user_pool_client_id}`;

/** *Angular*: the page's application is served, used, and built. */
export async function followAngular(page, { terminal, tarball, angular }) {
  const steps = stepsOf(page, 'Angular');
  const adapt = await adaptation(tarball, angular);
  await follow(steps, terminal, adapt);

  const [url, username, password, signedIn, signedOut] = codeIn(steps, 'Run it');
  const emulator = adapt.text(`http://127.0.0.1:${SERVERS.emulator.port}`);
  await inBrowser((browser) =>
    visitStartPage(browser, { url: adapt.text(url), username, password, signedIn, signedOut, emulator }),
  );
  await build(terminal);
}

/** *Plain RxJS*: the page's program runs in Node, and in a browser by its bundler. */
export async function followPlainRxJS(page, { terminal, tarball }) {
  const steps = stepsOf(page, 'Plain RxJS');
  const adapt = await adaptation(tarball);
  const printed = await follow(steps, terminal, adapt);

  const said = codeIn(steps, 'Run it');
  assert.deepEqual(firstWords(printed.get('node main.mjs').split('\n'), said.length), said);
  const emulator = adapt.text(`http://127.0.0.1:${SERVERS.emulator.port}`);
  await assertLive(emulator, 'ada', false);

  const [url] = codeIn(steps, 'In a page').filter((code) => code.startsWith('http'));
  const lines = await inBrowser((browser) => consoleOf(browser, adapt.text(url), said.at(-1)));
  assert.deepEqual(
    firstWords(
      lines.filter((line) => !line.startsWith('[vite]')),
      said.length,
    ),
    said,
  );
  await assertLive(emulator, 'ada', false);
}

/**
 * `ng add rx-cognito`, on an application that is rendered in the browser alone, and on one that a server renders as well, whose users
 * were Amplify's.
 */
export async function addToFreshApplications({ terminal, tarball, angular: { version } }) {
  await terminal.run(`npx @angular/cli@${version} new shop --defaults --skip-git --skip-install`);
  terminal.enter('shop');
  // One version for all of its packages: the one that renders on a server wants exactly that of the others.
  edit(terminal.pathOf('package.json'), (text) =>
    text.replace(/("@angular\/.+": ")\^[\d.]+/g, `$1${version}`),
  );
  await terminal.run('npm install');
  await terminal.run(`npx ng add ${tarball} --skip-confirmation ${IDS}`);
  await terminal.run('npx ng generate application rendered --ssr --defaults');
  await terminal.run('npm install');
  writeFileSync(terminal.pathOf('amplify_outputs.json'), JSON.stringify({ auth: OUTPUTS }));
  await terminal.run('npx ng generate rx-cognito:ng-add --project rendered --api https://api.example.com');

  for (const project of ['shop', 'rendered']) await build(terminal, project);
  assert.match(
    readFileSync(terminal.pathOf('projects/rendered/src/app/app.config.ts'), 'utf8'),
    /amplifySession\(\)/,
  );
  // The sign-in page is rendered ahead; the one behind the guard is nobody's yet.
  const isRendered = (page) => existsSync(terminal.pathOf(`dist/rendered/browser/${page}/index.html`));
  assert.deepEqual(['sign-in', 'account'].map(isRendered), [true, false]);
  const ports = {
    emulator: await freePort(SERVERS.emulator.port),
    ngServe: await freePort(SERVERS.ngServe.port),
  };
  for (const path of ['package.json', 'src/app/app.config.ts', 'projects/rendered/src/app/app.config.ts']) {
    edit(terminal.pathOf(path), (text) => text.replaceAll(SERVERS.emulator.port, ports.emulator));
  }
  const emulator = `http://127.0.0.1:${ports.emulator}`;
  await terminal.serve('npm run emulator', `${emulator}/_emulator/`);
  for (const project of ['shop', 'rendered']) {
    const url = `http://localhost:${ports.ngServe}`;
    const end = await terminal.serve(`npx ng serve ${project} --port ${ports.ngServe}`, url);
    await inBrowser((browser) =>
      visitAddedPages(browser, { url, username: 'alice', password: 'Passw0rd!', emulator }),
    );
    await end();
  }
}

/** Does one step after the other, and returns what each command printed that came to an end. */
async function follow(steps, terminal, adapt) {
  const printed = new Map();
  for (const { file, text, command } of steps.flatMap(({ items }) => items)) {
    const server = Object.values(SERVERS).find((each) => each.command.test(command ?? ''));
    if (file !== undefined) {
      mkdirSync(dirname(terminal.pathOf(file)), { recursive: true });
      writeFileSync(terminal.pathOf(file), adapt.text(text));
    } else if (command.includes('…')) {
      continue;
    } else if (command.startsWith('cd ')) {
      terminal.enter(command.slice(3));
    } else if (server !== undefined) {
      await terminal.serve(
        adapt.command(command, server),
        adapt.text(`http://localhost:${server.port}${server.path}`),
      );
    } else {
      const { stdout } = await terminal.run(adapt.command(command));
      printed.set(command, stdout);
    }
  }
  return printed;
}

/** What of the page is said otherwise here: the package, the CLI's version, and each port that is taken. */
async function adaptation(tarball, angular) {
  const ports = new Map();
  for (const { port } of Object.values(SERVERS)) ports.set(port, await freePort(port));
  const text = (written) => [...ports].reduce((sofar, [port, free]) => sofar.replaceAll(port, free), written);
  const command = (line, server) => {
    const adapted = text(line)
      .replace(/^(npm install) rx-cognito\b/, `$1 ${tarball}`)
      .replace(/@angular\/cli@\d+\b/, `@angular/cli@${angular?.version}`);
    if (server === undefined || line.includes(server.port)) return adapted;
    const free = ports.get(server.port);
    return free === server.port ? adapted : `${adapted} --port ${free}`;
  };
  return { text, command };
}

/** Builds for production, and takes no warning: the reader would have to ask what it means. */
async function build(terminal, project = '') {
  const { all } = await terminal.run(`npx ng build ${project}`);
  assert.doesNotMatch(all, /\[WARNING\]|\[ERROR\]/);
}

async function inBrowser(visit) {
  const browser = await openBrowser();
  try {
    return await visit(browser);
  } finally {
    await browser.close();
  }
}

const firstWords = (lines, count) => lines.slice(0, count).map((line) => line.split(' ')[0]);

const edit = (path, change) => writeFileSync(path, change(readFileSync(path, 'utf8')));

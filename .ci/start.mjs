/**
 * Does what `docs/start.md` says, to the letter, in fresh directories, with the package as it would be published: its commands, its
 * files, and then in a browser what it says to do there. `--all` also puts `ng add rx-cognito` on fresh applications, with and
 * without rendering on a server. Words behind it choose trials by name: `npm run test:start -- --all "ng add"`.
 *
 * What is not to the letter: the package comes from a tarball, Angular's CLI has a pinned version, a port of the page that is
 * taken is another one, and a command with `…` in it, which wants a user pool of AWS, is left out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTerminal } from './start/terminal.mjs';
import { addToFreshApplications, followAngular, followPlainRxJS } from './start/trials.mjs';

/**
 * The registry is used as it was on a day: a framework that is published package by package while this runs, is no fault of ours.
 * Each CLI is the newest of its major whose packages were all there: `npm view @angular/<name> versions` of cli, core, ssr and
 * platform-server, of which the last two have come to this registry later (on 2026-11-26 they end with 21.2.24 and 22.2.0, the CLI with
 * 21.2.28 and 22.2.7). To move on, take the newest that all four have, and that day. Angular 22 wants a newer Node than the one that runs this.
 */
const AS_OF = '2026-11-20';
const ANGULARS = [
  { major: 21, version: '21.2.24' },
  { major: 22, version: '22.2.0', node: '24.21.0' },
];

const page = readFileSync('docs/start.md', 'utf8');
const trials = [
  ...ANGULARS.map((angular) => ({
    name: `Start, Angular ${angular.major}`,
    angular,
    run: (surroundings) => followAngular(page, surroundings),
  })),
  { name: 'Start, plain RxJS', run: (surroundings) => followPlainRxJS(page, surroundings) },
  ...ANGULARS.map((angular) => ({
    name: `ng add, Angular ${angular.major}`,
    angular,
    isLong: true,
    run: addToFreshApplications,
  })),
];

const words = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const chosen = trials.filter(
  ({ name, isLong }) =>
    (!isLong || process.argv.includes('--all')) &&
    (words.length === 0 || words.some((word) => name.includes(word))),
);

const root = mkdtempSync(join(tmpdir(), 'rx-cognito-start-'));
try {
  const tarball = pack(root);
  for (const trial of chosen) await tryOne(trial, tarball);
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function tryOne({ name, angular, run }, tarball) {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(root, 'trial-'));
  let terminal;
  try {
    terminal = openTerminal(folder, { bin: nodeFor(angular), asOf: AS_OF });
    await run({ terminal, tarball, angular });
    console.log(`ok   ${secondsSince(startedAt)} s  ${name}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`FAIL ${secondsSince(startedAt)} s  ${name}\n${error.stack}`);
  } finally {
    await terminal?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function secondsSince(startedAt) {
  return ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
}

function pack(folder) {
  const { stdout } = npm('pack', '--ignore-scripts', '--silent', '--pack-destination', folder);
  return join(folder, stdout.trim());
}

/** Returns the folder of the Node that an Angular wants, out of npm; nothing where the one that runs this will do. */
function nodeFor(angular) {
  if (angular?.node === undefined || isAtLeast(process.versions.node, angular.node)) return undefined;
  const name = `node-${process.platform}-${process.arch}`;
  const prefix = `.cache/node-${angular.node}`;
  npm('install', '--prefix', prefix, '--no-save', '--no-audit', '--no-fund', `${name}@${angular.node}`);
  return join(process.cwd(), prefix, 'node_modules', name, 'bin');
}

function isAtLeast(version, wanted) {
  return version.localeCompare(wanted, 'en', { numeric: true }) >= 0;
}

function npm(...args) {
  const finished = spawnSync('npm', args, { encoding: 'utf8' });
  if (finished.status !== 0) throw new Error(`npm ${args.join(' ')}\n${finished.stderr}`);
  return finished;
}

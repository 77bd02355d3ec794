import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const APP = 'examples/angular';
const TARBALL = `${APP}/rx-cognito.tgz`;
const LOCK = `${APP}/package-lock.json`;
const INSTALLED = `${APP}/node_modules/rx-cognito`;
/** Of what the present `node_modules` and `dist` were made. */
const INSTALLED_FROM = `${APP}/node_modules/.installed-from`;
const BUILT_FROM = `${APP}/dist/.built-from`;

/** The built site. */
const SITE_FOLDER = `${APP}/dist/browser`;

/**
 * Builds the application in the repository's root, as its users' applications are built: the Angular CLI takes the library
 * from the packed tarball of what `dist` holds. What is up to date is left as it is.
 *
 * @returns the folder of the built site
 */
export async function buildExample(say: (step: string) => void): Promise<string> {
  const wanted = digest([
    'dist',
    `${APP}/src`,
    'package.json',
    `${APP}/angular.json`,
    `${APP}/tsconfig.json`,
    LOCK,
  ]);
  if (isMadeFrom(BUILT_FROM, wanted)) return SITE_FOLDER;

  say('packing the library');
  await pack();
  const lock = digest([LOCK]);
  if (!isMadeFrom(INSTALLED_FROM, lock)) {
    say('installing the packages of the application');
    await run('npm', ['ci', '--prefix', APP, '--no-audit', '--no-fund']);
    writeFileSync(INSTALLED_FROM, lock);
  }
  await unpack();

  say('building the application');
  await run('npm', ['run', '--prefix', APP, '--silent', 'build'], {
    env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
  });
  writeFileSync(BUILT_FROM, wanted);
  return SITE_FOLDER;
}

/** Builds the library where its sources are newer than what is built of them. */
export async function buildLibrary(say: (step: string) => void): Promise<void> {
  const built = statSync('dist/index.mjs', { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (filesOf('src').every((path) => statSync(path).mtimeMs < built)) return;
  say('building the library');
  await run('npm', ['run', '--silent', 'build']);
}

async function pack(): Promise<void> {
  const { stdout } = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', APP]);
  renameSync(join(APP, stdout.trim()), TARBALL);
}

/** The lock file cannot name the tarball's checksum, for it changes with every build; so it is put in its place by hand. */
async function unpack(): Promise<void> {
  rmSync(INSTALLED, { recursive: true, force: true });
  mkdirSync(INSTALLED, { recursive: true });
  await run('tar', ['-xzf', TARBALL, '--strip-components=1', '-C', INSTALLED]);
}

const isMadeFrom = (stamp: string, wanted: string): boolean =>
  existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

function digest(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesOf)) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

function filesOf(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * `npm run release -- 1.2.0`: gives what stands under *Unreleased* in the changelog a version and a date, the package the same
 * version, and both a commit and a tag. Pushing the tag publishes: `.github/workflows/release.yml`.
 * `npm run release:check`: whether the tag, the package and the changelog speak of the same version.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const UNRELEASED = '## [Unreleased]';
const NUMBER = '(?:0|[1-9]\\d*)';
const LABEL = `(?:${NUMBER}|\\d*[a-zA-Z-][\\da-zA-Z-]*)`;
/** What semver.org says, without build metadata: npm would take away what is more, and the tag would say something else. */
const VERSION = new RegExp(`^(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})(?:-(${LABEL}(?:\\.${LABEL})*))?$`);
const WRITTEN = 'CHANGELOG.md, package.json and package-lock.json';

const git = (...options) => execFileSync('git', options, { encoding: 'utf8', stdio: 'pipe' }).trim();
const refuse = (why) => {
  console.error(why);
  process.exit(1);
};

/** Returns the changelog with a release where *Unreleased* stood, and an empty *Unreleased* before it. */
export function released(changelog, version, date) {
  const heading = `\n${UNRELEASED}\n`;
  const at = changelog.indexOf(heading);
  if (at === -1) throw new Error(`CHANGELOG.md has no ${UNRELEASED}.`);
  const [before, after] = [changelog.slice(0, at), changelog.slice(at + heading.length)];
  const changes = after.split(/^## /m)[0].replace(/^#.*$/gm, '');
  if (changes.trim() === '') throw new Error('There is nothing under Unreleased in CHANGELOG.md.');
  if (after.includes(`\n## [${version}]`)) throw new Error(`CHANGELOG.md has a part for ${version} already.`);
  return `${before}${heading}\n## [${version}] - ${date}\n${after}`;
}

/** Whether a version comes before another one. */
function isBefore(version, other) {
  const [[, ...left], [, ...right]] = [version, other].map((each) => VERSION.exec(each) ?? []);
  const numbers = (parts) => parts.slice(0, 3).join('.');
  const order = numbers(left).localeCompare(numbers(right), 'en', { numeric: true });
  if (order !== 0 || left[3] === right[3]) return order < 0;
  // A pre-release comes before what it is one of.
  if (left[3] === undefined || right[3] === undefined) return right[3] === undefined;
  return left[3].localeCompare(right[3], 'en', { numeric: true }) < 0;
}

/** Returns what speaks against a tag, `undefined` where nothing does. */
export function mismatch(tag, version, changelog) {
  if (tag !== `v${version}`) return `The tag is ${tag}, and package.json says ${version}.`;
  return changelog.includes(`## [${version}] - `) ? undefined : `CHANGELOG.md has no part for ${version}.`;
}

/** Whatever can refuse is asked before anything is written; returns the changelog to be. */
function prepared(version) {
  if (!VERSION.test(version)) refuse('Usage: npm run release -- 1.2.0');
  if (git('status', '--porcelain') !== '') refuse('Commit what has changed first.');
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
  if (branch !== 'main') refuse(`A release is made on main, and this is ${branch}.`);
  if (git('tag', '--list', `v${version}`) !== '') refuse(`There is a tag v${version} already.`);
  const { version: present } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (isBefore(version, present)) refuse(`${version} comes before ${present}, which package.json has.`);
  try {
    git('var', 'GIT_COMMITTER_IDENT');
    return released(readFileSync('CHANGELOG.md', 'utf8'), version, new Date().toISOString().slice(0, 10));
  } catch (error) {
    return refuse(error.message);
  }
}

function release(version) {
  const changelog = prepared(version);
  const start = git('rev-parse', 'HEAD');
  try {
    writeFileSync('CHANGELOG.md', changelog);
    execFileSync('npm', ['version', version, '--no-git-tag-version', '--allow-same-version'], {
      stdio: 'inherit',
    });
    git('commit', '--all', '--message', `Release ${version}`);
    git('tag', '--annotate', `v${version}`, '--message', `rx-cognito ${version}`);
  } catch (error) {
    // A hook may still say no. Nothing but this was changed since the start.
    git('reset', '--quiet', '--hard', start);
    refuse(`${error.message}\nNothing is released: ${WRITTEN} are as they were.`);
  }
  console.log('Publish it: git push --follow-tags');
}

function check() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const tag = process.env.GITHUB_REF_NAME ?? git('describe', '--tags', '--exact-match');
  const why = mismatch(tag, version, readFileSync('CHANGELOG.md', 'utf8'));
  if (why !== undefined) refuse(why);
}

const [, script, command] = process.argv;
if (script?.endsWith('release.mjs')) {
  if (command === '--check') check();
  else release(command ?? '');
}

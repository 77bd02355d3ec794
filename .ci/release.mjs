/**
 * `npm run release -- 1.2.0`: gives what stands under *Unreleased* in the changelog a version and a date, the package the same
 * version, and both a commit and a tag. Pushing the tag publishes: `.github/workflows/release.yml`.
 * `npm run release:check`: whether the tag, the package and the changelog speak of the same version.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const UNRELEASED = '## [Unreleased]';
const VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const git = (...options) => execFileSync('git', options, { encoding: 'utf8' }).trim();
const refuse = (why) => {
  console.error(why);
  process.exit(1);
};

/** Returns the changelog with a release where *Unreleased* stood, and an empty *Unreleased* before it. */
export function released(changelog, version, date) {
  const [before, after] = changelog.split(UNRELEASED);
  if (after === undefined) throw new Error(`CHANGELOG.md has no ${UNRELEASED}.`);
  const changes = after.split(/^## /m)[0].trim();
  if (changes === '') throw new Error('There is nothing under Unreleased in CHANGELOG.md.');
  return `${before}${UNRELEASED}\n\n## [${version}] - ${date}${after}`;
}

/** Returns what speaks against a tag, `undefined` where nothing does. */
export function mismatch(tag, version, changelog) {
  if (tag !== `v${version}`) return `The tag is ${tag}, and package.json says ${version}.`;
  return changelog.includes(`## [${version}] - `) ? undefined : `CHANGELOG.md has no part for ${version}.`;
}

function release(version) {
  if (!VERSION.test(version)) refuse('Usage: npm run release -- 1.2.0');
  if (git('status', '--porcelain') !== '') refuse('Commit what has changed first.');
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  try {
    writeFileSync('CHANGELOG.md', released(changelog, version, new Date().toISOString().slice(0, 10)));
  } catch (error) {
    refuse(error.message);
  }
  execFileSync('npm', ['version', version, '--no-git-tag-version', '--allow-same-version'], {
    stdio: 'inherit',
  });
  git('commit', '--all', '--message', `Release ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', `rx-cognito ${version}`);
  console.log(`Publish it: git push --follow-tags`);
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

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './run';

const CHANGELOG =
  '# Changelog\n\n## [Unreleased]\n\n### Fixed\n\n- A thing.\n\n## [0.1.0] - 2026-01-02\n\n- The first one.\n';

describe('npm run release', () => {
  let folder: string;

  const git = (...options: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Spec', '-c', 'user.email=spec@example.com', ...options], {
      cwd: folder,
      encoding: 'utf8',
    });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const release = (...options: readonly string[]) =>
    spawnSync(process.execPath, [join(repository, '.ci/release.mjs'), ...options], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: 'Spec',
        GIT_AUTHOR_EMAIL: 'spec@example.com',
        GIT_COMMITTER_NAME: 'Spec',
        GIT_COMMITTER_EMAIL: 'spec@example.com',
        GITHUB_REF_NAME: undefined,
      },
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-cognito-release-'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '0.1.0' }));
    writeFileSync(join(folder, 'CHANGELOG.md'), CHANGELOG);
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Begin');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives the changes a version and a date, and tags the commit (#18)', () => {
    expect(release('0.2.0')).toMatchObject({ status: 0 });
    expect(read('CHANGELOG.md')).toMatch(
      /## \[Unreleased\]\n\n## \[0\.2\.0\] - \d{4}-\d\d-\d\d\n\n### Fixed\n\n- A thing\.\n\n## \[0\.1\.0\]/,
    );
    expect(JSON.parse(read('package.json'))).toMatchObject({ version: '0.2.0' });
    expect(git('describe', '--tags', '--exact-match')).toBe('v0.2.0\n');
    expect(git('status', '--porcelain')).toBe('');
    expect(release('--check')).toMatchObject({ status: 0 });
  });

  it.each([
    ['what is no version', ['next'], CHANGELOG, /Usage/],
    ['a version that npm would write otherwise', ['01.2.0'], CHANGELOG, /Usage/],
    ['a pre-release that npm would write otherwise', ['0.2.0-rc.01'], CHANGELOG, /Usage/],
    ['a version before the last one', ['0.0.9'], CHANGELOG, /0\.0\.9 comes before 0\.1\.0/],
    ['a pre-release of the last one', ['0.1.0-rc.1'], CHANGELOG, /comes before 0\.1\.0/],
    ['a version that was released', ['0.1.0'], CHANGELOG, /has a part for 0\.1\.0 already/],
    ['headings alone', ['0.2.0'], '# C\n\n## [Unreleased]\n\n### Added\n', /nothing under Unreleased/],
    ['nothing to release', ['0.2.0'], '# Changelog\n\n## [Unreleased]\n', /nothing under Unreleased/],
    ['a changelog of another form', ['0.2.0'], '# Changelog\n', /has no ## \[Unreleased\]/],
  ])('refuses %s, and changes nothing (#18)', (_, options, changelog, message) => {
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    git('commit', '--quiet', '--all', '--allow-empty', '--message', 'Change');
    const finished = release(...options);
    expect(finished).toMatchObject({ status: 1 });
    expect(finished.stderr).toMatch(message);
    expect(read('CHANGELOG.md')).toBe(changelog);
    expect(git('tag')).toBe('');
  });

  it('loses nothing of a changelog that speaks of its own headings (#18)', () => {
    const changelog = CHANGELOG.replace('A thing.', 'The heading `## [Unreleased]`.');
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    git('commit', '--quiet', '--all', '--message', 'Change');
    expect(release('0.2.0-rc.1')).toMatchObject({ status: 0 });
    expect(read('CHANGELOG.md').replace(/## \[0\.2\.0-rc\.1\] - .*\n\n/, '')).toBe(changelog);
  });

  it('refuses a version that has a tag, and a branch beside main (#18)', () => {
    git('tag', 'v0.2.0');
    expect(release('0.2.0').stderr).toBe('There is a tag v0.2.0 already.\n');
    git('checkout', '--quiet', '-b', 'side');
    expect(release('0.3.0').stderr).toMatch(/made on main, and this is side/);
    expect(read('CHANGELOG.md')).toBe(CHANGELOG);
  });

  it('leaves everything as it was where a hook says no (#18)', () => {
    writeFileSync(join(folder, '.git/hooks/pre-commit'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    expect(release('0.2.0')).toMatchObject({ status: 1 });
    expect(read('CHANGELOG.md')).toBe(CHANGELOG);
    expect(git('status', '--porcelain')).toBe('');
    expect(git('tag')).toBe('');
  });

  it('refuses over what is not committed (#18)', () => {
    writeFileSync(join(folder, 'other'), '');
    expect(release('0.2.0').stderr).toMatch(/Commit what has changed first/);
  });

  it('refuses to publish a tag that speaks of another version (#18)', () => {
    git('tag', 'v9.9.9');
    expect(release('--check')).toMatchObject({
      status: 1,
      stderr: 'The tag is v9.9.9, and package.json says 0.1.0.\n',
    });
  });
});

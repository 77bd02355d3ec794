import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { repository, runNode } from './run';
import type { Finished } from './run';

type Conditions = string | { readonly [condition: string]: Conditions };
interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Conditions>>;
}

const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest;
const entries = Object.keys(manifest.exports).filter((name) => name !== './package.json');
const nameOf = (entry: string) => `rx-cognito${entry.slice(1)}`;
const hasCommonJs = (entry: string) => JSON.stringify(manifest.exports[entry]).includes('"require"');

/** The relative links of a document, without their anchors. */
const linksOf = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(((?!https?:|#|mailto:)[^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);

describe('the packed package', () => {
  let consumer: string;
  let installed: string;

  beforeAll(() => {
    consumer = mkdtempSync(join(tmpdir(), 'rx-cognito-consumer-'));
    installed = installInto(consumer);
  }, 60_000);

  afterAll(() => rmSync(consumer, { recursive: true, force: true }));

  it('holds every file that its exports name', () => {
    expect(
      Object.values(manifest.exports)
        .flatMap(filesOf)
        .filter((file) => !existsSync(join(installed, file))),
    ).toEqual([]);
  });

  it('holds the build and the documents, and nothing else', () => {
    const expected = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'bin',
      'dist',
      'docs',
      'package.json',
    ];
    expect(readdirSync(installed).filter((name) => !expected.includes(name))).toEqual([]);
  });

  it('holds no page that only the site can show (#18)', () => {
    const documents = documentsOf(installed);
    const isOfSite = (document: string) => /^layout:|<ClientOnly>|<script setup>/m.test(textOf(document));
    expect(documents.filter(isOfSite)).toEqual([]);
  });

  it('holds what README.md and each document link to (#18)', () => {
    const documents = documentsOf(installed);
    const dead = ['README.md', 'SECURITY.md', ...documents].flatMap((document) =>
      linksOf(textOf(document))
        .filter((link) => !existsSync(join(installed, dirname(document), link)))
        .map((link) => `${document}: ${link}`),
    );
    expect(documents.length).toBeGreaterThan(20);
    // For who works on the library itself, not for who installed it.
    expect(dead.filter((link) => !link.endsWith('CONTRIBUTING.md'))).toEqual([]);
  });

  // npm shows the README without the repository, so its links are absolute, and only the repository can say whether they lead anywhere.
  it('links from README.md and the documents to files of the repository that exist (#18)', () => {
    const ours = /https:\/\/github\.com\/rx-cognito\/rx-cognito\/(?:blob|tree)\/main\/([^)#\s]+)/g;
    const linked = ['README.md', 'SECURITY.md', ...documentsOf(installed)].flatMap((document) =>
      [...textOf(document).matchAll(ours)].map(([, path = '']) => path),
    );

    expect(linked.length).toBeGreaterThan(20);
    expect(linked.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  });

  it('holds a source map beside each file of code, with the source in it (#18)', () => {
    const dist = join(installed, 'dist');
    const code = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.[mc]js$/.test(path),
    );
    const withoutMap = code.filter((path) => !existsSync(join(dist, `${path}.map`)));
    const { sourcesContent } = JSON.parse(readFileSync(join(dist, 'index.mjs.map'), 'utf8')) as {
      sourcesContent?: string[];
    };
    const maps = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.[mc]js\.map$/.test(path),
    );
    expect(code.length).toBeGreaterThan(20);
    expect(withoutMap).toEqual([]);
    expect(maps.filter((map) => !existsSync(join(dist, map.slice(0, -4))))).toEqual([]);
    expect(sourcesContent?.length).toBeGreaterThan(0);
  });

  it.each(entries)('imports %s', (entry) => {
    expect(
      evaluate(
        `${compilerFor(entry)} import * as entry from '${nameOf(entry)}'; console.log(Object.keys(entry).length > 0);`,
        'mjs',
      ),
    ).toEqual({
      status: 0,
      stdout: 'true\n',
      stderr: '',
    });
  });

  it.each(entries.filter(hasCommonJs))(
    'exports the same names from %s by require() and by import',
    (entry) => {
      const code = `
      const names = (exports) => Object.keys(exports).filter((name) => !['default', 'module.exports'].includes(name)).sort().join();
      import('${nameOf(entry)}').then((esm) => console.log(names(esm) === names(require('${nameOf(entry)}'))));`;
      expect(evaluate(code, 'cjs')).toEqual({ status: 0, stdout: 'true\n', stderr: '' });
    },
  );

  it('creates an Auth in Node, signed out, and lets Node end', () => {
    const code = `
      import { createAuth } from 'rx-cognito';
      const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
      auth.state$.subscribe(({ status }) => console.log(status));`;
    expect(evaluate(code, 'mjs')).toEqual({ status: 0, stdout: 'signedOut\n', stderr: '' });
  });

  it.each([
    ['mjs', `import { AuthError } from 'rx-cognito'; import { createTestAuth } from 'rx-cognito/testing';`],
    [
      'cjs',
      `const { AuthError } = require('rx-cognito'); const { createTestAuth } = require('rx-cognito/testing');`,
    ],
  ] as const)('has one core, which its test double is made of (#11): %s', (kind, imports) => {
    const code = `${imports}
      createTestAuth().tokens$().subscribe({ error: (error) => console.log(error instanceof AuthError, error.code) });`;
    expect(evaluate(code, kind)).toEqual({ status: 0, stdout: 'true SignedOut\n', stderr: '' });
  });

  it('loads nothing of AWS, nor what speaks to it, for the test double', () => {
    const code = `
      const { createTestAuth } = require('rx-cognito/testing');
      const auth = createTestAuth();
      auth.signIn$({ username: 'ada', password: 'x' }).subscribe();
      auth.signOut$().subscribe(({ outcome }) => console.log(outcome));
      const files = Object.keys(require.cache).map((file) => file.replaceAll('\\\\', '/'));
      console.log(files.filter((file) => /@aws-sdk|@smithy|user-pool\\.cjs|sdk-cognito-api/.test(file)).length);`;
    expect(evaluate(code, 'cjs')).toEqual({ status: 0, stdout: 'complete\n0\n', stderr: '' });
  });

  it.each(['mjs', 'cjs'] as const)(
    'has one class of errors for the core and what the account loads (%s)',
    (kind) => {
      const load = kind === 'mjs' ? 'await import' : 'require';
      const code = `
      (async () => {
        const { AuthError } = ${load}('rx-cognito');
        const { associateWebAuthnCredential$ } = ${load}('rx-cognito/account');
        const { createTestAuth } = ${load}('rx-cognito/testing');
        const auth = createTestAuth();
        auth.startSession();
        // There are no passkeys in Node.js.
        associateWebAuthnCredential$(auth).subscribe({
          error: (error) => console.log(error instanceof AuthError, error.code),
        });
      })();`;
      expect(evaluate(code, kind)).toEqual({ status: 0, stdout: 'true PasskeyNotSupported\n', stderr: '' });
    },
  );

  it('has a command', () => {
    const { status, stdout } = runNode([join(installed, 'bin/rx-cognito.mjs'), '--help'], consumer);
    expect(stdout).toContain('rx-cognito');
    expect(status).toBe(0);
  });

  it('has a doctor, which loads the AWS SDK by itself, and ends where nobody answers (#13)', () => {
    const ids = ['--user-pool-id', 'eu-west-1_a1B2c3D4e', '--user-pool-client-id', 'abc'];
    const nobody = ['--endpoint', 'http://127.0.0.1:9'];
    const { status, stderr } = runNode(
      [join(installed, 'bin/rx-cognito.mjs'), 'doctor', ...ids, ...nobody],
      consumer,
    );
    expect(stderr).toContain('NoConnection');
    expect(status).toBe(2);
  });

  function textOf(document: string): string {
    return readFileSync(join(installed, document), 'utf8');
  }

  function evaluate(code: string, kind: 'mjs' | 'cjs'): Finished {
    const file = join(consumer, `sample.${kind}`);
    writeFileSync(file, code);
    const { status, stdout, stderr } = runNode([file], consumer);
    return { status, stdout, stderr };
  }
});

/** Angular's own packages come half compiled, for its linker or its compiler to finish. */
function compilerFor(entry: string): string {
  return /angular|ngrx/.test(entry) ? "import '@angular/compiler';" : '';
}

function documentsOf(installed: string): string[] {
  return readdirSync(join(installed, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path));
}

function filesOf(conditions: Conditions): string[] {
  return typeof conditions === 'string' ? [conditions] : Object.values(conditions).flatMap(filesOf);
}

/** Unpacks the tarball as a package manager would; what the package depends on is linked, not fetched. */
function installInto(consumer: string): string {
  const modules = join(consumer, 'node_modules');
  const installed = join(modules, 'rx-cognito');
  mkdirSync(installed, { recursive: true });
  command('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', consumer], repository);
  command(
    'tar',
    ['xzf', join(consumer, `rx-cognito-${manifest.version}.tgz`), '--strip-components=1', '-C', installed],
    consumer,
  );
  const peers = { ...manifest.peerDependencies, '@angular/compiler': '' };
  for (const name of Object.keys({ ...manifest.dependencies, ...peers })) {
    mkdirSync(join(modules, name, '..'), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(modules, name));
  }
  return installed;
}

function command(name: string, args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(name, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}: ${stderr}`);
}

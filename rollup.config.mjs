import { cpSync, existsSync, rmSync } from 'node:fs';
import { dts } from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';

/**
 * The entries of the package: name → source, and whether a CommonJS copy is made. Angular and NgRx go without one:
 * two copies would make two injection tokens. A new entry is one line here and one in package.json's `exports`.
 */
const entries = [
  { name: 'index', source: 'src/index.ts', commonJs: true },
  { name: 'account', source: 'src/account/index.ts', commonJs: true },
  { name: 'emulator', source: 'src/emulator/index.ts', commonJs: true },
  { name: 'cli', source: 'src/cli/index.ts', commonJs: false },
  { name: 'emulator-cli', source: 'src/cli/emulator-alone.ts', commonJs: false },
  { name: 'doctor', source: 'src/doctor/index.ts', commonJs: true },
  { name: 'identity-pool', source: 'src/identity-pool/index.ts', commonJs: true },
  { name: 'hosted-ui', source: 'src/hosted-ui/index.ts', commonJs: true },
  { name: 'amplify', source: 'src/amplify/index.ts', commonJs: true },
  { name: 'testing', source: 'src/testing/index.ts', commonJs: true },
  { name: 'angular', source: 'src/angular/index.ts', commonJs: false },
  { name: 'angular-testing', source: 'src/angular/testing/index.ts', commonJs: false },
  { name: 'ngrx', source: 'src/ngrx/index.ts', commonJs: false },
].filter(({ source }) => existsSync(source));

const inputOf = (selected) => Object.fromEntries(selected.map(({ name, source }) => [name, source]));
const everything = inputOf(entries);
const withCommonJs = inputOf(entries.filter(({ commonJs }) => commonJs));
const withDeclarations = inputOf(entries.filter(({ name }) => !name.endsWith('cli')));

// Whatever is not a relative path is somebody else's, the package's own name included.
const external = (id) => !/^(\.|\/)/.test(id);

const cleanDist = () => ({
  name: 'clean-dist',
  buildStart: () => rmSync('dist', { recursive: true, force: true }),
});

/** What the schematics are besides code: their collections, schemas, and the files that they copy into an application. */
const copySchematics = () => ({
  name: 'copy-schematics',
  writeBundle: () => {
    for (const path of ['collection.json', 'migrations.json', 'ng-add/schema.json', 'ng-add/files']) {
      cpSync(`src/schematics/${path}`, `dist/schematics/${path}`, { recursive: true });
    }
  },
});
/**
 * What is loaded together is one file, whatever of it others need as well: a file that waits for another one costs a way
 * to the server and back, and some bundlers ask for the second only when they have read the first.
 */
const TOGETHER = [
  [/\/src\/(create-auth|adapters\/web\/passkey-support|model\/typed-code)\.ts$/, 'core'],
  // What is of the user pool and knows no AWS SDK, for the test double.
  [
    /\/src\/(user-pool\/(user-pool-over|bounded-api)|model\/token-defects|adapters\/(text\/encode|storage\/writable-session-store))\.ts$/,
    'user-pool-over',
  ],
  [/\/src\/(user-pool\/user-pool|flows\/session\/adopt-session)\.ts$/, 'user-pool'],
];

const code = (format, extension, input, plugins = []) => ({
  input,
  external,
  plugins: [...plugins, esbuild({ target: 'es2022', tsconfig: false })],
  treeshake: { moduleSideEffects: false },
  output: {
    dir: 'dist',
    format,
    sourcemap: true,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunks/[name].${extension}`,
    hoistTransitiveImports: false,
    manualChunks: (id) => TOGETHER.find(([module]) => module.test(id))?.[1],
  },
});

// One graph for all entries: apart, each would carry a copy of the core's classes, incompatible with the others.
const declarations = (extension, input) => ({
  input,
  external,
  plugins: [dts({ tsconfig: 'tsconfig.build.json' })],
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunks/[name].${extension}`,
  },
});

export default [
  code('es', 'mjs', everything, [cleanDist()]),
  code('cjs', 'cjs', withCommonJs),
  code('cjs', 'cjs', { 'schematics/ng-add': 'src/schematics/ng-add/ng-add.ts' }, [copySchematics()]),
  declarations('d.mts', withDeclarations),
  declarations('d.cts', withCommonJs),
];

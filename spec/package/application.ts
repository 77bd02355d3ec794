import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import type { Metafile } from 'esbuild';
import { rollup } from 'rollup';
import { repository } from './run';

/** One file that a browser would fetch. */
export interface Chunk {
  readonly path: string;
  /** The modules that are in it, by path. */
  readonly modules: readonly string[];
  readonly gzipBytes: number;
  readonly text: string;
  readonly imports: readonly { readonly path: string; readonly lazy: boolean }[];
}

/** What an application starts with that signs in and out, and no more. */
export const smallestApplication = `
  import { createAuth } from 'rx-cognito';
  const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
  auth.state$.subscribe((state) => document.body.append(state.status));
  auth.signIn$({ username: 'ada', password: 'x' }).subscribe();
  auth.signOut$().subscribe();
`;

/** The same, with functions of `rx-cognito/account`. */
export const applicationWith = (...names: readonly string[]): string => `
  import { ${names.join(', ')} } from 'rx-cognito/account';
  ${smallestApplication}
  document.addEventListener('click', () => console.log(${names.map((name) => `${name}(auth, {})`).join(', ')}));
`;

/** The smallest application, with managed login beside the password. */
export const applicationWithHostedUi = `
  import { hostedUi, redirectResult$, signInWithRedirect$ } from 'rx-cognito/hosted-ui';
  ${smallestApplication.replace(
    "EXAMPLE'",
    `EXAMPLE',
    hostedUi: hostedUi({ domain: 'a.example', redirectSignIn: [location.origin], redirectSignOut: [location.origin] })`,
  )}
  redirectResult$(auth).subscribe();
  signInWithRedirect$(auth).subscribe();
`;

/** Bundles a small browser application over the built package, minified, as its author would. */
export async function bundledApplication(
  external: readonly string[] = [],
  contents = smallestApplication,
): Promise<readonly Chunk[]> {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: repository, sourcefile: 'application.js' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    external: [...external],
    outdir: join(repository, '.cache/application'),
    write: false,
    metafile: true,
    logLevel: 'silent',
    absWorkingDir: repository,
    // Without this the `paths` of tsconfig.json would lead to the sources, and not to what is published.
    tsconfigRaw: {},
  });
  return outputFiles.map(({ path, contents }) => chunkOf(metafile, path, contents));
}

function chunkOf(metafile: Metafile, absolutePath: string, contents: Uint8Array): Chunk {
  const path = absolutePath.slice(repository.length + 1);
  const output = metafile.outputs[path];
  if (output === undefined) throw new Error(`esbuild does not describe ${path}`);
  return {
    path,
    modules: Object.keys(output.inputs),
    gzipBytes: gzipSync(contents, { level: 9 }).length,
    text: Buffer.from(contents).toString(),
    imports: output.imports.map((edge) => ({ path: edge.path, lazy: edge.kind === 'dynamic-import' })),
  };
}

/** The chunk that is loaded first, and those it cannot start without. */
export function initialChunks(chunks: readonly Chunk[]): readonly Chunk[] {
  const entry = chunks.find(({ modules }) => modules.includes('application.js'));
  return entry === undefined ? [] : withStaticImports(chunks, entry);
}

/** What comes when a module is first asked for by `import()`, without what is loaded at start. */
export function lazyChunks(chunks: readonly Chunk[], moduleName: RegExp): readonly Chunk[] {
  const initial = new Set(initialChunks(chunks));
  const asked = chunks.filter(
    (chunk) => !initial.has(chunk) && chunk.modules.some((module) => moduleName.test(module)),
  );
  return [...new Set(asked.flatMap((chunk) => withStaticImports(chunks, chunk)))].filter(
    (chunk) => !initial.has(chunk),
  );
}

/** What the smallest application starts with where Rollup bundles it, rxjs and the AWS SDK apart: gzip bytes. */
export async function initialBytesByRollup(): Promise<number> {
  const name = 'application';
  const bundle = await rollup({
    input: name,
    external: (id) => /^(rxjs|@aws-sdk|@smithy)/.test(id),
    plugins: [
      {
        name,
        resolveId: (id) => ({ application: id, 'rx-cognito': join(repository, 'dist/index.mjs') })[id],
        load: (id) => (id === name ? smallestApplication : undefined),
        renderChunk: async (code) => (await transform(code, { minify: true, target: 'es2022' })).code,
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'es' });
  const written = output.filter((file) => file.type === 'chunk');
  const initial = new Set(written.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const fileName of initial) {
    const imported = written.find((chunk) => chunk.fileName === fileName)?.imports ?? [];
    for (const id of imported) if (written.some((chunk) => chunk.fileName === id)) initial.add(id);
  }
  return written
    .filter(({ fileName }) => initial.has(fileName))
    .reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
}

/** The sum over chunks of what goes over the wire. */
export function gzipBytes(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.gzipBytes, 0);
}

function withStaticImports(chunks: readonly Chunk[], start: Chunk): readonly Chunk[] {
  const found = new Set([start]);
  for (const chunk of found) {
    const next = chunk.imports.filter(({ lazy }) => !lazy).map(({ path }) => path);
    chunks.filter(({ path }) => next.includes(path)).forEach((imported) => found.add(imported));
  }
  return [...found];
}

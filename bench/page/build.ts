import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { BuildResult, Metafile } from 'esbuild';
import { angularLinker } from './angular-linker';

/** An application as it is served. */
export interface BuiltApp {
  /** The scripts without which it does not begin; the entry comes last. */
  readonly initial: readonly string[];
  /** All its scripts, gzipped, by name. */
  readonly scripts: ReadonlyMap<string, Buffer>;
}

const repository = join(import.meta.dirname, '../..');

/** Bundles an application over the built package, minified and split, as its author would. */
export function bundle(
  entry: string,
  external: readonly string[] = [],
): Promise<BuildResult<{ readonly metafile: true; readonly write: false }>> {
  return build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    define: { global: 'globalThis', ngDevMode: 'false', ngJitMode: 'false' },
    outdir: join(repository, '.cache/bench'),
    external: [...external],
    write: false,
    metafile: true,
    logLevel: 'error',
    absWorkingDir: repository,
    plugins: [angularLinker],
    // Without this the `paths` of tsconfig.json would lead to the sources, and not to what is published.
    tsconfigRaw: {},
  });
}

/** Bundles an application to be served. */
export async function buildApp(entry: string): Promise<BuiltApp> {
  const { metafile, outputFiles } = await bundle(entry);
  return {
    initial: initialPaths(metafile).map((path) => basename(path)),
    scripts: new Map(
      outputFiles.map(({ path, contents }) => [basename(path), gzipSync(contents, { level: 9 })]),
    ),
  };
}

/** Returns the paths of the scripts without which an application does not begin; the entry comes last. */
export function initialPaths({ outputs }: Metafile): readonly string[] {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint?.endsWith('.ts'));
  if (entry === undefined) throw new Error('The application has no entry.');
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind !== 'dynamic-import' && imported in outputs) found.add(imported);
    }
  }
  return [...found].reverse();
}

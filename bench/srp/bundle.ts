import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';

const here = import.meta.dirname;

/** Bundles the page's script. */
export async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'page.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    define: { global: 'globalThis' },
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** Bundles the program that runs the contestants in Node. */
export async function bundleNodeRunner(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(here, 'node-runner.ts')],
    bundle: true,
    outfile,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
}

/** Weighs the chunk that a sign-in by SRP loads, rxjs aside: the application has that already. */
export async function gzippedChunkBytes(): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [join(here, '../../src/adapters/srp/platform-srp.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['rxjs'],
    logLevel: 'error',
  });
  return gzipSync(Buffer.concat(outputFiles.map(({ contents }) => contents)), { level: 9 }).length;
}

import { build } from 'esbuild';
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

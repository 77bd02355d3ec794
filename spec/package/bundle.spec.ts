import { bundledApplication, gzipBytes, initialChunks, lazyChunks } from './application';
import type { Chunk } from './application';

const KB = 1_000;
const modulesOf = (chunks: readonly Chunk[]) => chunks.flatMap(({ modules }) => modules);
const SDK_ADAPTER = /^dist\/chunks\/sdk-cognito-api\.mjs$/;
const SRP_ADAPTER = /^dist\/chunks\/platform-srp\.mjs$/;
const AWS = /node_modules\/@(aws-sdk|smithy)\//;

describe('a bundled application', () => {
  let chunks: readonly Chunk[];
  let withoutRxjs: readonly Chunk[];

  beforeAll(async () => {
    chunks = await bundledApplication();
    withoutRxjs = await bundledApplication(['rxjs']);
  }, 60_000);

  it('starts without a module of the AWS SDK', () => {
    expect(modulesOf(initialChunks(chunks)).filter((module) => AWS.test(module))).toEqual([]);
    expect(modulesOf(initialChunks(chunks))).toContain('dist/index.mjs');
  });

  it('starts with one file of the core, whichever entries share parts of it (#11)', () => {
    const ofTheCore = modulesOf(initialChunks(chunks)).filter((module) => module.startsWith('dist/'));
    expect(ofTheCore.sort()).toEqual(['dist/chunks/core.mjs', 'dist/index.mjs']);
  });

  it('has the AWS SDK behind import()', () => {
    expect(modulesOf(lazyChunks(chunks, SDK_ADAPTER)).some((module) => AWS.test(module))).toBe(true);
  });

  it('needs no polyfill of Node', () => {
    expect(
      chunks
        .flatMap(({ imports }) => imports.map(({ path }) => path))
        .filter((path) => path.startsWith('node:')),
    ).toEqual([]);
  });

  // The aim is 9 kB: the fence, the storage and the joining of sign-outs, which must answer at once, still stand above it.
  it('starts with less than 13.5 kB of createAuth, rxjs apart', () => {
    expect(gzipBytes(initialChunks(withoutRxjs))).toBeLessThan(13.5 * KB);
  });

  it('loads less than 32.5 kB for the first request: 28 kB of the AWS SDK, and the table of its exceptions', () => {
    expect(gzipBytes(lazyChunks(chunks, SDK_ADAPTER))).toBeGreaterThan(0);
    expect(gzipBytes(lazyChunks(chunks, SDK_ADAPTER))).toBeLessThan(32.5 * KB);
  });

  it('loads less than 7 kB for SRP', () => {
    expect(gzipBytes(lazyChunks(chunks, SRP_ADAPTER))).toBeGreaterThan(0);
    expect(gzipBytes(lazyChunks(chunks, SRP_ADAPTER))).toBeLessThan(7 * KB);
  });

  it('contains no module twice', () => {
    const all = modulesOf(chunks);
    expect(all.filter((module, index) => all.indexOf(module) !== index)).toEqual([]);
  });
});

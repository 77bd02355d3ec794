import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A web site of two pages: one that runs the library, and one to go away to. */
export interface Origin {
  readonly url: string;
  close(): Promise<void>;
}

/** How the script of the site comes. */
export interface OriginOptions {
  /** As an application's does: what comes by `import()` is a file of its own. Default: all in one file. */
  readonly isSplit?: boolean;
}

/** Bundles the library from its sources, with what an entry brings besides, as a page's scripts: by their paths. */
async function bundledPage(entry: string, isSplit: boolean): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: { page: join(__dirname, entry) },
    bundle: true,
    write: false,
    outdir: '/',
    chunkNames: '[name]-[hash]',
    ...(isSplit ? { format: 'esm', splitting: true } : { format: 'iife' }),
    target: 'es2022',
    define: { global: 'globalThis' },
    logLevel: 'error',
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

/** Serves the site on 127.0.0.1, which browsers count as secure: Web Locks and WebCrypto are there. */
export async function serveOrigin(
  entry = 'page.ts',
  { isSplit = false }: OriginOptions = {},
): Promise<Origin> {
  const scripts = await bundledPage(entry, isSplit);
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url);
    const isScript = script !== undefined;
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
    if (isScript) response.end(script);
    else if (url === '/elsewhere') response.end('<!doctype html><title>Elsewhere</title>');
    else {
      const type = isSplit ? ' type="module"' : '';
      response.end(`<!doctype html><title>Tab</title><script${type} src="/page.js"></script>`);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

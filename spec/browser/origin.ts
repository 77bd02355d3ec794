import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A web site of two pages: one that runs the library, and one to go away to. */
export interface Origin {
  readonly url: string;
  close(): Promise<void>;
}

/** Bundles the library from its sources, with what an entry brings besides, as a page's script. */
async function bundledPage(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { global: 'globalThis' },
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** Serves the site on 127.0.0.1, which browsers count as secure: Web Locks and WebCrypto are there. */
export async function serveOrigin(entry = 'page.ts'): Promise<Origin> {
  const script = await bundledPage(entry);
  const server = createServer(({ url }, response) => {
    const isScript = url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
    if (isScript) response.end(script);
    else if (url === '/elsewhere') response.end('<!doctype html><title>Elsewhere</title>');
    else response.end('<!doctype html><title>Tab</title><script src="/page.js"></script>');
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

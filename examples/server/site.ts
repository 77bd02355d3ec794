import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { listen } from './listen';
import type { RunningServer } from './listen';

/** What the application is told when it starts; it reads `config.json`. */
export interface SiteConfig {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
  readonly apiOrigin: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** Serves the built application: files as they are, and `index.html` for every route of its own. */
export function startSite(folder: string, config: () => SiteConfig, port?: number): Promise<RunningServer> {
  return listen(({ url = '/' }, response) => {
    if (!url.startsWith('/')) {
      response.writeHead(400).end();
      return;
    }
    // As a path and not as a URL of its own: `//` would name a host, and none.
    const path = normalize(new URL(`http://127.0.0.1${url}`).pathname);
    if (path === '/config.json') send(response, '.json', JSON.stringify(config()));
    else void sendFile(response, folder, extname(path) === '' ? '/index.html' : path);
  }, port);
}

async function sendFile(response: ServerResponse, folder: string, path: string): Promise<void> {
  try {
    send(response, extname(path), await readFile(join(folder, path)));
  } catch {
    response.writeHead(404).end();
  }
}

function send(response: ServerResponse, extension: string, body: string | Buffer): void {
  response.writeHead(200, {
    'cache-control': 'no-store',
    'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { listen } from './listen';
import type { RunningServer } from './listen';

/** What is answered as JSON, by path. */
export type JsonAnswers = Readonly<Record<string, (query: URLSearchParams) => unknown>>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** Serves the built application: files as they are, `index.html` for every route of its own, and a few answers beside them. */
export function startSite(folder: string, answers: JsonAnswers, port?: number): Promise<RunningServer> {
  return listen(({ url = '/' }, response) => {
    if (!url.startsWith('/')) {
      response.writeHead(400).end();
      return;
    }
    // As a path and not as a URL of its own: `//` would name a host, and none.
    const { pathname, searchParams } = new URL(`http://localhost${url}`);
    const path = normalize(pathname);
    const answer = answers[path];
    const file = extname(path) === '' ? '/index.html' : path;
    const body = answer
      ? async () => JSON.stringify(await answer(searchParams))
      : () => readFile(join(folder, file));
    void send(response, extname(file), body);
  }, port);
}

async function send(
  response: ServerResponse,
  extension: string,
  read: () => Promise<string | Buffer>,
): Promise<void> {
  try {
    const body = await read();
    response.writeHead(200, {
      'cache-control': 'no-store',
      'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

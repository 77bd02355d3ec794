import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuiltApp } from './build';

/** An origin that serves applications, each at `/<name>/`, and hears what their pages tell. */
export interface Site {
  readonly url: string;
  /** Time that each answer takes on top, for scripts asked for from now on. */
  latencyMs: number;
  /** How many scripts were asked for so far. */
  readonly scriptsServed: number;
  /** Resolves with what a page tells next, by a POST to `/told`. */
  told(): Promise<unknown>;
  close(): void;
}

const YEAR = 'public, max-age=31536000, immutable';
const PATIENCE_MS = 60_000;

/** Scripts that are known to be needed are fetched at the same time, as from a page that its author has tended to. */
function pageOf({ initial }: BuiltApp, config: unknown): string {
  const preloads = initial.map((name) => `<link rel="modulepreload" href="./${name}">`).join('');
  return (
    `<!doctype html><title>bench</title><link rel="icon" href="data:,">${preloads}` +
    `<script>globalThis.bench = ${JSON.stringify(config)}</script>` +
    `<script type="module" src="./${initial.at(-1) ?? ''}"></script><button>Sign in</button>`
  );
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

/** Starts the site; `config` is what every page finds as `globalThis.bench`. */
export async function startSite(apps: ReadonlyMap<string, BuiltApp>, config: unknown): Promise<Site> {
  let scriptsServed = 0;
  let tell: (told: unknown) => void = () => undefined;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, name = '', file = ''] = (request.url ?? '').split('/');
    const app = apps.get(name);
    const script = app?.scripts.get(file);
    if (name === 'told') {
      tell(await bodyOf(request));
      response.writeHead(204).end();
    } else if (script) {
      scriptsServed += 1;
      if (site.latencyMs > 0) await sleep(site.latencyMs);
      const headers = {
        'content-type': 'text/javascript',
        'content-encoding': 'gzip',
        'cache-control': YEAR,
      };
      response.writeHead(200, headers).end(script);
    } else {
      response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-cache' });
      response.end(app ? pageOf(app, config) : '<!doctype html><link rel="icon" href="data:,">');
    }
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site: Site = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    latencyMs: 0,
    get scriptsServed() {
      return scriptsServed;
    },
    told: () =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => {
          reject(new Error('The page told nothing.'));
        }, PATIENCE_MS);
        tell = (told) => {
          clearTimeout(limit);
          resolve(told);
        };
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return site;
}

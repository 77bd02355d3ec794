import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningServer } from '../../examples/server/listen';
import { startSite } from '../../examples/server/site';

const PAGE = '<!doctype html><title>The page</title>';

/** Sends a target as it stands, which `fetch` would put in order first. */
const get = ({ origin }: RunningServer, path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(origin, { path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('startSite', () => {
  let folder: string;
  let site: RunningServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'site-'));
    await writeFile(join(folder, 'index.html'), PAGE);
    site = await startSite(folder, { '/config.json': () => ({ apiOrigin: 'a' }) });
  });

  afterAll(async () => {
    await site.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['//', 200],
    ['/\\', 200],
    ['//evil.example/x', 200],
    ['/../../etc/passwd.txt', 404],
    ['/%2e%2e/%2e%2e/etc/passwd.txt', 404],
    ['/..%2f..%2fetc/passwd.txt', 404],
    ['/%00.js', 404],
    ['http://evil.example/', 400],
  ])('answers a request for %s, and goes on (#12)', async (path, status) => {
    expect(await get(site, path)).toBe(status);
    expect(await (await fetch(`${site.origin}/orders`)).text()).toBe(PAGE);
  });
});

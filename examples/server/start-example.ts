import type { RunningUserPool } from 'rx-cognito/emulator';
import { startApi } from './api';
import type { RunningServer } from './listen';
import { CAST, codeFor, startPool } from './pool';
import { startSite } from './site';

/** The user pool, the API and the site, running. */
export interface RunningExample {
  readonly pool: RunningUserPool;
  readonly api: RunningServer;
  /** The URL of the application. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts everything on 127.0.0.1. The port is the site's. */
export async function startExample(folder: string, port?: number): Promise<RunningExample> {
  const site: RunningServer = await startSite(
    folder,
    {
      '/config.json': () => ({
        ...ids,
        managedLoginDomain: pool.endpoint,
        apiOrigin: api.origin,
        cast: CAST,
      }),
      '/code.json': async (query) => ({ code: await codeFor(pool, query) }),
    },
    port,
  );
  const pool = await startPool(site.origin);
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
  const ids = { userPoolId, userPoolClientId, userPoolEndpoint };
  const api = await startApi({ ...ids, allowOrigin: () => site.origin });
  return {
    pool,
    api,
    url: site.origin,
    close: async () => {
      await Promise.all([site.close(), api.close(), pool.close()]);
    },
  };
}

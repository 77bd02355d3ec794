import { startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool, UserOptions } from 'rx-cognito/emulator';
import { startApi } from './api';
import type { RunningServer } from './listen';
import { startSite } from './site';

/** The user pool, the API and the site, running. */
export interface RunningExample {
  readonly pool: RunningUserPool;
  readonly api: RunningServer;
  /** The URL of the application. */
  readonly url: string;
  close(): Promise<void>;
}

/** Who can sign in, each in a way of their own. */
export const USERS = {
  alice: {
    username: 'alice',
    password: 'correct horse battery staple',
    mfa: { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: 'SOFTWARE_TOKEN_MFA', totpSecret: 'JBSWY3DPEHPK3PXP' },
  },
  bob: { username: 'bob', password: 'four words are enough' },
  carol: { username: 'carol', password: 'Welcome-2026', status: 'FORCE_CHANGE_PASSWORD' },
} as const satisfies Record<string, UserOptions>;

/** The shortest that Cognito allows, so that one can watch a token outlive its session, and then expire. */
const TOKEN_VALIDITY_MS = 5 * 60_000;

/** Starts everything on 127.0.0.1. The port is the site's. */
export async function startExample(folder: string, port?: number): Promise<RunningExample> {
  const pool = await startUserPool({
    users: Object.values(USERS),
    passwordPolicy: {
      minimumLength: 8,
      requireLowercase: false,
      requireUppercase: false,
      requireNumbers: false,
      requireSymbols: false,
    },
    clients: [
      {
        accessTokenValidityMs: TOKEN_VALIDITY_MS,
        idTokenValidityMs: TOKEN_VALIDITY_MS,
        refreshTokenRotation: { graceSeconds: 0 },
      },
    ],
  });
  const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
  const ids = { userPoolId, userPoolClientId, userPoolEndpoint };
  const site: RunningServer = await startSite(folder, () => ({ ...ids, apiOrigin: api.origin }), port);
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

import type { ManualClock, UserPool } from 'rx-cognito/emulator';
// By their files: the entry has a server as well, and a page has no Node.
import { createSystemClock } from '../src/emulator/clock';
import { createUserPool } from '../src/emulator/create-user-pool';
import { totpCode } from '../src/emulator/crypto/totp';
import { LANE_IDS, LANES } from './lanes';
import type { LaneId } from './lanes';

const TOTP_STEP_MS = 30_000;

/** Who has an account from the start. */
export const ADA = { username: 'ada', password: 'Passw0rd!' } as const;

/** The user pool of a page. */
export interface PlaygroundPool extends UserPool {
  readonly clock: ManualClock;
  readonly clientIdOf: (lane: LaneId) => string;
  /** The code that the authenticator app of a user shows now; nothing where there is none. */
  readonly totpCodeOf: (username: string, secret?: string) => Promise<string | undefined>;
}

/** Makes the pool: an app client for each origin, and ada, who has an authenticator app. */
export function createPlaygroundPool(): PlaygroundPool {
  // Channels between tabs have the name of the client: another page of the playground is another world.
  const mark = crypto.randomUUID().slice(0, 8);
  const origins = [...new Set(LANE_IDS.map((id) => LANES[id].origin))];
  const clock = createSystemClock();
  const pool = createUserPool({
    clock,
    clients: origins.map((origin) => ({ clientId: `${origin}${mark}`, clientName: origin })),
    users: [
      {
        ...ADA,
        attributes: { email: 'ada@example.com', email_verified: 'true' },
        mfa: { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: 'SOFTWARE_TOKEN_MFA' },
      },
    ],
  });
  const secretOf = (username: string): string | undefined =>
    pool.users().some((user) => user.username === username) ? pool.admin.totpSecret(username) : undefined;
  // A code works once, as at Cognito. So that nobody waits for half a minute, the pool's time goes on to the next one.
  pool.requests.subscribe(({ operation, body, status }) => {
    const isCode =
      operation === 'VerifySoftwareToken' || JSON.stringify(body).includes('SOFTWARE_TOKEN_MFA_CODE');
    if (isCode && status === 200) clock.advance(TOTP_STEP_MS);
  });
  return {
    ...pool,
    clock,
    clientIdOf: (lane) => `${LANES[lane].origin}${mark}`,
    totpCodeOf: async (username, secret = secretOf(username)) =>
      secret === undefined ? undefined : totpCode(secret, clock.now()),
  };
}

import { startUserPool } from '../../../src/emulator';
import type { AppClientOptions, ClientSettings, RunningUserPool } from '../../../src/emulator';

/** Must stand in no output, no file and no error. */
export const SECRET = 'c4narySecret0000000000';

/** Settings about which the doctor has nothing to say. */
export const SOUND: ClientSettings = {
  AccessTokenValidity: 15,
  IdTokenValidity: 15,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  RefreshTokenValidity: 30,
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
};

/** Starts a pool with one app client. */
export function startPool(
  settings: ClientSettings = SOUND,
  client: AppClientOptions = {},
): Promise<RunningUserPool> {
  return startUserPool({
    users: [{ username: 'alice', password: 'Passw0rd!' }],
    clients: [{ ...client, settings }],
  });
}

/** The arguments that lead the doctor to a pool. */
export function idsOf(pool: RunningUserPool): readonly string[] {
  return [
    'doctor',
    '--user-pool-id',
    pool.userPoolId,
    '--user-pool-client-id',
    pool.userPoolClientId,
    '--endpoint',
    pool.endpoint,
  ];
}

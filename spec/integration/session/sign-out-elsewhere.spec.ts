import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { asyncScheduler, filter, firstValueFrom } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { createAuth, createMemoryStorage } from 'rx-cognito';
import type { Auth, AuthError, AuthState, SignedOutReason } from 'rx-cognito';
import { createSystemClock, startUserPool } from '../../../src/emulator';
import type { RunningUserPool } from '../../../src/emulator';

const PASSWORD = 'Passw0rd!';
const alice = { username: 'alice', password: PASSWORD };
const HOURS_MS = 2 * 3_600_000;

const signedOut = (auth: Auth): Promise<AuthState> =>
  firstValueFrom(auth.state$.pipe(filter(({ status }) => status === 'signedOut')));

const failureOf = (promise: Promise<unknown>): Promise<AuthError> =>
  promise.then(
    () => {
      throw new Error('It succeeded.');
    },
    (error: unknown) => error as AuthError,
  );

/** How an administrator, or the user on another device, ends it. */
type End = 'globalSignOut' | 'disableUser' | 'deleteUser';

describe('a session that ends elsewhere', () => {
  let pool: RunningUserPool;
  let tabs: readonly [Auth, Auth];
  let aheadMs: number;

  const scheduler: SchedulerLike = {
    now: () => Date.now() + aheadMs,
    schedule: (work: never, delayMs?: number, state?: unknown) =>
      asyncScheduler.schedule(work, delayMs, state),
  };

  beforeEach(async () => {
    aheadMs = 0;
    const system = createSystemClock();
    pool = await startUserPool({
      users: [alice],
      clients: [{ refreshTokenRotation: { graceSeconds: 0 } }],
      clock: { ...system, now: () => system.now() + aheadMs },
    });
    const storage = createMemoryStorage();
    const authOf = (): Auth =>
      createAuth({
        userPoolId: pool.userPoolId,
        userPoolClientId: pool.userPoolClientId,
        userPoolEndpoint: pool.endpoint,
        storage,
        scheduler,
      });
    tabs = [authOf(), authOf()];
    const known = firstValueFrom(tabs[1].state$.pipe(filter(({ status }) => status === 'signedIn')));
    await firstValueFrom(tabs[0].signIn$({ ...alice, authFlowType: 'USER_PASSWORD_AUTH' }));
    await known;
  });

  afterEach(async () => {
    tabs.forEach((auth) => {
      auth.destroy();
    });
    await pool.close();
  });

  it.each<[End, SignedOutReason]>([
    ['globalSignOut', 'sessionExpired'],
    ['disableUser', 'sessionExpired'],
    ['deleteUser', 'userDeleted'],
  ])('is noticed at the next refresh, in all tabs: %s, as %s', async (end, reason) => {
    pool.admin[end]('alice');
    aheadMs = HOURS_MS;
    const ended = tabs.map(signedOut);

    const error = await failureOf(firstValueFrom(tabs[0].tokens$()));

    expect(error).toMatchObject({ kind: 'sessionExpired', retryable: false });
    await expect(Promise.all(ended)).resolves.toMatchObject([{ reason }, { reason }]);
    expect(pool.requests.list('GetTokensFromRefreshToken')).toHaveLength(1);
  });

  it.each<[End, SignedOutReason]>([
    ['globalSignOut', 'sessionRevoked'],
    ['disableUser', 'sessionRevoked'],
    ['deleteUser', 'userDeleted'],
  ])('is noticed at the next request, in all tabs: %s, as %s', async (end, reason) => {
    pool.admin[end]('alice');
    const ended = tabs.map(signedOut);

    await failureOf(
      firstValueFrom(tabs[0].send$((accessToken) => new GetUserCommand({ AccessToken: accessToken }))),
    );

    await expect(Promise.all(ended)).resolves.toMatchObject([{ reason }, { reason }]);
  });
});

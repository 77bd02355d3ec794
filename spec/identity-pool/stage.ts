import { asyncScheduler, filter, firstValueFrom } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { createAuth, createMemoryStorage } from 'rx-cognito';
import type { Auth, AuthError, KeyValueStorage } from 'rx-cognito';
import { createIdentityPool, type IdentityPool, type IdentityPoolOptions } from 'rx-cognito/identity-pool';
import { createSystemClock, createUserPool } from '../../src/emulator';
import type { Handler, UserPool, UserPoolOptions } from '../../src/emulator';

const PASSWORD = 'Passw0rd!';
const USERS = ['alice', 'bob'].map((username) => ({ username, password: PASSWORD }));

/** A pool, an application in a tab, and the time by which both live. */
export interface Stage {
  readonly pool: UserPool;
  readonly auth: Auth;
  readonly storage: KeyValueStorage;
  readonly scheduler: SchedulerLike;
  /** Moves the time on, for the pool and the application. */
  readonly advance: (ms: number) => void;
  /** Opens another tab of the application. */
  readonly openTab: () => Auth;
  readonly createIdentityPool: (options?: Partial<IdentityPoolOptions>, auth?: Auth) => IdentityPool;
  readonly close: () => void;
}

/** Sets a stage on which `fetch` leads to a pool in this process. */
export function setStage({
  deviceAheadMs = 0,
  answer = (handler) => handler,
  ...options
}: Omit<UserPoolOptions, 'clock'> & {
  /** How far this device's clock is ahead of the server's. */
  readonly deviceAheadMs?: number;
  /** Comes between the application and the pool. */
  readonly answer?: (handler: Handler) => Handler;
} = {}): Stage {
  let aheadMs = 0;
  const system = createSystemClock();
  const clock = { ...system, now: () => system.now() + aheadMs };
  const pool = createUserPool({ users: USERS, ...options, clock });
  const scheduler: SchedulerLike = {
    now: () => clock.now() + deviceAheadMs,
    schedule: (work: never, delayMs?: number, state?: unknown) =>
      asyncScheduler.schedule(work, delayMs, state),
  };
  const handler = answer(pool.handler);
  const fetched = jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation((input, init) => handler(new Request(input, init)));
  const storage = createMemoryStorage();
  const tabs: Auth[] = [];
  const openTab = (): Auth => {
    const auth = createAuth({
      userPoolId: pool.userPoolId,
      userPoolClientId: pool.userPoolClientId,
      userPoolEndpoint: 'https://cognito.example.com/',
      storage,
      scheduler,
    });
    tabs.push(auth);
    return auth;
  };
  const auth = openTab();
  return {
    pool,
    auth,
    storage,
    scheduler,
    openTab,
    advance: (ms) => {
      aheadMs += ms;
    },
    createIdentityPool: (more, of = auth) =>
      createIdentityPool(of, {
        identityPoolId: pool.identityPool.identityPoolId,
        identityPoolEndpoint: 'https://cognito.example.com/',
        scheduler,
        ...more,
      }),
    close: () => {
      tabs.forEach((tab) => {
        tab.destroy();
      });
      fetched.mockRestore();
    },
  };
}

/** Signs in, and waits until another tab has seen it. */
export async function signIn(auth: Auth, username = 'alice', ...others: readonly Auth[]): Promise<void> {
  await firstValueFrom(auth.signIn$({ username, password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' }));
  await Promise.all(others.map((other) => sees(other, username)));
}

/** Waits until a tab shows that somebody is signed in. */
export function sees(auth: Auth, username: string): Promise<unknown> {
  return firstValueFrom(
    auth.state$.pipe(filter((state) => state.status === 'signedIn' && state.user.username === username)),
  );
}

/** The error that a stream ends with. */
export async function failureOf(stream$: Observable<unknown>): Promise<AuthError> {
  try {
    await firstValueFrom(stream$);
  } catch (error) {
    return error as AuthError;
  }
  throw new Error('It succeeded.');
}

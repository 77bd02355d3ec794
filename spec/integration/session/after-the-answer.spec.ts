import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { AsyncSubject, catchError, concatMap, EMPTY, firstValueFrom, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { createAuth, createMemoryStorage } from 'rx-cognito';
import type { Auth } from 'rx-cognito';
import { fetchMFAPreference$, fetchUserAttributes$, updatePassword$ } from 'rx-cognito/account';
import { startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool } from 'rx-cognito/emulator';
import { createIdentityPool } from 'rx-cognito/identity-pool';

const PASSWORD = 'Passw0rd!';
const byPassword = (username: string) =>
  ({ username, password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' }) as const;

type Operation = (auth: Auth, pool: RunningUserPool) => Observable<unknown>;

const WITH_A_SESSION: readonly (readonly [string, Operation])[] = [
  ['tokens$()', (auth) => auth.tokens$()],
  ['tokens$({ forceRefresh })', (auth) => auth.tokens$({ forceRefresh: true })],
  ['send$', (auth) => auth.send$((AccessToken) => new GetUserCommand({ AccessToken }))],
  ['fetchUserAttributes$', (auth) => fetchUserAttributes$(auth)],
  ['fetchMFAPreference$', (auth) => fetchMFAPreference$(auth)],
  ['updatePassword$', (auth) => updatePassword$(auth, { oldPassword: PASSWORD, newPassword: 'Passw0rd!2' })],
  [
    'credentials$',
    (auth, { identityPool, endpoint }) =>
      createIdentityPool(auth, { ...identityPool, identityPoolEndpoint: endpoint }).credentials$(),
  ],
];

/** What a subscriber is told that acts on the value. */
const toldOn = (operation$: Observable<unknown>, act: () => void): Promise<readonly string[]> =>
  new Promise((resolve) => {
    const told: string[] = [];
    operation$.subscribe({
      next: () => {
        told.push('next');
        act();
      },
      error: (error: unknown) => {
        resolve([...told, String(error)]);
      },
      complete: () => {
        resolve([...told, 'complete']);
      },
    });
  });

describe('an operation that has answered', () => {
  let pool: RunningUserPool;
  let auth: Auth;

  beforeEach(async () => {
    pool = await startUserPool({
      users: [
        { username: 'alice', password: PASSWORD },
        { username: 'tom', password: PASSWORD, mfa: { enabled: ['SMS_MFA'] } },
      ],
    });
    const { userPoolId, userPoolClientId, endpoint: userPoolEndpoint } = pool;
    auth = createAuth({ userPoolId, userPoolClientId, userPoolEndpoint, storage: createMemoryStorage() });
  });

  afterEach(async () => {
    auth.destroy();
    await pool.close();
  });

  describe.each(WITH_A_SESSION)('%s', (_name, operation$) => {
    beforeEach(() => firstValueFrom(auth.signIn$(byPassword('alice'))));

    it('goes on to a sign-out in a chain (#12)', async () => {
      const ended$ = operation$(auth, pool).pipe(concatMap(() => auth.signOut$({ globalSignOut: true })));
      expect(await firstValueFrom(ended$)).toMatchObject({ outcome: 'complete' });
      expect(pool.tokenFamilies('alice').flatMap(({ liveTokens }) => liveTokens)).toEqual([]);
    });

    it('is not cut off by what its subscriber does on it (#12)', async () => {
      const ended$ = new AsyncSubject<unknown>();
      const told = await toldOn(operation$(auth, pool), () => {
        auth.signOut$().subscribe(ended$);
      });
      expect(told).toEqual(['next', 'complete']);
      expect(await firstValueFrom(ended$)).toMatchObject({ outcome: 'complete' });
    });

    it('is not by a destroy() either', async () => {
      expect(
        await toldOn(operation$(auth, pool), () => {
          auth.destroy();
        }),
      ).toEqual(['next', 'complete']);
    });
  });

  describe.each([
    ['signed in', 'alice'],
    ['a challenge', 'tom'],
  ])('signIn$, with %s', (_what, username) => {
    it.each<[string, (current: Auth) => Observable<unknown>]>([
      ['signOut$', (current) => current.signOut$()],
      ['signIn$', (current) => current.signIn$(byPassword('tom'))],
      [
        'destroy()',
        (current) => {
          current.destroy();
          return EMPTY;
        },
      ],
    ])('is not cut off by a %s of its subscriber (#12)', async (_act, act$) => {
      const ended$ = new AsyncSubject<unknown>();
      const told = await toldOn(auth.signIn$(byPassword(username)), () => {
        act$(auth).subscribe(ended$);
      });
      expect(told).toEqual(['next', 'complete']);
      await lastValueFrom(ended$.pipe(catchError(() => EMPTY)), { defaultValue: undefined });
    });
  });
});

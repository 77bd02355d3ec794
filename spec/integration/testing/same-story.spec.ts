import {
  asapScheduler,
  concat,
  defer,
  firstValueFrom,
  ignoreElements,
  map,
  NEVER,
  scheduled,
  switchMap,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError, createAuth } from 'rx-cognito';
import type { Auth } from 'rx-cognito';
import { startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool } from 'rx-cognito/emulator';
import { createTestAuth, signInResult, signOutResult, testError } from 'rx-cognito/testing';

const input = { username: 'ada', password: 'Passw0rd!', authFlowType: 'USER_PASSWORD_AUTH' } as const;

/** What a call came to, in words that do not depend on who made it. */
async function outcomeOf(call$: Observable<unknown>): Promise<unknown> {
  try {
    const value = await firstValueFrom(call$);
    const { older, outcome, scope, steps, isSignedIn } = value as Readonly<Record<string, unknown>>;
    if (older !== undefined) return { older };
    return outcome === undefined ? { isSignedIn } : { outcome, scope, steps };
  } catch (error) {
    return error instanceof AuthError ? { kind: error.kind, code: error.code } : error;
  }
}

/** Tells a session from before its beginning to after its end: states, events, errors and what each call came to. */
async function tell(auth: Auth): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  let last = '';
  auth.state$.subscribe((state) => {
    if (state.status === last) return;
    last = state.status;
    told.push(state.status === 'signedOut' ? state : state.status);
  });
  auth.events$.subscribe(({ type }) => {
    // It comes when the network lets it.
    if (type !== 'lateTokensRevoked') told.push({ event: type });
  });
  auth.errors$.subscribe(({ code }) => told.push({ error: code }));

  /** What the older of two calls comes to, told after the newer one's end. */
  const superseded$ = (older$: Observable<unknown>, newer$: Observable<unknown>): Observable<unknown> => {
    const older = outcomeOf(older$);
    return concat(
      newer$.pipe(ignoreElements()),
      defer(() => older).pipe(map((outcome) => ({ older: outcome }))),
    );
  };
  const refusedOnce$ = (): Observable<unknown> =>
    auth.tokens$().pipe(switchMap(({ accessToken }) => auth.tokens$({ refused: accessToken })));

  const calls: readonly (() => Observable<unknown>)[] = [
    () => auth.tokens$(),
    () => auth.signOut$(),
    () => auth.signIn$({ ...input, password: 'Wr0ng!pass' }),
    () => auth.confirmSignIn$({ challengeResponse: '123456' }),
    () => superseded$(auth.signIn$(input), auth.signIn$(input)),
    () => auth.signIn$(input),
    () => auth.signIn$({ ...input, username: '' }),
    () => auth.tokens$({ forceRefresh: true }),
    () => refusedOnce$(),
    () => refusedOnce$(),
    () => superseded$(auth.signOut$(), auth.signOut$({ globalSignOut: true })),
    () => superseded$(auth.signIn$(input), auth.signOut$()),
    () => auth.signIn$(input),
    () => auth.signOut$({ globalSignOut: true }),
    () => auth.tokens$(),
    () => auth.signOut$(),
  ];
  for (const call$ of calls) told.push(await outcomeOf(call$()));
  auth.destroy();
  told.push(await outcomeOf(auth.tokens$()));
  return told;
}

describe('createTestAuth', () => {
  let pool: RunningUserPool;

  beforeAll(async () => {
    pool = await startUserPool({ users: [{ username: input.username, password: input.password }] });
  });

  afterAll(() => pool.close());

  it('tells the same story as an Auth before a user pool', async () => {
    const { endpoint, userPoolId, userPoolClientId } = pool;
    const real = await tell(createAuth({ userPoolId, userPoolClientId, userPoolEndpoint: endpoint }));

    const auth = createTestAuth();
    const usual$ = scheduled([signInResult()], asapScheduler);
    auth.answer(
      'signIn',
      testError({ kind: 'notAuthorized', code: 'NotAuthorizedException' }),
      NEVER,
      usual$,
    );
    auth.answer('signIn', NEVER, usual$);
    auth.answer('signOut', scheduled([signOutResult()], asapScheduler));
    expect(await tell(auth)).toEqual(real);
  });
});

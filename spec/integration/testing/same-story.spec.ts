import { firstValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError, createAuth } from 'rx-cognito';
import type { Auth } from 'rx-cognito';
import { startUserPool } from 'rx-cognito/emulator';
import type { RunningUserPool } from 'rx-cognito/emulator';
import { createTestAuth, testError } from 'rx-cognito/testing';

const input = { username: 'ada', password: 'Passw0rd!', authFlowType: 'USER_PASSWORD_AUTH' } as const;

/** What a call came to, in words that do not depend on who made it. */
async function outcomeOf(call$: Observable<unknown>): Promise<unknown> {
  try {
    const value = await firstValueFrom(call$);
    const { outcome, scope, steps, isSignedIn } = value as Readonly<Record<string, unknown>>;
    return outcome === undefined ? { isSignedIn } : { outcome, scope, steps };
  } catch (error) {
    return error instanceof AuthError ? { kind: error.kind } : error;
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
  auth.events$.subscribe(({ type }) => told.push({ event: type }));
  auth.errors$.subscribe(({ kind }) => told.push({ error: kind }));

  const calls: readonly (() => Observable<unknown>)[] = [
    () => auth.tokens$(),
    () => auth.signOut$(),
    () => auth.signIn$({ ...input, password: 'Wr0ng!pass' }),
    () => auth.confirmSignIn$({ challengeResponse: '123456' }),
    () => auth.signIn$(input),
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
    auth.answer('signIn', testError({ kind: 'notAuthorized' }));
    expect(await tell(auth)).toEqual(real);
  });
});

import { inspect } from 'node:util';
import { filter, firstValueFrom, toArray } from 'rxjs';
import type { Auth } from '../../../src';
import type { RunningUserPool } from '../../../src/emulator';
import {
  ADA,
  answer,
  authOf,
  begin,
  PASSWORD,
  refusal,
  sentCode,
  signedInName,
  startPool,
  stopAll,
} from './fixture';

const liveTokens = (pool: RunningUserPool): readonly string[] =>
  pool.tokenFamilies().flatMap((family) => family.liveTokens);

/** Lets a held answer come, and waits until its tokens have been revoked. */
async function revokedAfter(auth: Auth, held: { release(): void }): Promise<void> {
  const revoked = firstValueFrom(auth.events$.pipe(filter(({ type }) => type === 'lateTokensRevoked')));
  held.release();
  await revoked;
}

const passwordFlow = { authFlowType: 'USER_PASSWORD_AUTH' } as const;

describe('signIn$', () => {
  afterEach(stopAll);

  it.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] as const)('signs in by %s (R42)', async (authFlowType) => {
    const username = 'Ädä Łovelace 👩‍🚀 e\u0301';
    const pool = await startPool({ users: [{ ...ADA, username }] });
    const auth = authOf(pool);
    expect(await begin(auth, { username, authFlowType })).toEqual({ signInStep: 'DONE' });
    expect(signedInName(auth)).toBe(username);
  });

  it.each([
    ['a wrong password', { password: 'Wr0ng!Pass' }, 'NotAuthorizedException', 'notAuthorized'],
    ['an unknown user', { username: 'bob' }, 'NotAuthorizedException', 'notAuthorized'],
  ])('errors with what the pool refused: %s', async (_what, input, code, kind) => {
    const auth = authOf(await startPool());
    expect(await refusal(begin(auth, input))).toMatchObject({ code, kind });
    expect(auth.state).toMatchObject({ status: 'signedOut', reason: 'noSession' });
  });

  it.each([
    ['UNCONFIRMED', 'CONFIRM_SIGN_UP'],
    ['RESET_REQUIRED', 'RESET_PASSWORD'],
  ] as const)('leads a user who is %s to %s', async (status, signInStep) => {
    const auth = authOf(await startPool({ users: [{ ...ADA, status }] }));
    expect(await begin(auth)).toEqual({ signInStep });
    expect(auth.state.status).toBe('signedOut');
  });

  it('is refused by a client that does not allow the flow', async () => {
    const auth = authOf(await startPool({ clients: [{ explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }] }));
    expect(await refusal(begin(auth, passwordFlow))).toMatchObject({ code: 'InvalidParameterException' });
  });

  it('cancels the older attempt, whose tokens are revoked when they come', async () => {
    const pool = await startPool({ users: [ADA, { ...ADA, username: 'bob', attributes: {} }] });
    const auth = authOf(pool);
    const held = pool.faults.on('InitiateAuth', { hang: 'afterEffect' });
    const older = refusal(begin(auth, passwordFlow));
    await held.reached;
    expect(await begin(auth, { ...passwordFlow, username: 'bob' })).toEqual({ signInStep: 'DONE' });
    expect(await older).toMatchObject({ kind: 'cancelled', code: 'SignInSuperseded' });
    await revokedAfter(auth, held);
    expect(signedInName(auth)).toBe('bob');
    expect(pool.tokenFamilies('ada').flatMap(({ liveTokens: live }) => live)).toEqual([]);
  });

  it('is cancelled by unsubscribing; tokens that come after that are revoked', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    const held = pool.faults.on('InitiateAuth', { hang: 'afterEffect' });
    const subscription = auth.signIn$({ username: 'ada', password: PASSWORD, ...passwordFlow }).subscribe();
    await held.reached;
    subscription.unsubscribe();
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'signInCancelled', lastUsername: 'ada' });
    expect(liveTokens(pool)).not.toEqual([]);
    await revokedAfter(auth, held);
    expect(liveTokens(pool)).toEqual([]);
  });

  it('is cut off by a sign-out; tokens that come after that are revoked (R3)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    const held = pool.faults.on('RespondToAuthChallenge', { hang: 'afterEffect' });
    const attempt = refusal(begin(auth));
    await held.reached;
    const { outcome } = await firstValueFrom(auth.signOut$());
    expect(outcome).toBe('complete');
    expect(await attempt).toMatchObject({ kind: 'cancelled' });
    expect(await refusal(answer(auth, '123456'))).toMatchObject({ kind: 'invalidState' });
    await revokedAfter(auth, held);
    expect(auth.state).toMatchObject({ status: 'signedOut', reason: 'signedOut' });
    expect(liveTokens(pool)).toEqual([]);
  });

  it('waits for a sign-out that runs (R18)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    const held = pool.faults.on('RevokeToken', { hang: true });
    const states: string[] = [];
    const signedOut = firstValueFrom(auth.signOut$());
    await held.reached;
    auth.state$.subscribe(({ status }) => states.push(status));
    const again = begin(auth);
    expect(states.at(-1)).toBe('signingOut');
    held.release();
    await signedOut;
    expect(await again).toEqual({ signInStep: 'DONE' });
    expect([...new Set(states)]).toEqual(['signingOut', 'signedOut', 'signingIn', 'signedIn']);
  });

  it('waits no more once another sign-out is asked for (R3)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    const held = pool.faults.on('RevokeToken', { hang: true });
    const signedOut = firstValueFrom(auth.signOut$());
    await held.reached;
    const again = refusal(begin(auth));
    const asLast = firstValueFrom(auth.signOut$());
    expect(await again).toMatchObject({ kind: 'cancelled', code: 'SignedOut' });
    held.release();
    expect(await asLast).toBe(await signedOut);
    expect(auth.state).toMatchObject({ status: 'signedOut', reason: 'signedOut' });
    expect(liveTokens(pool)).toEqual([]);
  });

  it('is refused while a user is signed in', async () => {
    const auth = authOf(await startPool());
    await begin(auth);
    expect(await refusal(begin(auth))).toMatchObject({
      kind: 'invalidState',
      code: 'UserAlreadyAuthenticatedException',
    });
    expect(signedInName(auth)).toBe('ada');
  });

  it('names a challenge that it does not know, and sends no session of it (R41)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    const body = JSON.stringify({ ChallengeName: 'MIND_READING', Session: 'session-string-canary-000' });
    pool.faults.on('InitiateAuth', { body });
    const unknown = await refusal(begin(auth));
    expect(unknown).toMatchObject({ kind: 'service', code: 'UnknownChallenge' });
    expect(unknown.message).toContain('MIND_READING');
    expect(inspect([unknown, auth, auth.state], { depth: 10 })).not.toContain('canary');
    expect(await refusal(answer(auth, '1'))).toMatchObject({ kind: 'invalidState' });
  });
});

describe('a challenge', () => {
  afterEach(stopAll);

  it('is cut off by a sign-out, and cannot be answered after it (R3)', async () => {
    const pool = await startPool({ users: [{ ...ADA, mfa: { enabled: ['SMS_MFA'] } }] });
    const auth = authOf(pool);
    await begin(auth);
    const result = await firstValueFrom(auth.signOut$());
    expect(result.outcome).toBe('complete');
    expect(await refusal(answer(auth, sentCode(pool)))).toMatchObject({ kind: 'invalidState' });
    expect(liveTokens(pool)).toEqual([]);
  });

  it('of a newer sign-in takes the place of the older one', async () => {
    const pool = await startPool({ users: [{ ...ADA, mfa: { enabled: ['SMS_MFA'] } }] });
    const auth = authOf(pool);
    await begin(auth);
    const first = sentCode(pool);
    await begin(auth);
    expect(await refusal(answer(auth, first))).toMatchObject({ code: 'CodeMismatchException' });
    expect(await answer(auth, sentCode(pool))).toEqual({ signInStep: 'DONE' });
  });
});

describe('prepareSignIn$', () => {
  afterEach(stopAll);

  it('emits nothing, completes, and lets the next sign-ins succeed', async () => {
    const auth = authOf(await startPool());
    expect(await firstValueFrom(auth.prepareSignIn$().pipe(toArray()))).toEqual([]);
    expect(await begin(auth)).toEqual({ signInStep: 'DONE' });
    await firstValueFrom(auth.signOut$());
    expect(await begin(auth, { password: PASSWORD })).toEqual({ signInStep: 'DONE' });
  });
});

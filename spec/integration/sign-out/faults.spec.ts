import { config, NEVER } from 'rxjs';
import type { SessionCleanup } from '../../../src';
import {
  begun,
  clientOf,
  errorOf,
  liveTokens,
  PASSWORD,
  requestsOf,
  setUp,
  setUpSignedIn,
  signIn,
  stepsOf,
  stopAll,
  storedTokens,
  TOKEN_LIFE_MS,
  until,
} from './fixture';
import type { Stage } from './fixture';

const ROTATION = { clients: [{ refreshTokenRotation: { graceSeconds: 0 } }] };

/** A time too short for a second try: what the first one says is the answer. */
const ONE_TRY = { remoteTimeoutMs: 100 };

const typesOf = ({ events }: Stage): readonly string[] => events.map(({ type }) => type);
const lastState = ({ states }: Stage): unknown => states.at(-1);
const SIGNED_OUT = { status: 'signedOut', reason: 'signedOut', lastUsername: 'ada' };

describe('signOut$', () => {
  afterEach(stopAll);

  describe('with a refresh in flight', () => {
    it('discards an answer that comes in time, and revokes what came with it (R1, R2)', async () => {
      const stage = await setUpSignedIn({ pool: ROTATION });
      const late = stage.pool.faults.on('GetTokensFromRefreshToken', { hang: 'afterEffect' });
      const waiting = errorOf(begun(stage.auth.tokens$({ forceRefresh: true })));
      await late.reached;
      const result = begun(stage.auth.signOut$());
      late.release();
      expect(await waiting).toMatchObject({ kind: 'signedOut' });
      expect(await result).toMatchObject({ outcome: 'complete' });
      expect(liveTokens(stage)).toEqual([]);
      expect(storedTokens(stage.storage)).toEqual([]);
      expect(lastState(stage)).toEqual(SIGNED_OUT);
    });

    it('revokes a rotated token that comes after its time, and says so then (R1, R2)', async () => {
      const stage = await setUpSignedIn({ pool: ROTATION });
      const late = stage.pool.faults.on('GetTokensFromRefreshToken', { hang: 'afterEffect' });
      void errorOf(begun(stage.auth.tokens$({ forceRefresh: true })));
      await late.reached;
      const ending = begun(stage.auth.signOut$());
      stage.time.advance(1_000);
      const result = await ending;
      expect(result).toMatchObject({ outcome: 'partial', steps: { revokeToken: 'unknown' } });
      late.release();
      await until(() => typesOf(stage).includes('lateTokensRevoked'));
      expect(requestsOf(stage)).toEqual(['GetTokensFromRefreshToken', 'RevokeToken', 'RevokeToken']);
      expect(liveTokens(stage)).toEqual([]);
      expect(storedTokens(stage.storage)).toEqual([]);
      expect(lastState(stage)).toEqual(SIGNED_OUT);
    });

    it('stays signed out when an answer without a new refresh token comes late (R1)', async () => {
      const stage = await setUpSignedIn();
      const late = stage.pool.faults.on('GetTokensFromRefreshToken', { hang: 'beforeEffect' });
      void errorOf(begun(stage.auth.tokens$({ forceRefresh: true })));
      await late.reached;
      const ending = begun(stage.auth.signOut$());
      stage.time.advance(1_000);
      const result = await ending;
      late.release();
      await until(() => stage.pool.requests.list('GetTokensFromRefreshToken')[0]?.status !== undefined);
      expect(await begun(result.retry$)).toMatchObject({ outcome: 'complete' });
      expect(liveTokens(stage)).toEqual([]);
      expect(storedTokens(stage.storage)).toEqual([]);
      expect(await errorOf(begun(stage.auth.tokens$()))).toMatchObject({ kind: 'signedOut' });
    });
  });

  it('cuts a sign-in off, and revokes the tokens that still arrive (R3)', async () => {
    const stage = await setUp();
    const late = stage.pool.faults.on('InitiateAuth', { hang: 'afterEffect' });
    const cut = errorOf(signIn(stage));
    await late.reached;
    expect(await begun(stage.auth.signOut$())).toMatchObject({ outcome: 'complete' });
    expect(await cut).toMatchObject({ kind: 'cancelled', code: 'SignedOut' });
    late.release();
    await until(() => typesOf(stage).includes('lateTokensRevoked'));
    expect(liveTokens(stage)).toEqual([]);
    expect(storedTokens(stage.storage)).toEqual([]);
    expect(lastState(stage)).toEqual(SIGNED_OUT);
  });

  it('leaves no challenge to answer (R3)', async () => {
    const user = { username: 'ada', password: PASSWORD, mfa: { enabled: ['SOFTWARE_TOKEN_MFA'] as const } };
    const stage = await setUp({ pool: { users: [user] } });
    await begun(
      stage.auth.signIn$({ username: 'ada', password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' }),
    );
    await begun(stage.auth.signOut$());
    const answer$ = stage.auth.confirmSignIn$({ challengeResponse: '123456' });
    expect(await errorOf(begun(answer$))).toMatchObject({ kind: 'invalidState' });
    expect(stage.pool.requests.list('RespondToAuthChallenge')).toEqual([]);
  });

  describe('over a server that is in trouble', () => {
    it('has cleared the storage before it returns, and is over at the deadline (R4)', async () => {
      const stage = await setUpSignedIn();
      const held = stage.pool.faults.on('RevokeToken', { hang: true });
      const ending = begun(stage.auth.signOut$());
      expect(storedTokens(stage.storage)).toEqual([]);
      await held.reached;
      stage.time.advance(2_999);
      expect(stage.auth.state.status).toBe('signingOut');
      stage.time.advance(1);
      expect(stage.auth.state).toEqual(SIGNED_OUT);
      expect(await ending).toMatchObject({
        outcome: 'partial',
        steps: { revokeToken: 'unknown' },
        revokeTokenError: { kind: 'timeout' },
      });
      await until(() => stage.pool.requests.list('RevokeToken')[0]?.aborted === true);
    });

    it.each([
      ['answers 500', { error: 'InternalErrorException' }, 'failed', 'service', true],
      ['refuses', { error: 'NotAuthorizedException' }, 'failed', 'notAuthorized', true],
      ['drops the socket before', { dropSocket: 'beforeEffect' }, 'unknown', 'network', true],
      ['drops the socket after', { dropSocket: 'afterEffect' }, 'unknown', 'network', false],
      ['is replaced by a gateway', { html502: true }, 'unknown', 'service', true],
    ] as const)(
      'tells of a server that %s what is known (R5, R6)',
      async (_, fault, outcome, kind, isAlive) => {
        const stage = await setUpSignedIn({ auth: ONE_TRY });
        stage.pool.faults.on('RevokeToken', { ...fault, call: 'every' });
        const result = await begun(stage.auth.signOut$());
        expect(result).toMatchObject({
          outcome: 'partial',
          steps: { revokeToken: outcome },
          revokeTokenError: { kind },
        });
        expect(liveTokens(stage).length > 0).toBe(isAlive);
        expect(stage.errors).toEqual([result.revokeTokenError]);
        stage.pool.faults.clear();
        expect(await begun(result.retry$)).toMatchObject({ outcome: 'complete' });
        expect(liveTokens(stage)).toEqual([]);
      },
    );

    it('revokes the tokens also where the global step fails (R5, R15)', async () => {
      const stage = await setUpSignedIn({ auth: ONE_TRY });
      stage.pool.faults.on('GlobalSignOut', { error: 'InternalErrorException' });
      const result = await begun(stage.auth.signOut$({ globalSignOut: true }));
      expect(stepsOf(result)).toBe('failed done done');
      expect(result).toMatchObject({ outcome: 'partial', globalSignOutError: { kind: 'service' } });
      expect(liveTokens(stage)).toEqual([]);
    });

    it('tries again when the server said to (R7)', async () => {
      const stage = await setUpSignedIn();
      stage.pool.faults.on('RevokeToken', { throttle: { retryAfterSeconds: 1 } });
      const ending = begun(stage.auth.signOut$());
      // The wait for the next try.
      await until(() => stage.time.isDueIn(1_000));
      const sentAt = stage.time.clock.now();
      stage.time.advance(999);
      expect(stage.pool.requests.list('RevokeToken')).toHaveLength(1);
      stage.time.advance(1);
      expect(await ending).toMatchObject({ outcome: 'complete' });
      expect(stage.pool.requests.list('RevokeToken')[1]?.at).toBe(sentAt + 1_000);
    });

    it('does not wait for a time that it does not have (R7)', async () => {
      const stage = await setUpSignedIn();
      stage.pool.faults.on('RevokeToken', { throttle: { retryAfterSeconds: 60 } });
      expect(await begun(stage.auth.signOut$())).toMatchObject({
        steps: { revokeToken: 'failed' },
        revokeTokenError: { code: 'TooManyRequestsException' },
      });
    });
  });

  it('asks for requests that outlive the page, and for no others (R8)', async () => {
    const kept: string[] = [];
    const sent = globalThis.fetch;
    const seen = jest.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      const request = input as Request;
      const target = request.headers.get('x-amz-target') ?? '';
      if (request.keepalive) kept.push(target.slice(target.indexOf('.') + 1));
      return sent(input, init);
    });
    try {
      const stage = await setUpSignedIn();
      await begun(stage.auth.signOut$({ globalSignOut: true }));
      expect(seen).toHaveBeenCalledTimes(3);
      expect(kept).toEqual(['GlobalSignOut', 'RevokeToken']);
    } finally {
      seen.mockRestore();
    }
  });

  it.each([
    [[false, false, false], 'local', 'notNeeded done done', ['RevokeToken']],
    [[true, false, true], 'global', 'done done done', ['GlobalSignOut', 'RevokeToken']],
    [[false, true, true], 'global', 'failed done done', ['RevokeToken']],
  ])('clears once for %p, and tells all the same (R9)', async (scopes, scope, steps, requests) => {
    const stage = await setUpSignedIn();
    const results = await Promise.all(
      scopes.map((globalSignOut) => begun(stage.auth.signOut$({ globalSignOut }))),
    );
    const [first] = results;
    expect(results).toEqual([first, first, first]);
    expect(first?.scope).toBe(scope);
    expect(first && stepsOf(first)).toBe(steps);
    expect(requestsOf(stage)).toEqual(requests);
    expect(typesOf(stage)).toEqual(['signedIn', 'signedOut']);
  });

  it('is complete, without a request or an event, for whoever is signed out (R10)', async () => {
    const stage = await setUp();
    const results = [
      await begun(stage.auth.signOut$()),
      await begun(stage.auth.signOut$({ globalSignOut: true })),
    ];
    expect(results.map(({ outcome }) => outcome)).toEqual(['complete', 'complete']);
    expect(stage.pool.requests.list()).toEqual([]);
    expect(stage.events).toEqual([]);
  });

  describe('with an access token that has expired', () => {
    it('refreshes it for the global step, and stores nothing (R11)', async () => {
      const stage = await setUpSignedIn({ pool: ROTATION });
      const elsewhere = clientOf(stage.pool, stage.time);
      await signIn(elsewhere);
      stage.pool.faults.on('GetTokensFromRefreshToken', { error: 'InternalErrorException' });
      stage.time.advance(TOKEN_LIFE_MS);
      stage.auth.destroy();
      const { auth } = clientOf(stage.pool, stage.time, { storage: stage.storage });
      stage.pool.faults.clear();
      stage.pool.requests.clear();
      const result = await begun(auth.signOut$({ globalSignOut: true }));
      expect(stepsOf(result)).toBe('done done done');
      expect(requestsOf(stage)).toEqual([
        'GetTokensFromRefreshToken',
        'GlobalSignOut',
        'RevokeToken',
        'RevokeToken',
      ]);
      expect(liveTokens(stage)).toEqual([]);
      expect(storedTokens(stage.storage)).toEqual([]);
    });

    it('revokes where it cannot be refreshed, and says what was not done (R11)', async () => {
      const stage = await setUpSignedIn();
      stage.pool.faults.on('GetTokensFromRefreshToken', { error: 'NotAuthorizedException', call: 'every' });
      stage.auth.destroy();
      stage.time.advance(TOKEN_LIFE_MS);
      const { auth } = clientOf(stage.pool, stage.time, { storage: stage.storage });
      const result = await begun(auth.signOut$({ globalSignOut: true }));
      expect(stepsOf(result)).toBe('failed done done');
      expect(result.globalSignOutError).toMatchObject({ code: 'NotAuthorizedException' });
      expect(liveTokens(stage)).toEqual([]);
    });
  });

  it('is complete where revocation is switched off, and says so (R12)', async () => {
    const stage = await setUpSignedIn({ pool: { clients: [{ tokenRevocation: false }] } });
    const result = await begun(stage.auth.signOut$());
    expect(result.outcome).toBe('complete');
    expect(stepsOf(result)).toBe('notNeeded notSupported done');
    expect(result.stillValid.accessTokenUntil).toBe(stage.time.clock.now() + TOKEN_LIFE_MS);
    expect(liveTokens(stage)).not.toEqual([]);
  });

  it('takes the revocation of a dead token for done, and a refused global step for failed (R13)', async () => {
    const stage = await setUpSignedIn();
    const elsewhere = clientOf(stage.pool, stage.time);
    await signIn(elsewhere);
    await begun(elsewhere.auth.signOut$({ globalSignOut: true }));
    const result = await begun(stage.auth.signOut$({ globalSignOut: true }));
    expect(stepsOf(result)).toBe('failed done done');
    expect(result.globalSignOutError).toMatchObject({ kind: 'notAuthorized' });
  });

  describe('with a storage that refuses', () => {
    it('buries what it cannot remove, so that the next start does not find it (R14)', async () => {
      const stage = await setUpSignedIn();
      stage.storage.removeItem = () => {
        throw new Error('read-only');
      };
      expect(await begun(stage.auth.signOut$())).toMatchObject({ outcome: 'complete' });
      expect(storedTokens(stage.storage)).toEqual([]);
      expect(liveTokens(stage)).toEqual([]);
      const next = clientOf(stage.pool, stage.time, { storage: stage.storage });
      expect(next.auth.state).toEqual({ status: 'signedOut', reason: 'noSession' });
    });

    it('removes what it cannot overwrite, and reports that (R14)', async () => {
      const stage = await setUpSignedIn();
      stage.storage.setItem = () => {
        throw new Error('full');
      };
      expect(await begun(stage.auth.signOut$())).toMatchObject({ outcome: 'complete' });
      expect(stage.errors).toMatchObject([{ kind: 'storage', code: 'SessionRemoved' }]);
      expect(storedTokens(stage.storage)).toEqual([]);
      const next = clientOf(stage.pool, stage.time, { storage: stage.storage });
      expect(next.auth.state).toEqual({ status: 'signedOut', reason: 'noSession' });
    });

    it('does not believe a storage that says nothing and keeps everything (R14)', async () => {
      const stage = await setUpSignedIn();
      stage.storage.setItem = () => undefined;
      await begun(stage.auth.signOut$());
      expect(stage.errors).toMatchObject([{ kind: 'storage' }]);
      expect(storedTokens(stage.storage)).toEqual([]);
    });

    it('signs out in memory where it is refused everything, and says what is left where (R14)', async () => {
      const stage = await setUpSignedIn();
      stage.storage.removeItem = () => undefined;
      stage.storage.setItem = () => {
        throw new Error('full');
      };
      const error = await errorOf(begun(stage.auth.signOut$()));
      expect(error).toMatchObject({
        kind: 'storage',
        recoverySuggestion: expect.stringContaining(stage.pool.userPoolClientId) as unknown,
      });
      expect(stage.auth.state).toEqual(SIGNED_OUT);
      expect(stage.errors).toEqual([error]);
      expect(liveTokens(stage)).toEqual([]);
      expect(await errorOf(begun(stage.auth.tokens$()))).toMatchObject({ kind: 'signedOut' });
    });
  });

  it('runs every step whatever hooks and listeners throw (R15)', async () => {
    const thrown: unknown[] = [];
    const hook = (): never => {
      throw new Error('hook');
    };
    const cleanups: SessionCleanup[] = [
      { name: 'broken', beforeRevoke: hook, afterClear: hook },
      { name: 'hanging', beforeRevoke: () => NEVER, afterClear: () => NEVER },
    ];
    const before = config.onUnhandledError;
    config.onUnhandledError = (error) => thrown.push(error);
    try {
      const stage = await setUpSignedIn({ auth: { cleanups } });
      stage.auth.state$.subscribe(({ status }) => {
        if (status === 'signingOut') throw new Error('listener');
      });
      const ending = begun(stage.auth.signOut$());
      stage.time.advance(1_000);
      await until(() =>
        stage.states.some((state) => state.status === 'signingOut' && state.step === 'clearCache'),
      );
      stage.time.advance(1_000);
      const result = await ending;
      expect(result.outcome).toBe('complete');
      expect(result.cleanupErrors).toHaveLength(4);
      expect(liveTokens(stage)).toEqual([]);
      await until(() => thrown.length === 2);
      expect(thrown).toMatchObject([{ message: 'listener' }, { message: 'listener' }]);
      expect(stage.time.timers()).toBe(0);
    } finally {
      config.onUnhandledError = before;
    }
  });

  it("yields no token afterwards, neither to those who wait nor from the next user's session (R16)", async () => {
    const stage = await setUpSignedIn();
    const held = stage.pool.faults.on('GetTokensFromRefreshToken', { hang: 'beforeEffect' });
    const waiting = errorOf(begun(stage.auth.tokens$({ forceRefresh: true })));
    const sending = errorOf(begun(stage.auth.send$(() => ({}) as never)));
    await held.reached;
    const ending = begun(stage.auth.signOut$());
    stage.time.advance(1_000);
    await ending;
    const { accessToken } = await signIn(stage, 'bob');
    held.release();
    expect(await waiting).toMatchObject({ kind: 'signedOut' });
    expect(await sending).toMatchObject({ kind: expect.stringMatching(/signedOut|validation/) as unknown });
    expect(stage.auth.state).toMatchObject({ status: 'signedIn', user: { username: 'bob' } });
    expect((await begun(stage.auth.tokens$())).accessToken).toBe(accessToken);
  });

  it('completes for a subscriber who left, and leaves nothing behind (R17)', async () => {
    const stage = await setUpSignedIn();
    const held = stage.pool.faults.on('RevokeToken', { hang: true });
    stage.auth.signOut$().subscribe().unsubscribe();
    await held.reached;
    held.release();
    await until(() => typesOf(stage).includes('signedOut'));
    expect(liveTokens(stage)).toEqual([]);
    expect(stage.time.timers()).toBe(0);
  });

  it('lets a sign-in wait for its end (R18)', async () => {
    const stage = await setUpSignedIn();
    const held = stage.pool.faults.on('RevokeToken', { hang: true });
    const ending = begun(stage.auth.signOut$());
    const next = signIn(stage, 'bob');
    await held.reached;
    expect(stage.pool.requests.list('InitiateAuth')).toHaveLength(1);
    held.release();
    await ending;
    await next;
    expect(stage.auth.state).toMatchObject({ status: 'signedIn', user: { username: 'bob' } });
    expect(typesOf(stage)).toEqual(['signedIn', 'signedOut', 'signedIn']);
    expect(liveTokens(stage)).toEqual([]);
  });

  it('ends the session of one instance, not of another in the process (R46)', async () => {
    const stage = await setUpSignedIn();
    const other = clientOf(stage.pool, stage.time);
    const { accessToken } = await signIn(other, 'bob');
    await begun(stage.auth.signOut$());
    expect(other.auth.state).toMatchObject({ status: 'signedIn', user: { username: 'bob' } });
    expect((await begun(other.auth.tokens$())).accessToken).toBe(accessToken);
    expect(stage.pool.isTokenLive(accessToken)).toBe(true);
  });

  it('shows every subscriber the present state first, and never signedIn without tokens (R47)', async () => {
    const stage = await setUpSignedIn();
    const glitches: string[] = [];
    stage.auth.state$.subscribe(({ status }) => {
      stage.auth.tokens$().subscribe({
        error: () => {
          if (status === 'signedIn') glitches.push('signedIn without tokens');
        },
        next: () => {
          if (status !== 'signedIn') glitches.push(`${status} with tokens`);
        },
      });
    });
    await begun(stage.auth.signOut$());
    await signIn(stage);
    const firsts = [await begun(stage.auth.state$), stage.auth.state];
    expect(glitches).toEqual([]);
    expect(firsts[0]).toBe(firsts[1]);
  });
});

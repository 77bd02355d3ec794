import { NEVER } from 'rxjs';
import { OPEN } from '../../../src/flows/sign-out/remote-run';
import type { EndedSession, RemoteRun, RunRemoteSteps } from '../../../src/flows/sign-out/remote-run';
import type { SignOutScope, SignOutStep } from '../../../src/model/auth-state';
import type { Session } from '../../../src/model/session';
import type { RemoteResults } from '../../../src/model/sign-out-report';
import { createAskForTokens } from '../../../src/user-pool/refresh/token-request';
import { createSignOutSteps } from '../../../src/user-pool/sign-out/remote-steps';
import { createRunRemoteSteps } from '../../../src/user-pool/sign-out/run-steps';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError, serviceError, throttlingError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeSession, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { requestsOf } from '../../flows/sign-out/fixture';

const LIMIT_MS = 3_000;
const SESSION = fakeSession();
const EXPIRED = fakeSession({ issuedAt: START_AT - 7_200_000 });
const REFUSED = serviceError('NotAuthorizedException');
const DROPPED = networkError({ retryable: false });

interface Remote {
  readonly ended: EndedSession;
  readonly steps: readonly SignOutStep[];
  readonly results: RemoteResults | undefined;
  readonly at: number | undefined;
}

const runnerOf = (context: FakeContext): RunRemoteSteps =>
  createRunRemoteSteps(createSignOutSteps(context, createAskForTokens(context)));

/** Runs the remote steps at frame 0, and keeps what comes of them. */
function remotely(
  context: FakeContext,
  scope: SignOutScope,
  session: Session = SESSION,
  earlier?: RemoteResults,
): Remote {
  const ended: EndedSession = { session, isRefreshPending: false };
  const steps: SignOutStep[] = [];
  const outcome: { -readonly [Name in keyof Remote]: Remote[Name] } = {
    ended,
    steps,
    results: undefined,
    at: undefined,
  };
  const run: RemoteRun = {
    ended,
    startedAt: context.scheduler.now(),
    limitMs: LIMIT_MS,
    scope: () => scope,
    onStep: (step) => steps.push(step),
  };
  runnerOf(context)(run, earlier, earlier && OPEN).subscribe((results) => {
    outcome.results = results;
    outcome.at = context.scheduler.now() - START_AT;
  });
  return outcome;
}

describe('createSignOutSteps', () => {
  it('tries each step, in its order, once it runs', () => {
    let remote: Remote | undefined;
    const context = marbles((stage) => {
      stage.api.script('GlobalSignOut', {});
      stage.api.script('RevokeToken', {});
      remote = remotely(stage, 'global');
    });
    expect(remote?.steps).toEqual(['globalSignOut', 'revokeToken']);
    expect(remote?.results).toEqual({ globalSignOut: { outcome: 'done' }, revokeToken: { outcome: 'done' } });
    expect(context.api.callsOf('GlobalSignOut')[0]?.input).toEqual({ AccessToken: SESSION.accessToken });
  });

  it.each([
    ['refused', REFUSED, 'failed'],
    ['failing', serviceError('InternalErrorException'), 'failed'],
    ['dropped', DROPPED, 'unknown'],
    ['answered by a gateway', serviceError('UnreadableAnswer', { delivery: 'unanswered' }), 'unknown'],
  ] as const)(
    'revokes the tokens also after a global sign-out that was %s (R5, R6, R15)',
    (_, error, outcome) => {
      let remote: Remote | undefined;
      const context = marbles((stage) => {
        stage.api.script('GlobalSignOut', error);
        stage.api.script('RevokeToken', {});
        remote = remotely(stage, 'global');
      });
      expect(requestsOf(context)).toEqual(['0 GlobalSignOut', '0 RevokeToken']);
      expect(remote?.results).toEqual({
        globalSignOut: { outcome, error },
        revokeToken: { outcome: 'done' },
      });
    },
  );

  it.each([
    ['refused, whatever the text', REFUSED, 'failed'],
    ['throttled for too long', throttlingError(9_000), 'failed'],
    ['dropped', DROPPED, 'unknown'],
  ] as const)('reports a revocation that was %s (R5, R6, R13)', (_, error, outcome) => {
    let remote: Remote | undefined;
    marbles((stage) => {
      stage.api.script('RevokeToken', error);
      remote = remotely(stage, 'local');
    });
    expect(remote?.results).toEqual({
      globalSignOut: { outcome: 'notNeeded' },
      revokeToken: { outcome, error },
    });
  });

  it('leaves the revocation a third of the deadline where the global sign-out hangs (R4)', () => {
    let remote: Remote | undefined;
    const context = marbles((stage, { cold }) => {
      stage.api.script('GlobalSignOut', NEVER);
      stage.api.script('RevokeToken', cold('900ms (a|)', { a: {} }));
      remote = remotely(stage, 'global');
    });
    expect(requestsOf(context)).toEqual(['0 GlobalSignOut', '2000 RevokeToken']);
    expect(remote?.at).toBe(2_900);
    expect(remote?.results).toMatchObject({
      globalSignOut: { outcome: 'unknown', error: { kind: 'timeout' } },
      revokeToken: { outcome: 'done' },
    });
  });

  it('ends at its deadline where everything hangs (R4)', () => {
    let remote: Remote | undefined;
    marbles((stage) => {
      stage.api.script('GlobalSignOut', NEVER);
      stage.api.script('RevokeToken', NEVER);
      remote = remotely(stage, 'global');
    });
    expect(remote?.at).toBe(LIMIT_MS);
    expect(remote?.results).toMatchObject({
      globalSignOut: {
        outcome: 'unknown',
        error: { message: expect.stringContaining('The global sign-out took longer') },
      },
      revokeToken: {
        outcome: 'unknown',
        error: { message: expect.stringContaining('Revoking the tokens took longer') },
      },
    });
  });

  describe('offline', () => {
    it('tries each step once, for some devices say so wrongly', () => {
      let remote: Remote | undefined;
      const context = marbles((stage) => {
        stage.environment.online = false;
        stage.api.script('GlobalSignOut', {});
        stage.api.script('RevokeToken', {});
        remote = remotely(stage, 'global');
      });
      expect(requestsOf(context)).toEqual(['0 GlobalSignOut', '0 RevokeToken']);
      expect(remote?.results).toEqual({
        globalSignOut: { outcome: 'done' },
        revokeToken: { outcome: 'done' },
      });
    });

    it('fails at once where there is no connection indeed, without a second try', () => {
      let remote: Remote | undefined;
      const context = marbles((stage) => {
        stage.environment.online = false;
        stage.api.script('GetTokensFromRefreshToken', networkError({ delivery: 'notSent' }));
        stage.api.script('RevokeToken', networkError({ delivery: 'notSent' }));
        remote = remotely(stage, 'global', EXPIRED);
      });
      expect(requestsOf(context)).toEqual(['0 GetTokensFromRefreshToken', '0 RevokeToken']);
      expect(remote?.at).toBe(0);
      expect(remote?.results).toMatchObject({
        globalSignOut: { outcome: 'failed', error: { code: 'Offline' } },
        revokeToken: { outcome: 'failed', error: { code: 'Offline' } },
      });
    });

    it('does not know what became of a request that was dropped, whatever the platform says of the connection (R6)', () => {
      let remote: Remote | undefined;
      marbles((stage) => {
        stage.environment.online = false;
        stage.api.script('GlobalSignOut', networkError());
        stage.api.script('RevokeToken', networkError());
        remote = remotely(stage, 'global');
      });
      expect(remote?.results).toMatchObject({
        globalSignOut: { outcome: 'unknown', error: { code: 'Offline' } },
        revokeToken: { outcome: 'unknown', error: { code: 'Offline' } },
      });
    });

    it('waits a second at most for each, and does not know then what became of it (R4, R6)', () => {
      let remote: Remote | undefined;
      const { api } = marbles((stage) => {
        stage.environment.online = false;
        stage.api.script('GlobalSignOut', NEVER);
        stage.api.script('RevokeToken', NEVER);
        remote = remotely(stage, 'global');
      });
      expect(api.calls.map(({ endedAt }) => endedAt)).toEqual([1_000, 2_000]);
      expect(remote?.at).toBe(2_000);
      expect(remote?.results).toMatchObject({
        globalSignOut: { outcome: 'unknown', error: { kind: 'timeout' } },
        revokeToken: { outcome: 'unknown', error: { kind: 'timeout' } },
      });
    });
  });

  describe('where revocation is switched off', () => {
    it('knows it from tokens that do not name their origin, whatever the answer (R12)', () => {
      const session = fakeSession({ accessClaims: { origin_jti: undefined } });
      const outcomes = [{}, DROPPED, REFUSED].map((answer) => {
        let remote: Remote | undefined;
        marbles((stage) => {
          stage.api.script('RevokeToken', answer);
          remote = remotely(stage, 'local', session);
        });
        return remote?.results?.revokeToken;
      });
      expect(outcomes).toEqual([
        { outcome: 'notSupported' },
        { outcome: 'notSupported' },
        { outcome: 'notSupported' },
      ]);
    });

    it('knows it from the answer of the client (R12)', () => {
      let remote: Remote | undefined;
      marbles((stage) => {
        stage.api.script('RevokeToken', serviceError('UnsupportedOperationException'));
        remote = remotely(stage, 'local');
      });
      expect(remote?.results?.revokeToken).toEqual({ outcome: 'notSupported' });
    });
  });

  describe('with an access token that has expired', () => {
    it('refreshes it for the global sign-out, and revokes the newest tokens (R11)', () => {
      let remote: Remote | undefined;
      const context = marbles((stage, { cold }) => {
        const answer = fakeAnswer({ serial: '2', refreshToken: 'rotated-refresh-token' });
        stage.api.script('GetTokensFromRefreshToken', cold('5ms (a|)', { a: answer }));
        stage.api.script('GlobalSignOut', {});
        stage.api.script('RevokeToken', {}, {});
        remote = remotely(stage, 'global', EXPIRED);
      });
      const newest = fakeSession({ serial: '2' });
      expect(context.api.callsOf('GlobalSignOut')[0]?.input.AccessToken).toBe(newest.accessToken);
      expect(context.api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual([
        'rotated-refresh-token',
        EXPIRED.refreshToken,
      ]);
      expect(remote?.results).toMatchObject({
        globalSignOut: { outcome: 'done' },
        revokeToken: { outcome: 'done' },
      });
      expect(context.store.calls).toEqual([]);
    });

    it('needs no refresh for a local one', () => {
      const context = marbles((stage) => {
        stage.api.script('RevokeToken', {});
        remotely(stage, 'local', EXPIRED);
      });
      expect(requestsOf(context)).toEqual(['0 RevokeToken']);
    });

    it('refreshes once, however often the global sign-out is tried (R11)', () => {
      const context = marbles((stage) => {
        stage.environment.randomNumber = 1;
        stage.api.script('GetTokensFromRefreshToken', fakeAnswer({ serial: '2' }));
        stage.api.script('GlobalSignOut', serviceError('InternalErrorException', { retryable: true }), {});
        stage.api.script('RevokeToken', {});
        remotely(stage, 'global', EXPIRED);
      });
      expect(requestsOf(context)).toEqual([
        '0 GetTokensFromRefreshToken',
        '0 GlobalSignOut',
        '250 GlobalSignOut',
        '250 RevokeToken',
      ]);
    });

    it('says that no global sign-out was made where the refresh is refused (R11)', () => {
      let remote: Remote | undefined;
      const context = marbles((stage) => {
        stage.api.script('GetTokensFromRefreshToken', REFUSED);
        stage.api.script('RevokeToken', {});
        remote = remotely(stage, 'global', EXPIRED);
      });
      expect(requestsOf(context)).toEqual(['0 GetTokensFromRefreshToken', '0 RevokeToken']);
      expect(remote?.results).toEqual({
        globalSignOut: { outcome: 'failed', error: REFUSED },
        revokeToken: { outcome: 'done' },
      });
    });

    it('holds tokens for possible where the refresh was dropped on its way (R6, R11)', () => {
      let remote: Remote | undefined;
      marbles((stage) => {
        stage.api.script('GetTokensFromRefreshToken', DROPPED);
        stage.api.script('RevokeToken', {});
        remote = remotely(stage, 'global', EXPIRED);
      });
      expect(remote?.results).toMatchObject({
        globalSignOut: { outcome: 'failed', error: DROPPED },
        revokeToken: {
          outcome: 'unknown',
          error: {
            kind: 'timeout',
            code: 'RefreshPending',
            message: 'A refresh that was in flight has not answered, so a newer refresh token may be alive.',
            recoverySuggestion: 'Wait for the event lateTokensRevoked, or try again with retry$.',
            retryable: true,
          },
        },
      });
    });

    it.each([
      ['a rotated refresh token', 'rotated-refresh-token', ['2000 RevokeToken', '2500 RevokeToken']],
      ['the refresh token that is known', EXPIRED.refreshToken, ['2000 RevokeToken']],
    ])('revokes %s that comes after its time (R2)', (_, refreshToken, revocations) => {
      let remote: Remote | undefined;
      const context = marbles((stage, { cold }) => {
        const answer = fakeAnswer({ serial: '2', refreshToken });
        stage.api.script('GetTokensFromRefreshToken', cold('2500ms (a|)', { a: answer }));
        stage.api.script('RevokeToken', {}, {});
        remote = remotely(stage, 'global', EXPIRED);
      });
      expect(requestsOf(context)).toEqual(['0 GetTokensFromRefreshToken', ...revocations]);
      expect(remote?.results).toMatchObject({
        globalSignOut: { outcome: 'failed', error: { kind: 'timeout' } },
        revokeToken: { outcome: 'unknown', error: { code: 'RefreshPending' } },
      });
      expect(remote?.ended).toMatchObject({ isRefreshPending: false, session: { refreshToken } });
    });

    it('knows that nothing more comes where a refresh is refused after its time', () => {
      let remote: Remote | undefined;
      marbles((stage, { cold }) => {
        stage.api.script('GetTokensFromRefreshToken', cold('2500ms #', undefined, REFUSED));
        stage.api.script('RevokeToken', {});
        remote = remotely(stage, 'global', EXPIRED);
      });
      expect(remote?.ended.isRefreshPending).toBe(false);
    });
  });

  it('does not take the old token for the last one where a newer came while it was revoked (R2)', () => {
    let remote: Remote | undefined;
    marbles((stage, { cold }) => {
      stage.api.script('RevokeToken', cold('20ms (a|)', { a: {} }));
      const run = remotely(stage, 'local');
      stage.at(10, () => {
        run.ended.session = fakeSession({ serial: '2', refreshToken: 'rotated-refresh-token' });
      });
      remote = run;
    });
    expect(remote?.results?.revokeToken).toMatchObject({
      outcome: 'unknown',
      error: { code: 'RefreshPending' },
    });
  });

  describe('of a family that has rotated', () => {
    const ROTATED: Session = {
      ...fakeSession({ refreshToken: 'newest' }),
      originalRefreshToken: 'original',
    };
    const tokensOf = ({ api }: Pick<FakeContext, 'api'>): readonly string[] =>
      api.callsOf('RevokeToken').map(({ input }) => input.Token);

    it('revokes the original refresh token as well (#12)', () => {
      let remote: Remote | undefined;
      const context = marbles((stage) => {
        stage.api.script('RevokeToken', {}, {});
        remote = remotely(stage, 'local', ROTATED);
      });
      expect(tokensOf(context)).toEqual(['newest', 'original']);
      expect(context.api.calls.map(({ options }) => options)).toEqual([
        { keepalive: true },
        { keepalive: true },
      ]);
      expect(remote?.results?.revokeToken).toEqual({ outcome: 'done' });
    });

    it('breaks neither off where the other is refused: it is told of that which has no answer yet (R5, R38)', () => {
      let remote: Remote | undefined;
      const context = marbles((stage, { cold }) => {
        stage.api.script('RevokeToken', cold('600ms (a|)', { a: {} }), REFUSED);
        remote = remotely(stage, 'local', ROTATED);
      });
      expect(context.api.callsOf('RevokeToken').map(({ status }) => status)).toEqual(['answered', 'failed']);
      expect(remote?.results?.revokeToken).toEqual({ outcome: 'failed', error: REFUSED });
    });

    it('tries the one again that failed for now, and not the other', () => {
      let remote: Remote | undefined;
      const context = marbles((stage) => {
        stage.api.script('RevokeToken', {}, throttlingError(100), {});
        remote = remotely(stage, 'local', ROTATED);
      });
      expect(tokensOf(context)).toEqual(['newest', 'original', 'original']);
      expect(remote?.results?.revokeToken).toEqual({ outcome: 'done' });
    });

    it('is not supported only where both are not (R12)', () => {
      let remote: Remote | undefined;
      const unsupported = serviceError('UnsupportedOperationException');
      const lost = networkError({ retryable: false });
      marbles((stage) => {
        stage.api.script('RevokeToken', lost, unsupported);
        remote = remotely(stage, 'local', ROTATED);
      });
      expect(remote?.results?.revokeToken).toEqual({ outcome: 'unknown', error: lost });
      marbles((stage) => {
        stage.api.script('RevokeToken', unsupported, unsupported);
        remote = remotely(stage, 'local', ROTATED);
      });
      expect(remote?.results?.revokeToken).toEqual({ outcome: 'notSupported' });
    });

    it.each([
      ['the newest', [REFUSED, {}]],
      ['the original', [{}, REFUSED]],
    ])('is not done where %s cannot be revoked (R5, #12)', (_which, answers) => {
      let remote: Remote | undefined;
      marbles((stage) => {
        stage.api.script('RevokeToken', ...answers);
        remote = remotely(stage, 'local', ROTATED);
      });
      expect(remote?.results?.revokeToken).toEqual({ outcome: 'failed', error: REFUSED });
    });
  });

  it('tries again what may succeed later, within its time (R7)', () => {
    let remote: Remote | undefined;
    const context = marbles((stage) => {
      stage.environment.randomNumber = 1;
      stage.api.script('RevokeToken', throttlingError(700), {});
      remote = remotely(stage, 'local');
    });
    expect(requestsOf(context)).toHaveLength(2);
    expect(context.api.calls[1]?.sentAt).toBeGreaterThanOrEqual(700);
    expect(remote?.results?.revokeToken).toEqual({ outcome: 'done' });
  });

  describe('run again', () => {
    const failed = { outcome: 'failed', error: REFUSED } as const;
    const done = { outcome: 'done' } as const;
    const notNeeded = { outcome: 'notNeeded' } as const;
    const notSupported = { outcome: 'notSupported' } as const;

    it.each<[string, RemoteResults, readonly string[], readonly string[]]>([
      [
        'both',
        { globalSignOut: failed, revokeToken: failed },
        ['GlobalSignOut', 'RevokeToken'],
        ['done', 'done'],
      ],
      ['the revocation', { globalSignOut: done, revokeToken: failed }, ['RevokeToken'], ['done', 'done']],
      [
        'the revocation of a local one',
        { globalSignOut: notNeeded, revokeToken: failed },
        ['RevokeToken'],
        ['notNeeded', 'done'],
      ],
      [
        'the global step',
        { globalSignOut: failed, revokeToken: notSupported },
        ['GlobalSignOut'],
        ['done', 'notSupported'],
      ],
    ])('tries %s again, and nothing that is done', (_, earlier, requests, outcomes) => {
      let remote: Remote | undefined;
      const { api } = marbles((stage) => {
        stage.api.script('GlobalSignOut', {});
        stage.api.script('RevokeToken', {});
        remote = remotely(stage, 'global', SESSION, earlier);
      });
      expect(api.calls.map(({ operation }) => operation)).toEqual(requests);
      expect([remote?.results?.globalSignOut.outcome, remote?.results?.revokeToken.outcome]).toEqual(
        outcomes,
      );
    });

    it('says that a global sign-out cannot be made up for once the tokens are revoked', () => {
      let remote: Remote | undefined;
      const { api } = marbles((stage) => {
        remote = remotely(stage, 'global', SESSION, {
          globalSignOut: failed,
          revokeToken: done,
        });
      });
      expect(api.calls).toEqual([]);
      expect(remote?.results?.globalSignOut).toMatchObject({
        outcome: 'failed',
        error: {
          kind: 'notAuthorized',
          code: 'GlobalSignOutNotRetryable',
          message: 'A global sign-out needs a live access token, and the tokens are revoked already.',
          recoverySuggestion: 'Sign in and sign out globally again.',
          retryable: false,
          cause: REFUSED,
        },
      });
    });

    it('leaves the revocation its time there, too', () => {
      const context = marbles((stage) => {
        stage.api.script('GlobalSignOut', NEVER);
        stage.api.script('RevokeToken', {});
        remotely(stage, 'global', SESSION, { globalSignOut: failed, revokeToken: failed });
      });
      expect(requestsOf(context)).toEqual(['0 GlobalSignOut', '2000 RevokeToken']);
    });
  });

  it('does nothing before it is subscribed to', () => {
    const { api } = marbles((stage) => {
      const run$ = runnerOf(stage);
      void run$({
        ended: { session: SESSION, isRefreshPending: false },
        startedAt: START_AT,
        limitMs: LIMIT_MS,
        scope: () => 'global',
        onStep: () => undefined,
      });
    });
    expect(api.calls).toEqual([]);
  });

  it('aborts its request where it is given up', () => {
    const { api } = marbles((stage) => {
      stage.api.script('RevokeToken', NEVER);
      const run$ = runnerOf(stage);
      const watched = watch(
        run$({
          ended: { session: SESSION, isRefreshPending: false },
          startedAt: START_AT,
          limitMs: LIMIT_MS,
          scope: () => 'local',
          onStep: () => undefined,
        }),
      );
      stage.at(10, () => {
        watched.subscription.unsubscribe();
      });
    });
    expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 10 }]);
  });
});

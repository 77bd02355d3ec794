import { AsyncSubject, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { EndedSession } from '../../../src/flows/sign-out/remote-run';
import { timeoutError } from '../../../src/model/errors';
import type { Session } from '../../../src/model/session';
import { gatherRefresh$ } from '../../../src/user-pool/sign-out/gather-refresh';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError, serviceError } from '../../fakes/fake-errors';
import { fakeSession } from '../../fakes/fake-tokens';
import { marbles } from '../../fakes/marbles';

const LIMIT_MS = 100;
const OLD = fakeSession();
const NEWER = fakeSession({ serial: '2' });
const ROTATED = fakeSession({ serial: '2', refreshToken: 'rotated-refresh-token' });

/** As a refresh hands its answer over: with its completion. */
const gather = (context: FakeContext, answer$: Observable<Session>, session = OLD) => {
  const ended: EndedSession = { session, isRefreshPending: false };
  const answered$ = new AsyncSubject<Session>();
  answer$.subscribe(answered$);
  return { ended, gathered$: gatherRefresh$(context, ended, answered$, LIMIT_MS) };
};

const ANSWERS = { n: NEWER, r: ROTATED };
const SETTLED = { v: undefined };

describe('gatherRefresh$', () => {
  it.each([
    ['newer tokens', ' -----(n|)', NEWER],
    ['a rotated refresh token', ' -----(r|)', ROTATED],
  ])('waits for %s, and takes them for the ones to revoke (R2)', (_, answer, newest) => {
    const { api } = marbles((context, { cold, expectObservable, flush }) => {
      const { ended, gathered$ } = gather(context, cold(answer, ANSWERS));
      expectObservable(gathered$).toBe('-----(v|)', SETTLED);
      flush();
      expect(ended).toEqual({ session: newest, isRefreshPending: false });
    });
    expect(api.calls).toEqual([]);
  });

  it('has them at once where the answer was there before', () => {
    marbles((context, { expectObservable }) => {
      const { ended, gathered$ } = gather(context, of(NEWER));
      expectObservable(gathered$).toBe('(v|)', SETTLED);
      expect(ended.session).toBe(NEWER);
    });
  });

  it('waits no longer than its limit, and leaves it open what the refresh has brought about (R2)', () => {
    marbles((context, { cold, expectObservable, flush }) => {
      const { ended, gathered$ } = gather(context, cold('-'));
      expectObservable(gathered$).toBe('100ms (v|)', SETTLED);
      flush();
      expect(ended).toEqual({ session: OLD, isRefreshPending: true });
    });
  });

  it('revokes a rotated refresh token that comes later, and says so (R2)', () => {
    const { api, events } = marbles((context, { cold, flush }) => {
      context.api.script('RevokeToken', {});
      const { ended, gathered$ } = gather(context, cold('200ms (r|)', ANSWERS));
      gathered$.subscribe();
      flush();
      expect(ended).toEqual({ session: ROTATED, isRefreshPending: false });
    });
    expect(api.callsOf('RevokeToken')).toMatchObject([
      { sentAt: 200, input: { Token: ROTATED.refreshToken }, options: { keepalive: true } },
    ]);
    expect(events).toEqual([{ type: 'lateTokensRevoked' }]);
  });

  it('reports a later one that cannot be revoked (R2)', () => {
    const refusal = serviceError('InternalErrorException');
    const { errors, events } = marbles((context, { cold, flush }) => {
      context.api.script('RevokeToken', refusal);
      gather(context, cold('200ms (r|)', ANSWERS)).gathered$.subscribe();
      flush();
    });
    expect(errors).toEqual([refusal]);
    expect(events).toEqual([]);
  });

  it('revokes nothing again where later tokens come with the refresh token that is known', () => {
    const { api } = marbles((context, { cold, flush }) => {
      const { ended, gathered$ } = gather(context, cold('200ms (n|)', ANSWERS));
      gathered$.subscribe();
      flush();
      expect(ended).toEqual({ session: NEWER, isRefreshPending: false });
    });
    expect(api.calls).toEqual([]);
  });

  it.each([
    ['refused', serviceError('NotAuthorizedException'), false],
    ['not sent at all', networkError({ code: 'Offline', delivery: 'notSent' }), false],
    ['cut off by the network', networkError(), true],
    ['not answered in its time', timeoutError('Refreshing the tokens', 10_000), true],
    [
      'answered by a gateway',
      serviceError('UnreadableAnswer', { retryable: true, delivery: 'unanswered' }),
      true,
    ],
    ['broken by a fault of ours', new TypeError('not a function'), false],
  ])('knows of a refresh that was %s whether a newer token may exist (R6)', (_, error, isRefreshPending) => {
    marbles((context, { cold, expectObservable, flush }) => {
      const { ended, gathered$ } = gather(context, cold<Session>('-----#', undefined, error));
      expectObservable(gathered$).toBe('-----(v|)', SETTLED);
      flush();
      expect(ended).toEqual({ session: OLD, isRefreshPending });
    });
  });

  it('does not know where the request was given up by a destroy()', () => {
    marbles((context, { cold, expectObservable, flush }) => {
      const { ended, gathered$ } = gather(context, cold('-----|'));
      expectObservable(gathered$).toBe('-----(v|)', SETTLED);
      flush();
      expect(ended).toEqual({ session: OLD, isRefreshPending: true });
    });
  });

  it('does not wait offline, but listens', () => {
    const { api } = marbles((context, { cold, expectObservable, flush }) => {
      context.environment.online = false;
      context.api.script('RevokeToken', {});
      const { gathered$ } = gather(context, cold('----(r|)', ANSWERS));
      expectObservable(gathered$).toBe('(v|)', SETTLED);
      flush();
    });
    expect(api.callsOf('RevokeToken')).toMatchObject([{ sentAt: 4 }]);
  });
});

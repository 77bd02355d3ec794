import { throwError } from 'rxjs';
import { createLazyRemoteSignOut } from '../../src/flows/lazy-remote-sign-out';
import type { RemoteResults, RemoteRun, RemoteSignOut } from '../../src/flows/remote-sign-out';
import type { SignOutScope } from '../../src/model/auth-state';
import { DONE, NOT_NEEDED } from '../../src/model/sign-out-report';
import type { FakeContext } from '../fakes/fake-context';
import { networkError } from '../fakes/fake-errors';
import { START_AT } from '../fakes/fake-tokens';
import { marbles } from '../fakes/marbles';
import { freshSession } from './parts';

const notLoaded = networkError();
const failed = { outcome: 'failed', error: notLoaded };

/** Remote steps whose code cannot be loaded. */
const brokenOf = ({ scheduler }: FakeContext): RemoteSignOut =>
  createLazyRemoteSignOut(
    scheduler,
    throwError(() => notLoaded),
  );

const runOf = (scope: SignOutScope): RemoteRun => ({
  tokens: { session: freshSession, isRefreshPending: false },
  startedAt: START_AT,
  limitMs: 3_000,
  scope: () => scope,
  onStep: () => undefined,
});

describe('createLazyRemoteSignOut', () => {
  it.each<[SignOutScope, unknown]>([
    ['local', { globalSignOut: NOT_NEEDED, revokeToken: failed }],
    ['global', { globalSignOut: failed, revokeToken: failed }],
  ])('says which steps of a %s sign-out have failed where they cannot be loaded (R5)', (scope, results) => {
    marbles((context, { expectObservable }) => {
      expectObservable(brokenOf(context).run$(runOf(scope))).toBe('(r|)', { r: results });
    });
  });

  it('says that the global step has failed for one that joined late, and keeps what was done (R9)', () => {
    const results: RemoteResults = { globalSignOut: NOT_NEEDED, revokeToken: DONE };
    marbles((context, { expectObservable }) => {
      expectObservable(brokenOf(context).widened$(runOf('global'), results)).toBe('(r|)', {
        r: { globalSignOut: failed, revokeToken: DONE },
      });
    });
  });

  it('loads nothing where the global step was made already', () => {
    const results: RemoteResults = { globalSignOut: DONE, revokeToken: DONE };
    marbles((context, { expectObservable }) => {
      expectObservable(brokenOf(context).widened$(runOf('global'), results)).toBe('(r|)', { r: results });
    });
  });
});

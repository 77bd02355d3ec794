import { concat, defer, EMPTY, NEVER, of, Subject, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthEvent, SignOutResult } from 'rx-cognito';
import { signOutResult, testError, testUser } from 'rx-cognito/testing';
import { signOut$, signOuts$ } from '../../src/ngrx/sign-outs';
import type { SignOutOutcome } from '../../src/ngrx/sign-outs';
import { watch } from '../fakes/marbles';

const complete = signOutResult();
const nothing = signOutResult({
  steps: {
    hostedUi: 'notNeeded',
    globalSignOut: 'notNeeded',
    revokeToken: 'notNeeded',
    clearCache: 'notNeeded',
  },
});

/** A partial sign-out, and how often it was tried again. */
function partialWith(again$: Observable<SignOutResult>) {
  const tries = { count: 0 };
  const retry$ = defer(() => {
    tries.count += 1;
    return again$;
  });
  const report: SignOutResult = {
    ...signOutResult({ revokeTokenError: testError({ kind: 'timeout' }) }),
    retry$,
  };
  return { report, tries };
}

function begin() {
  const events$ = new Subject<AuthEvent>();
  const asked$ = new Subject<SignOutOutcome>();
  const retries$ = new Subject<void>();
  const told: unknown[] = [];
  signOuts$({ events$ }, { asked$, retries$ }).subscribe((outcome) => told.push(outcome));
  const user = testUser();
  return {
    told,
    retry: () => retries$.next(),
    ask: (report: SignOutResult) => asked$.next({ report }),
    signOut: (result: SignOutResult) =>
      events$.next({ type: 'signedOut', reason: 'signedOut', user, result }),
    signIn: () => events$.next({ type: 'signedIn', user }),
  };
}

describe('signOuts$', () => {
  it('tells an outcome once, however many ask, and forgets it at the next sign-in', () => {
    const { told, signOut, ask, signIn } = begin();
    signOut(complete);
    ask(complete);
    signIn();
    ask(complete);
    expect(told).toStrictEqual([{ report: complete }, undefined]);
  });

  it('tells who asks once more of the last one where nobody is signed in, and of nothing where there is none (#12)', () => {
    const { told, signOut, ask } = begin();
    const { report } = partialWith(EMPTY);
    ask(nothing);
    signOut(report);
    ask({ ...nothing });
    expect(told).toEqual([{ report: nothing }, { report }, { report }]);
  });

  it('tries again what is open, until it is done (#12)', () => {
    const { told, signOut, retry } = begin();
    const second = partialWith(of(complete));
    const first = partialWith(of(second.report));
    signOut(first.report);
    for (let times = 0; times < 3; times += 1) retry();
    expect(told).toEqual([{ report: first.report }, { report: second.report }, { report: complete }]);
    expect([first.tries.count, second.tries.count]).toEqual([1, 1]);
  });

  it('tries one thing once at a time, and another one beside it (#12)', () => {
    const { signOut, signIn, retry } = begin();
    const [ada, grace] = [partialWith(NEVER), partialWith(NEVER)];
    signOut(ada.report);
    retry();
    signIn();
    signOut(grace.report);
    retry();
    retry();
    expect([ada.tries.count, grace.tries.count]).toEqual([1, 1]);
  });

  it.each(['after the next sign-in', 'across it'])(
    'tries the last user’s again %s, and tells the next user nothing of it (#12)',
    (when) => {
      const { told, signOut, signIn, retry } = begin();
      const again$ = new Subject<SignOutResult>();
      const { report, tries } = partialWith(again$);
      signOut(report);
      if (when === 'across it') retry();
      signIn();
      if (when !== 'across it') retry();
      again$.next(complete);
      again$.complete();
      expect(tries.count).toBe(1);
      expect(told).toStrictEqual([{ report }, undefined]);
    },
  );

  it('keeps the next user’s own outcome, and both open, where the last user’s retry ends after it (#12)', () => {
    const { told, signOut, signIn, retry } = begin();
    const adasAgain = partialWith(of(complete));
    const ada = partialWith(concat(of(adasAgain.report), NEVER));
    const grace = partialWith(EMPTY);
    signOut(ada.report);
    signIn();
    signOut(grace.report);
    retry();
    expect(told.at(-1)).toEqual({ report: grace.report });
    retry();
    expect([ada.tries.count, adasAgain.tries.count, grace.tries.count]).toEqual([1, 1, 1]);
  });
});

describe('signOut$', () => {
  it('makes an outcome of an AuthError, and lets through what no Auth emits', () => {
    const error = testError({ kind: 'storage' });
    const of$ = (thrown: Error) => signOut$({ signOut$: () => throwError(() => thrown) }, undefined);
    expect(watch(of$(error)).values).toEqual([{ error }]);
    expect(watch(of$(new TypeError('none'))).error).toBeInstanceOf(TypeError);
  });
});

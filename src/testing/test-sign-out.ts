import { AsyncSubject, filter, of, switchMap, take, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { SignedInState, SignOutOptions, SignOutResult } from 'rx-cognito';
import { signOutResult } from './results';
import type { Script } from './script';
import { signedOutState, signingOutState } from './states';
import type { TestSession } from './test-session';

const NOTHING_TO_DO: SignOutResult['steps'] = {
  hostedUi: 'notNeeded',
  globalSignOut: 'notNeeded',
  revokeToken: 'notNeeded',
  clearCache: 'notNeeded',
};

/** Creates `signOut$`: one run at a time, which goes on without its subscriber. */
export function createTestSignOut(
  session: TestSession,
  script: Script,
): (options?: SignOutOptions) => Observable<SignOutResult> {
  let running$: AsyncSubject<SignOutResult> | undefined;

  const run$ = (
    before: SignedInState,
    { globalSignOut = false }: SignOutOptions,
  ): Observable<SignOutResult> => {
    const scope = globalSignOut ? 'global' : 'local';
    const result$ = new AsyncSubject<SignOutResult>();
    running$ = result$;
    session.setState(signingOutState({ user: before.user, scope }));
    const finish = (result: SignOutResult): void => {
      running$ = undefined;
      session.end('signedOut', { result });
    };
    const fail = (error: unknown): void => {
      running$ = undefined;
      const failure = error instanceof AuthError ? { error } : undefined;
      // What is refused before anything is touched leaves the session as it was.
      if (failure?.error.kind === 'configuration') session.setState(before);
      else session.end('signedOut', failure);
    };
    script
      .next$('signOut', () => signOutResult({ scope }))
      .pipe(take(1), tap({ next: finish, error: fail }))
      .subscribe(result$);
    return result$;
  };

  return (options = {}) =>
    session.state$.pipe(
      filter(({ status }) => status !== 'restoring'),
      take(1),
      switchMap((state) => {
        if (running$) return running$;
        if (state.status === 'signedIn') return run$(state, options);
        if (state.status === 'signingIn') session.setState(signedOutState('signedOut', state.username));
        if (state.status === 'signingOut') session.end('signedOut');
        return of(signOutResult({ steps: NOTHING_TO_DO }));
      }),
    );
}

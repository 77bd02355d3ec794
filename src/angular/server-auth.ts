import { BehaviorSubject, EMPTY, Subject, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth, AuthEvent, AuthState, OwnErrorCode } from 'rx-cognito';

const notOnServerError = (): AuthError =>
  new AuthError({
    kind: 'invalidState',
    code: 'RenderedOnServer' satisfies OwnErrorCode,
    message: 'The session lives in the browser; while a page is rendered on the server there is none.',
    recoverySuggestion:
      'Ask in the browser only: render the route with RenderMode.Client, or ask in afterNextRender().',
  });

/** Creates the `Auth` of a page that is rendered on a server: it knows nothing, keeps nothing and lets nothing wait. */
export function createServerAuth(): Auth {
  const states$ = new BehaviorSubject<AuthState>(Object.freeze({ status: 'restoring' }));
  const events$ = new Subject<AuthEvent>();
  const errors$ = new Subject<AuthError>();
  const refused$ = (): Observable<never> => throwError(notOnServerError);
  return Object.freeze<Auth>({
    state$: states$.asObservable(),
    state: states$.value,
    events$: events$.asObservable(),
    errors$: errors$.asObservable(),
    signIn$: refused$,
    prepareSignIn$: refused$,
    confirmSignIn$: refused$,
    tokens$: refused$,
    send$: refused$,
    sendPublic$: refused$,
    signOut$: refused$,
    // What an address brings is for the browser to take.
    hostedUi: { result$: EMPTY, signIn$: refused$, resume: () => false, browserSession: () => undefined },
    destroy: () => {
      states$.complete();
      events$.complete();
      errors$.complete();
    },
  });
}

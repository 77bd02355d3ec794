import { inject } from '@angular/core';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import type { FunctionalEffect } from '@ngrx/effects';
import type { Action } from '@ngrx/store';
import { EMPTY, filter, map, mergeMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth, AuthEvent } from 'rx-cognito';
import { injectAuth } from 'rx-cognito/angular';
import { AuthActions } from './auth-actions';
import { eventsWithStart$ } from './events-with-start';
import { signOut$, signOuts$ } from './sign-outs';
import { redirectSummaryOf, summaryOf } from './sign-out-summary';

type FromAuth = FunctionalEffect<(auth?: Auth) => Observable<Action>>;
type FromActions = FunctionalEffect<(actions$?: Observable<Action>, auth?: Auth) => Observable<Action>>;

/** Keeps the store's auth state the one of the `Auth`. */
export const authStateEffect: FromAuth = createEffect(
  (auth: Auth = injectAuth()) => auth.state$.pipe(map((state) => AuthActions.stateChanged({ state }))),
  { functional: true },
);

/**
 * Dispatches what happened. A session that is there already when the store begins is told as `sessionRestored`, at the end of
 * that turn, so that effects which are registered later in it hear of it too.
 */
export const authEventsEffect: FromAuth = createEffect(
  (auth: Auth = injectAuth()) => eventsWithStart$(auth).pipe(map(actionOf)),
  { functional: true },
);

/**
 * Signs out on `signOut`, and tells what became of every sign-out in this tab, whoever asked for it. A command that comes while a
 * sign-out runs joins it, and makes it global where it says so; where nobody is signed in any more, it is told once more of the last
 * one. `retrySignOut` tries everything again that sign-outs of this page left open, also after another user has signed in; of that,
 * what the last one came to is told.
 */
export const signOutEffect: FromActions = createEffect(
  (actions$: Observable<Action> = inject(Actions), auth: Auth = injectAuth()) =>
    signOuts$(auth, {
      // The core joins sign-outs, or makes a running one global: none is passed over.
      asked$: actions$.pipe(
        ofType(AuthActions.signOut),
        mergeMap(({ options }) => signOut$(auth, options)),
      ),
      retries$: actions$.pipe(ofType(AuthActions.retrySignOut)),
    }).pipe(
      mergeMap((outcome) => {
        if (!outcome) return [];
        return 'report' in outcome
          ? [AuthActions.signOutFinished({ summary: summaryOf(outcome.report) })]
          : [AuthActions.signOutFailed({ error: outcome.error.toJSON() })];
      }),
    ),
  { functional: true },
);

/** Dispatches what the page learnt by coming back from managed login, once, where it did. */
export const redirectResultEffect: FromAuth = createEffect(
  (auth: Auth = injectAuth()) =>
    (auth.hostedUi?.result$ ?? EMPTY).pipe(
      filter(({ type }) => type !== 'none'),
      map((result) => AuthActions.redirectReturned({ result: redirectSummaryOf(result) })),
    ),
  { functional: true },
);

function actionOf(event: AuthEvent): Action {
  switch (event.type) {
    case 'signedIn':
      return AuthActions.signedIn({ user: event.user });
    case 'sessionRestored':
      return AuthActions.sessionRestored({ user: event.user });
    case 'userChanged':
      return AuthActions.userChanged({ user: event.user, previousUser: event.previousUser });
    case 'tokensRefreshed':
      return AuthActions.tokensRefreshed({ expiresAt: event.expiresAt });
    case 'tokenRefreshFailed':
      return AuthActions.tokenRefreshFailed({ error: event.error.toJSON() });
    case 'signedOut':
      return AuthActions.signedOut({ reason: event.reason, user: event.user });
    case 'deviceConfirmed':
      return AuthActions.deviceConfirmed({ deviceKey: event.deviceKey });
    case 'lateTokensRevoked':
      return AuthActions.lateTokensRevoked();
  }
}

import { inject } from '@angular/core';
import { Actions, createEffect, ofType } from '@ngrx/effects';
import type { FunctionalEffect } from '@ngrx/effects';
import type { Action } from '@ngrx/store';
import { catchError, defer, EMPTY, exhaustMap, map, of, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth, AuthErrorJson, AuthEvent, SignOutResult } from 'rx-cognito';
import { injectAuth } from 'rx-cognito/angular';
import { AuthActions } from './auth-actions';
import { summaryOf } from './sign-out-summary';

type FromAuth = FunctionalEffect<(auth?: Auth) => Observable<Action>>;
type FromActions = FunctionalEffect<(actions$?: Observable<Action>, auth?: Auth) => Observable<Action>>;

/** Keeps the store's auth state the one of the `Auth`. */
export const authStateEffect: FromAuth = createEffect(
  (auth: Auth = injectAuth()) => auth.state$.pipe(map((state) => AuthActions.stateChanged({ state }))),
  { functional: true },
);

/** Dispatches what happened. */
export const authEventsEffect: FromAuth = createEffect(
  (auth: Auth = injectAuth()) => auth.events$.pipe(map(actionOf)),
  { functional: true },
);

/** Signs out on `signOut`; while one sign-out runs, another command changes nothing. */
export const signOutEffect: FromActions = createEffect(
  (actions$: Observable<Action> = inject(Actions), auth: Auth = injectAuth()) =>
    defer(() => {
      // What is left to retry keeps the tokens in its closure: out of the store, and no longer than it is needed.
      let partial: SignOutResult | undefined;
      return actions$.pipe(
        ofType(AuthActions.signOut, AuthActions.retrySignOut),
        exhaustMap((action) => {
          const isRetry = action.type === AuthActions.retrySignOut.type;
          const result$ = isRetry ? (partial?.retry$ ?? EMPTY) : auth.signOut$(action.options);
          return result$.pipe(
            tap((result) => (partial = result.outcome === 'partial' ? result : undefined)),
            map((result) => AuthActions.signOutFinished({ summary: summaryOf(result) })),
            catchError((error: unknown) => of(AuthActions.signOutFailed({ error: jsonOf(error) }))),
          );
        }),
      );
    }),
  { functional: true },
);

function actionOf(event: AuthEvent): Action {
  switch (event.type) {
    case 'signedIn':
      return AuthActions.signedIn({ user: event.user });
    case 'userChanged':
      return AuthActions.userChanged({ user: event.user, previousUser: event.previousUser });
    case 'tokensRefreshed':
      return AuthActions.tokensRefreshed({ expiresAt: event.expiresAt });
    case 'tokenRefreshFailed':
      return AuthActions.tokenRefreshFailed({ error: event.error.toJSON() });
    case 'signedOut':
      return AuthActions.signedOut({ reason: event.reason, user: event.user });
    case 'lateTokensRevoked':
      return AuthActions.lateTokensRevoked();
  }
}

function jsonOf(error: unknown): AuthErrorJson {
  if (error instanceof AuthError) return error.toJSON();
  // An Auth emits nothing else; whoever put another one in its place is to be told so.
  throw error;
}

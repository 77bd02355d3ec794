import {
  catchError,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  filter,
  map,
  merge,
  mergeMap,
  of,
  tap,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth, AuthEvent, SignOutOptions, SignOutResult } from 'rx-cognito';

/** What a sign-out, or its retry, came to. */
export type SignOutOutcome = { readonly result: SignOutResult } | { readonly error: AuthError };

/** The sign-outs of this tab: those that are commanded here, and those that somebody else asks for. */
export interface SignOuts {
  /**
   * Carries out commands, of retries one at a time, and tells what every sign-out came to.
   *
   * Cold: begins at subscription. Emits each outcome once, also where both the event and the command tell it. Completes with
   * `events$` and the commands. Errors only where the `Auth` is none. Unsubscribing ends no sign-out.
   */
  outcomes$(commands$: Observable<SignOutOptions | 'retry'>): Observable<SignOutOutcome>;
}

/** Creates the sign-outs of an `Auth`. */
export function createSignOuts(auth: Pick<Auth, 'events$' | 'signOut$'>): SignOuts {
  // What is left to retry keeps the tokens in its closure: out of the store, and no longer than it is needed.
  let partial: SignOutResult | undefined;

  const run$ = (command: SignOutOptions | 'retry'): Observable<SignOutOutcome> => {
    const result$ = command === 'retry' ? (partial?.retry$ ?? EMPTY) : auth.signOut$(command);
    return result$.pipe(
      map((result) => ({ result })),
      catchError((error: unknown) => {
        // An Auth emits nothing else; whoever put another one in its place is to be told so.
        if (!(error instanceof AuthError)) throw error;
        return of({ error });
      }),
    );
  };

  return {
    outcomes$: (commands$) =>
      merge(
        auth.events$.pipe(mergeMap(outcomesOf)),
        // The core joins sign-outs, or makes a running one global: none is passed over, least of all the next user's while one retries.
        commands$.pipe(
          filter((command) => command !== 'retry'),
          mergeMap(run$),
        ),
        commands$.pipe(
          filter((command) => command === 'retry'),
          exhaustMap(run$),
        ),
      ).pipe(
        // The event comes first, then whoever asked gets the very same object.
        distinctUntilChanged(
          (one, other) => resultOf(one) === resultOf(other) && errorOf(one) === errorOf(other),
        ),
        tap((outcome) => {
          const result = resultOf(outcome);
          partial = result?.outcome === 'partial' ? result : undefined;
        }),
      ),
  };
}

function outcomesOf(event: AuthEvent): readonly SignOutOutcome[] {
  if (event.type !== 'signedOut') return [];
  const { result, error } = event;
  if (error) return [{ error }];
  return result ? [{ result }] : [];
}

/** Returns the result, where there is one. */
export const resultOf = (outcome: SignOutOutcome | undefined): SignOutResult | undefined =>
  outcome && 'result' in outcome ? outcome.result : undefined;

/** Returns the error, where there is one. */
export const errorOf = (outcome: SignOutOutcome | undefined): AuthError | undefined =>
  outcome && 'error' in outcome ? outcome.error : undefined;

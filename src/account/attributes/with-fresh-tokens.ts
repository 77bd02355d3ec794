import { catchError, EMPTY, endWith, ignoreElements, switchMap } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import type { Auth } from 'rx-cognito';

/**
 * Brings the tokens up to date with what was changed, then goes on. The change has happened whether or not that works: a
 * refresh that fails is told by the state and on `errors$`, as every other one.
 */
export function withFreshTokens<T>(auth: Auth): MonoTypeOperatorFunction<T> {
  return switchMap((result) =>
    auth.tokens$({ forceRefresh: true }).pipe(
      catchError(() => EMPTY),
      ignoreElements(),
      endWith(result),
    ),
  );
}

import { defer, filter, map, takeUntil } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable, OperatorFunction } from 'rxjs';
import type { Auth } from './auth';
import type { SignOutResult } from './flows/sign-out/result';
import { ownError } from './model/auth-error';
import type { AuthState, SignedInState, SignedOutState } from './model/auth-state';

/**
 * Passes on the states in which a user is signed in.
 *
 * @example
 * ```ts
 * import { createAuth, whenSignedIn } from 'rx-cognito';
 *
 * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * auth.state$.pipe(whenSignedIn()).subscribe(({ user }) => console.log(`Hello ${user.username}`));
 * ```
 */
export function whenSignedIn(): OperatorFunction<AuthState, SignedInState> {
  return filter((state) => state.status === 'signedIn');
}

/** Passes on the states in which nobody is signed in. */
export function whenSignedOut(): OperatorFunction<AuthState, SignedOutState> {
  return filter((state) => state.status === 'signedOut');
}

/**
 * Completes a stream as soon as the session of its subscriber ends: at the fence of a sign-out already, not at its end, and
 * where another tab signs another user in. Where nobody is signed in yet, that is the session which begins next.
 *
 * @example
 * ```ts
 * import { interval } from 'rxjs';
 * import { createAuth, takeUntilSignedOut } from 'rx-cognito';
 *
 * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * interval(60_000).pipe(takeUntilSignedOut(auth)).subscribe(() => console.log('still signed in'));
 * ```
 */
export function takeUntilSignedOut<T>(auth: Pick<Auth, 'state$'>): MonoTypeOperatorFunction<T> {
  return takeUntil(sessionEnd$(auth));
}

/** Emits what comes in the place of the first session that is seen. */
function sessionEnd$({ state$ }: Pick<Auth, 'state$'>): Observable<AuthState> {
  return defer(() => {
    let owner: string | undefined;
    return state$.pipe(
      filter((state) => {
        if (state.status !== 'signedIn') return state.status === 'signingOut' || state.status === 'signedOut';
        owner ??= state.user.userId;
        return owner !== state.user.userId;
      }),
    );
  });
}

/**
 * Turns a partial sign-out into an error, for those who want it in the error channel; `cause` is the error of the
 * step that failed. The user is signed out here all the same.
 *
 * @example
 * ```ts
 * import { createAuth, requireComplete } from 'rx-cognito';
 *
 * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * auth.signOut$().pipe(requireComplete()).subscribe({ error: (error) => console.warn(error.recoverySuggestion) });
 * ```
 */
export function requireComplete(): MonoTypeOperatorFunction<SignOutResult> {
  return map((result) => {
    if (result.outcome === 'complete') return result;
    const cause =
      result.globalSignOutError ??
      result.revokeTokenError ??
      result.forgetDeviceError ??
      result.hostedUiError;
    throw ownError({
      kind: cause?.kind ?? 'unknown',
      code: 'SignOutIncomplete',
      message: `Signed out here, but not everywhere: ${cause?.message ?? 'a remote step failed.'}`,
      recoverySuggestion: 'Subscribe to retry$ of the result, or sign in and sign out again.',
      retryable: cause?.retryable ?? false,
      cause,
    });
  });
}

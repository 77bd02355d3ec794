import { isPlatformServer } from '@angular/common';
import {
  DestroyRef,
  ErrorHandler,
  inject,
  Injector,
  NgZone,
  PLATFORM_ID,
  provideEnvironmentInitializer,
  runInInjectionContext,
} from '@angular/core';
import { pairwise } from 'rxjs';
import type { AuthState, AuthUser } from 'rx-cognito';
import { AUTH } from './auth-token';
import type { CognitoAuthFeature } from './feature';

/** What a hook of `withSessionEndHook` is told. */
export interface SessionEndContext {
  /** Whose session is over. */
  readonly user: AuthUser;
  /** What came in its place: `signingOut` at the fence of a sign-out, `signedOut`, or another user's `signedIn`. */
  readonly state: AuthState;
}

/** Is called once for each session that is over; what it returns is not waited for. */
export type SessionEndHook = (context: SessionEndContext) => unknown;

/**
 * Calls a function in the moment in which a session is over for this tab: at the fence of a sign-out, before the server has been
 * asked for anything, or when the session ends in another way. It runs in an injection context and in the zone.
 *
 * This is the place for leaving a page: `afterClear` of a cleanup comes after the server's answers, which a slow network holds
 * up for `remoteTimeoutMs`. Go to a page that anybody may see; the guards wait until the sign-out has ended. What the function
 * throws, or a promise that it returns rejects with, goes to Angular's `ErrorHandler`, and stops nothing.
 *
 * @example
 * ```ts
 * import { inject } from '@angular/core';
 * import { Router } from '@angular/router';
 * import { provideCognitoAuth, withSessionEndHook } from 'rx-cognito/angular';
 *
 * export const auth = provideCognitoAuth(
 *   { userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' },
 *   withSessionEndHook(() => inject(Router).navigateByUrl('/signed-out')),
 * );
 * ```
 */
export function withSessionEndHook(hook: SessionEndHook): CognitoAuthFeature {
  return { providers: [provideEnvironmentInitializer(() => watchSessionEnds(hook))] };
}

function watchSessionEnds(hook: SessionEndHook): void {
  if (isPlatformServer(inject(PLATFORM_ID))) return;
  const injector = inject(Injector);
  const zone = inject(NgZone);
  const report = (error: unknown): void => injector.get(ErrorHandler).handleError(error);
  const call = (context: SessionEndContext): void => {
    try {
      const returned = zone.run(() => runInInjectionContext(injector, () => hook(context)));
      void Promise.resolve(returned).catch(report);
    } catch (error) {
      report(error);
    }
  };
  const watch = inject(AUTH)
    .state$.pipe(pairwise())
    .subscribe(([before, state]) => {
      const user = endedUser(before, state);
      if (user) call({ user, state });
    });
  inject(DestroyRef).onDestroy(() => watch.unsubscribe());
}

/** Returns whose session is over with this change of the state, if anybody's is. */
function endedUser(before: AuthState, after: AuthState): AuthUser | undefined {
  if (before.status === 'signedIn') {
    return after.status === 'signedIn' && after.user.userId === before.user.userId ? undefined : before.user;
  }
  // A sign-out that was asked for before the storage had answered.
  return before.status !== 'signingOut' && after.status === 'signingOut' ? after.user : undefined;
}

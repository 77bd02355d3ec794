import { inject, InjectionToken, Injector, runInInjectionContext } from '@angular/core';
import type { SessionCleanup } from 'rx-cognito';
import type { CognitoAuthFeature } from './feature';

/** The cleanups that features add to those of the options. */
export const SESSION_CLEANUPS: InjectionToken<readonly SessionCleanup[]> = new InjectionToken<
  readonly SessionCleanup[]
>('SessionCleanups of rx-cognito');

/**
 * Adds cleanups to the end of every session. Their hooks run in an injection context, so that `inject()` works in them.
 *
 * @example
 * ```ts
 * import { inject } from '@angular/core';
 * import { Router } from '@angular/router';
 * import { provideCognitoAuth, withSessionCleanup } from 'rx-cognito/angular';
 *
 * export const auth = provideCognitoAuth(
 *   { userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' },
 *   withSessionCleanup({ name: 'leave', afterClear: () => inject(Router).navigateByUrl('/sign-in') }),
 * );
 * ```
 */
export function withSessionCleanup(...cleanups: readonly SessionCleanup[]): CognitoAuthFeature {
  return {
    providers: cleanups.map((cleanup) => ({
      provide: SESSION_CLEANUPS,
      multi: true,
      useFactory: () => inInjectionContext(cleanup, inject(Injector)),
    })),
  };
}

function inInjectionContext(cleanup: SessionCleanup, injector: Injector): SessionCleanup {
  const { name, beforeRevoke, afterClear } = cleanup;
  return {
    name,
    ...(beforeRevoke && {
      beforeRevoke: (context) => runInInjectionContext(injector, () => beforeRevoke(context)),
    }),
    ...(afterClear && {
      afterClear: (context) => runInInjectionContext(injector, () => afterClear(context)),
    }),
  };
}

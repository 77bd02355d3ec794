import { inject, InjectionToken, Injector, runInInjectionContext } from '@angular/core';
import type { SessionCleanup } from 'rx-cognito';
import type { CognitoAuthFeature } from './feature';

/**
 * The cleanups that `withSessionCleanup` adds to those of the options. It is exported for `rx-cognito/angular/testing`; an
 * application adds its own by `withSessionCleanup`.
 */
export const SESSION_CLEANUPS: InjectionToken<readonly SessionCleanup[]> = new InjectionToken<
  readonly SessionCleanup[]
>('SessionCleanups of rx-cognito');

/**
 * Adds cleanups to the end of every session. Their hooks run in an injection context, so that `inject()` works in them.
 *
 * `afterClear` comes after the server's answers; to leave a page at once, see `withSessionEndHook`.
 *
 * @example
 * ```ts
 * import { inject, Injectable } from '@angular/core';
 * import { provideCognitoAuth, withSessionCleanup } from 'rx-cognito/angular';
 *
 * @Injectable({ providedIn: 'root' })
 * class Drafts {
 *   forget(): void {
 *     localStorage.removeItem('drafts');
 *   }
 * }
 *
 * export const auth = provideCognitoAuth(
 *   { userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' },
 *   withSessionCleanup({ name: 'drafts', afterClear: () => inject(Drafts).forget() }),
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

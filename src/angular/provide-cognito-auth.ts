import { isPlatformServer } from '@angular/common';
import {
  DestroyRef,
  inject,
  makeEnvironmentProviders,
  NgZone,
  PLATFORM_ID,
  provideEnvironmentInitializer,
} from '@angular/core';
import type { EnvironmentProviders } from '@angular/core';
import { createAuth } from 'rx-cognito';
import type { Auth, AuthOptions } from 'rx-cognito';
import { AUTH, AUTH_OPTIONS } from './auth-token';
import type { CognitoAuthFeature } from './feature';
import { createServerAuth } from './server-auth';
import { SESSION_CLEANUPS } from './with-session-cleanup';

/**
 * Provides the `Auth` of a user pool's app client: created when it is first injected, destroyed with its injector. With managed login
 * (`hostedUi`) it is created at once: it reads the answer of a sign-in out of the address before the router looks at it.
 *
 * While a page is rendered on a server it does nothing: no storage, no timer, no request; its state is `restoring`, and the
 * browser finds out. It never keeps an application from becoming stable.
 *
 * @param options - as of `createAuth`, or a function that returns them, called in an injection context
 * @param features - see `withSessionCleanup`, `withSessionEndHook` and `withSignOutOnIdle`
 *
 * @example
 * ```ts
 * import type { ApplicationConfig } from '@angular/core';
 * import { provideCognitoAuth, withSignOutOnIdle } from 'rx-cognito/angular';
 *
 * export const appConfig: ApplicationConfig = {
 *   providers: [
 *     provideCognitoAuth(
 *       { userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' },
 *       withSignOutOnIdle({ after: 15 * 60_000, warnBefore: 60_000 }),
 *     ),
 *   ],
 * };
 * ```
 */
export function provideCognitoAuth(
  options: AuthOptions | (() => AuthOptions),
  ...features: readonly CognitoAuthFeature[]
): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: AUTH_OPTIONS, useFactory: () => (typeof options === 'function' ? options() : options) },
    { provide: AUTH, useFactory: createInjectedAuth },
    provideEnvironmentInitializer(readReturn),
    ...features.flatMap(({ providers }) => providers),
  ]);
}

function readReturn(): void {
  if (inject(AUTH_OPTIONS).hostedUi) inject(AUTH);
}

function createInjectedAuth(): Auth {
  const auth = isPlatformServer(inject(PLATFORM_ID)) ? createServerAuth() : createBrowserAuth();
  inject(DestroyRef).onDestroy(() => auth.destroy());
  return auth;
}

function createBrowserAuth(): Auth {
  const options = inject(AUTH_OPTIONS);
  const cleanups = [...(options.cleanups ?? []), ...(inject(SESSION_CLEANUPS, { optional: true }) ?? [])];
  // A timer set inside the zone would keep an application that still has zone.js from ever becoming stable.
  return inject(NgZone).runOutsideAngular(() => {
    const auth = createAuth({ ...options, cleanups });
    auth.state$.subscribe();
    return auth;
  });
}

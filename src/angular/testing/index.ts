import { DestroyRef, inject, makeEnvironmentProviders, provideEnvironmentInitializer } from '@angular/core';
import type { EnvironmentProviders } from '@angular/core';
import { AuthError } from 'rx-cognito';
import type { Auth, OwnErrorCode } from 'rx-cognito';
import { AUTH, SESSION_CLEANUPS } from 'rx-cognito/angular';
import type { CognitoAuthFeature } from 'rx-cognito/angular';
import { createTestAuth } from 'rx-cognito/testing';
import type { TestAuth } from 'rx-cognito/testing';

/**
 * Provides an `Auth` that the spec drives, in the place of `provideCognitoAuth`.
 *
 * @param auth - made by `createTestAuth()`. Default: a new one for each injector, signed out, destroyed with it
 * @param features - as of `provideCognitoAuth`; the cleanups of `withSessionCleanup` run at the end of its sessions
 *
 * @example
 * ```ts
 * import { TestBed } from '@angular/core/testing';
 * import { injectUser } from 'rx-cognito/angular';
 * import { provideTestAuth } from 'rx-cognito/angular/testing';
 * import { createTestAuth } from 'rx-cognito/testing';
 *
 * const auth = createTestAuth();
 * TestBed.configureTestingModule({ providers: [provideTestAuth(auth)] });
 * const user = TestBed.runInInjectionContext(injectUser);
 *
 * auth.startSession({ username: 'ada' });
 * console.log(user()?.username); // ada
 * ```
 */
export function provideTestAuth(
  auth?: Auth,
  ...features: readonly CognitoAuthFeature[]
): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: AUTH, useFactory: () => withCleanups(auth ?? createOwnAuth()) },
    // A spec has its hands on an Auth that nobody may have injected: its cleanups are to be there all the same.
    provideEnvironmentInitializer(() => {
      inject(AUTH);
    }),
    ...features.flatMap(({ providers }) => providers),
  ]);
}

function createOwnAuth(): TestAuth {
  const auth = createTestAuth();
  inject(DestroyRef).onDestroy(() => auth.destroy());
  return auth;
}

function withCleanups(auth: Auth | TestAuth): Auth {
  const cleanups = inject(SESSION_CLEANUPS, { optional: true }) ?? [];
  if (cleanups.length === 0) return auth;
  if (!('addCleanups' in auth)) {
    throw new AuthError({
      kind: 'configuration',
      code: 'InvalidOption' satisfies OwnErrorCode,
      message: 'withSessionCleanup beside an Auth of your own: nothing would run its cleanups.',
      recoverySuggestion: 'Give provideTestAuth an Auth that createTestAuth() made.',
    });
  }
  inject(DestroyRef).onDestroy(auth.addCleanups(...cleanups));
  return auth;
}

import { makeEnvironmentProviders } from '@angular/core';
import type { EnvironmentProviders } from '@angular/core';
import type { Auth } from 'rx-cognito';
import { AUTH } from 'rx-cognito/angular';
import type { CognitoAuthFeature } from 'rx-cognito/angular';
import { createTestAuth } from 'rx-cognito/testing';

/**
 * Provides an `Auth` that the spec drives, in the place of `provideCognitoAuth`.
 *
 * @param auth - made by `createTestAuth()`. Default: a new one, signed out
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
  auth: Auth = createTestAuth(),
  ...features: readonly CognitoAuthFeature[]
): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: AUTH, useValue: auth },
    ...features.flatMap(({ providers }) => providers),
  ]);
}

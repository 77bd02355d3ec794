import { makeEnvironmentProviders } from '@angular/core';
import type { EnvironmentProviders } from '@angular/core';
import { provideEffects } from '@ngrx/effects';
import { provideState } from '@ngrx/store';
import { authEventsEffect, authStateEffect, redirectResultEffect, signOutEffect } from './auth-effects';
import { authFeature } from './auth-feature';

/**
 * Registers the slice `auth` and its effects with the store. It needs `provideStore()` and `provideCognitoAuth()`.
 *
 * @example
 * ```ts
 * import type { ApplicationConfig } from '@angular/core';
 * import { provideStore } from '@ngrx/store';
 * import { provideCognitoAuth } from 'rx-cognito/angular';
 * import { provideAuthStore, resetOnSessionEnd } from 'rx-cognito/ngrx';
 *
 * export const appConfig: ApplicationConfig = {
 *   providers: [
 *     provideCognitoAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' }),
 *     provideStore({}, { metaReducers: [resetOnSessionEnd('orders', 'profile')] }),
 *     provideAuthStore(),
 *   ],
 * };
 * ```
 */
export function provideAuthStore(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideState(authFeature),
    provideEffects({ authStateEffect, authEventsEffect, redirectResultEffect, signOutEffect }),
  ]);
}

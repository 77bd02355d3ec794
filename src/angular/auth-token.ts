import { InjectionToken } from '@angular/core';
import type { Auth, AuthOptions } from 'rx-cognito';

/** The `Auth` of an injector; `injectAuth()` is the short way to it. */
export const AUTH: InjectionToken<Auth> = new InjectionToken<Auth>(
  'Auth of rx-cognito (is provideCognitoAuth() among the providers?)',
);

/** The options of `provideCognitoAuth`, evaluated once. */
export const AUTH_OPTIONS: InjectionToken<AuthOptions> = new InjectionToken<AuthOptions>(
  'AuthOptions of rx-cognito',
);

import '@angular/compiler';
import { provideHttpClient } from '@angular/common/http';
import { Component, enableProdMode, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import {
  AbstractSecurityStorage,
  DefaultLocalStorageService,
  LogLevel,
  OidcSecurityService,
  provideAuth,
} from 'angular-auth-oidc-client';
import { firstValueFrom, lastValueFrom, switchMap } from 'rxjs';
import { createEar, SCOPES } from '../peer';

const { userPoolClientId, issuer, redirectSignIn, redirectSignOut } = setting;
const App = Component({ selector: 'app-root', template: '' })(
  class {
    readonly title = 'application';
  },
);

const start = async (): Promise<{ readonly oidc: OidcSecurityService; readonly isSignedIn: boolean }> => {
  document.body.append(document.createElement('app-root'));
  enableProdMode();
  const { injector } = await bootstrapApplication(App, {
    providers: [
      provideZonelessChangeDetection(),
      provideHttpClient(),
      provideAuth({
        config: {
          authority: issuer,
          clientId: userPoolClientId,
          redirectUrl: redirectSignIn,
          postLogoutRedirectUri: redirectSignOut,
          scope: SCOPES.join(' '),
          responseType: 'code',
          useRefreshToken: true,
          silentRenew: true,
          disableRefreshTokenOfflineAccessScopeWarning: true,
          logLevel: LogLevel.None,
          // Else it would ask a router to go to `/`.
          triggerAuthorizationResultEvent: true,
        },
      }),
      { provide: AbstractSecurityStorage, useClass: DefaultLocalStorageService },
    ],
  });
  const oidc = injector.get(OidcSecurityService);
  const { isAuthenticated } = await firstValueFrom(oidc.checkAuth());
  return { oidc, isSignedIn: isAuthenticated };
};

const ear = createEar();
const started = start();

globalThis.peer = {
  signIn: () => {
    void started.then(({ oidc }) => {
      oidc.authorize();
    });
  },
  signOut: () => {
    // Cognito has parameters of its own.
    const customParams = { client_id: userPoolClientId, logout_uri: redirectSignOut };
    ear.hear(
      started.then(({ oidc }) =>
        lastValueFrom(
          // `logoffAndRevokeTokens()` would revoke the access token as well, which `/oauth2/revoke` refuses, and go no further.
          oidc.revokeRefreshToken().pipe(switchMap(() => oidc.logoff(undefined, { customParams }))),
          { defaultValue: undefined },
        ),
      ),
    );
  },
  isSignedIn: () => started.then(({ isSignedIn }) => isSignedIn),
  told: () => ear.told(),
};

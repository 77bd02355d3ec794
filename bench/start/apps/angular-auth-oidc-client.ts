import { provideHttpClient } from '@angular/common/http';
import { createApplication } from '@angular/platform-browser';
import {
  AbstractSecurityStorage,
  DefaultLocalStorageService,
  OidcSecurityService,
  provideAuth,
} from 'angular-auth-oidc-client';
import { configOf, issuerOf } from '../config';
import { watchFirstState } from '../first-state';

const pool = configOf();
const authority = issuerOf(pool);
const told = watchFirstState();
const config = {
  authority,
  clientId: pool.userPoolClientId,
  redirectUrl: location.origin,
  scope: 'openid',
  responseType: 'code',
  // Given, so that nobody is asked for it.
  authWellknownEndpoints: {
    issuer: authority,
    jwksUri: `${authority}/.well-known/jwks.json`,
    authorizationEndpoint: 'https://a.example/oauth2/authorize',
    tokenEndpoint: 'https://a.example/oauth2/token',
  },
};
void createApplication({
  providers: [
    provideHttpClient(),
    provideAuth({ config }),
    { provide: AbstractSecurityStorage, useClass: DefaultLocalStorageService },
  ],
}).then(({ injector }) => {
  injector
    .get(OidcSecurityService)
    .checkAuth()
    .subscribe(({ isAuthenticated }) => {
      told(isAuthenticated);
    });
});

import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import { inject } from '@angular/core';
import type { ApplicationConfig } from '@angular/core';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { authInterceptor, provideCognitoAuth, withSessionCleanup } from 'rx-cognito/angular';
import { hostedUi } from 'rx-cognito/hosted-ui';
import { routes } from './routes';
import { SITE_CONFIG } from './site-config';
import type { SiteConfig } from './site-config';
import { TokenCopy } from './sign-out/token-copy';

/** Puts the application together. */
export function appConfig(site: SiteConfig): ApplicationConfig {
  const { userPoolId, userPoolClientId, userPoolEndpoint, managedLoginDomain, apiOrigin } = site;
  return {
    providers: [
      { provide: SITE_CONFIG, useValue: site },
      provideRouter(routes, withComponentInputBinding()),
      provideHttpClient(withFetch(), withInterceptors([authInterceptor({ allow: [apiOrigin] })])),
      provideCognitoAuth(
        {
          userPoolId,
          userPoolClientId,
          userPoolEndpoint,
          validateOnFocus: true,
          userClaims: ['email', 'identities'],
          deviceName: `A browser on ${navigator.platform}`,
          hostedUi: hostedUi({
            domain: managedLoginDomain,
            redirectSignIn: [`${location.origin}/callback`],
            redirectSignOut: [`${location.origin}/signed-out`],
          }),
        },
        withSessionCleanup({
          name: 'copy of the token',
          beforeRevoke: ({ accessToken }) => {
            inject(TokenCopy).take(accessToken);
          },
        }),
      ),
    ],
  };
}

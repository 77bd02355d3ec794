import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import { inject } from '@angular/core';
import type { ApplicationConfig } from '@angular/core';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { authInterceptor, provideCognitoAuth, withSessionCleanup } from 'rx-cognito/angular';
import { routes } from './routes';
import { SITE_CONFIG } from './site-config';
import type { SiteConfig } from './site-config';
import { TokenCopy } from './sign-out/token-copy';

/** Puts the application together. */
export function appConfig(site: SiteConfig): ApplicationConfig {
  const { userPoolId, userPoolClientId, userPoolEndpoint, apiOrigin } = site;
  return {
    providers: [
      { provide: SITE_CONFIG, useValue: site },
      provideRouter(routes, withComponentInputBinding()),
      provideHttpClient(withFetch(), withInterceptors([authInterceptor({ allow: [apiOrigin] })])),
      provideCognitoAuth(
        { userPoolId, userPoolClientId, userPoolEndpoint, validateOnFocus: true },
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

import { inject } from '@angular/core';
import { Router } from '@angular/router';
import type { CanActivateFn } from '@angular/router';
import { injectAuth, safeReturnUrl } from 'rx-cognito/angular';
import { redirectResult$ } from 'rx-cognito/hosted-ui';
import { map } from 'rxjs';

/** Stands where managed login returns to: goes on to the page that the user wanted, and stays where the sign-in failed. */
export const returnGuard: CanActivateFn = () => {
  const router = inject(Router);
  return redirectResult$(injectAuth()).pipe(
    map((result) => {
      if (result.type === 'signInFailed') return true;
      return router.parseUrl(
        result.type === 'signedIn' ? safeReturnUrl(result.customState, '/orders') : '/sign-in',
      );
    }),
  );
};

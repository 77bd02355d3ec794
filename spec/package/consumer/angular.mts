import { injectAuth } from 'rx-cognito/angular';
import type { Auth } from 'rx-cognito';

/** What the Angular entry injects is the Auth of the core, not a copy of its type. */
export function authOfTheApplication(): Auth {
  return injectAuth();
}

import { AuthError } from 'rx-cognito';
import type { Auth } from 'rx-cognito';
import { createTestAuth } from 'rx-cognito/testing';

// The types of both entries are one: what is made for a test goes where an Auth is asked for.
export const auth: Auth = createTestAuth();

auth.errors$.subscribe((error) => {
  const same: AuthError = error;
  console.log(same.kind);
});

import type { AuthUser } from 'rx-cognito';

/** What a user calls themselves: what they type to sign in, or the e-mail address of their account at a provider. */
export function displayName({ loginId, claims, username }: AuthUser): string {
  const email = claims?.['email'];
  return loginId ?? (typeof email === 'string' ? email : username);
}

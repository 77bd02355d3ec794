import type { Observable } from 'rxjs';
import type { Auth, SignInInput, SignInResult } from 'rx-cognito';

/** How the sign-in goes on that follows a sign-up by itself. */
export type AutoSignInOptions = Pick<SignInInput, 'authFlowType' | 'preferredChallenge' | 'clientMetadata'>;

/** What of a sign-up can sign its user in. */
export interface SignedUp {
  readonly username: string;
  /** What the caller asked for; by default, what Cognito offers. */
  readonly autoSignIn: boolean | AutoSignInOptions | undefined;
  /** Cognito's handle of the sign-up: only app clients that allow `USER_AUTH` get one, once. */
  readonly session: string | undefined;
  /** What was signed up with: it is good for a sign-in whatever Cognito thinks of the handle. */
  readonly password?: string | undefined;
}

/**
 * Returns the sign-in that follows a sign-up, where there can be one. The handle and the password are in the closure of
 * the stream, and nowhere else.
 */
export function autoSignInOf$(
  auth: Auth,
  { username, autoSignIn, session, password }: SignedUp,
): Observable<SignInResult> | undefined {
  if (autoSignIn === false) return undefined;
  const options = typeof autoSignIn === 'object' ? autoSignIn : {};
  if (password !== undefined) return auth.signIn$({ ...options, username, password });
  if (typeof session !== 'string' || session === '') return undefined;
  return auth.signIn$({ ...options, username, authFlowType: 'USER_AUTH', session });
}

/** What is stored of a session that nobody may find after its end: the tokens first, by the last part of its key. */
const REMOVED = [
  ...['refreshToken', 'accessToken', 'idToken', 'clockDrift'],
  ...['signInDetails', 'oauthMetadata', 'oidcProvider', 'userData'],
] as const;

/** The keys under which both libraries store the session of an app client. */
export interface StoredKeys {
  /** Whose session it is: the way to all the rest. */
  readonly lastUser: string;
  /** Our own note that the session of this user is being taken over. */
  readonly claim: string;
  /** Where Amplify notes that its session began at managed login: now, and in its version 5. */
  readonly hostedUi: readonly string[];
  of(username: string, field: string): string;
  /** Returns everything of a user's session. */
  ofSession(username: string): readonly string[];
  /** Returns the user whose session an entry is part of; `undefined` for what is part of none, a device among others. */
  ownerOf(key: string): string | undefined;
}

/** Returns the keys of an app client. */
export function keysOf(userPoolClientId: string): StoredKeys {
  const prefix = `CognitoIdentityServiceProvider.${userPoolClientId}.`;
  const of = (username: string, field: string): string => `${prefix}${username}.${field}`;
  return {
    lastUser: `${prefix}LastAuthUser`,
    hostedUi: [`${prefix}oauthSignIn`, 'amplify-signin-with-hostedUI'],
    claim: `rx-cognito.${userPoolClientId}.adopted`,
    of,
    ofSession: (username) => REMOVED.map((field) => of(username, field)),
    ownerOf: (key) => {
      const end = key.lastIndexOf('.');
      const isOfSession =
        key.startsWith(prefix) &&
        end > prefix.length &&
        REMOVED.some((field) => field === key.slice(end + 1));
      return isOfSession ? key.slice(prefix.length, end) : undefined;
    },
  };
}

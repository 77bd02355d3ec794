/**
 * What to do about an exception that says several things under one name, by what its message says. Nothing but the suggestion
 * hangs on a text: Cognito may change it, and then the suggestion of the name is told.
 */
const SUGGESTIONS: Readonly<Record<string, readonly (readonly [pattern: RegExp, suggestion: string])[]>> = {
  NotAuthorizedException: [
    [
      /attempts exceeded/i,
      'Wait before the next attempt: after five wrong passwords each one locks for longer.',
    ],
    [/user is disabled/i, 'Ask an administrator to enable this user again.'],
    [/temporary password has expired/i, 'Ask an administrator for a new temporary password.'],
    [
      /secret[ _]?hash|client secret/i,
      'Use an app client without a secret in browsers; on a server, set userPoolClientSecret.',
    ],
    [
      /required scopes/i,
      'Ask for the scope aws.cognito.signin.user.admin: the user pool takes no other access token.',
    ],
    [
      /refresh token/i,
      'Sign in again: the refresh token has expired, was revoked, or is of another client or device.',
    ],
    [/access token/i, 'Sign in again: the access token has expired or was revoked.'],
    [/session/i, 'Start the sign-in again: the session of its challenge has expired or was used.'],
    [/unauthorized attribute/i, 'Allow the app client to write this attribute, or leave it out.'],
  ],
  InvalidParameterException: [
    [/not enabled for (the|this) client/i, 'Allow this authentication flow in the app client.'],
    [
      /no registered\/verified (email|phone)/i,
      'Verify an e-mail address or a phone number of the user first.',
    ],
  ],
  LimitExceededException: [
    [/attempt limit/i, 'Wait an hour or so before the next attempt: the user pool counts them per user.'],
  ],
};

/** Returns what to do about an exception, where its message says more than its name. */
export const suggestionOf = (name: string, message: string): string | undefined =>
  (Object.hasOwn(SUGGESTIONS, name) ? SUGGESTIONS[name] : undefined)?.find(([pattern]) =>
    pattern.test(message),
  )?.[1];

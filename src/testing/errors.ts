import { AuthError } from 'rx-cognito';

/** Whoever wants tokens without a session, or waits for them when it ends. */
export const signedOutError = (): AuthError =>
  new AuthError({
    kind: 'signedOut',
    code: 'SignedOut',
    message: 'Nobody is signed in.',
    recoverySuggestion: 'Call startSession(), or setState(signedInState()), on the TestAuth first.',
  });

/** A sign-in that a sign-out or a newer attempt cut off. */
export const cutOffError = (): AuthError =>
  new AuthError({
    kind: 'cancelled',
    code: 'SignInCancelled',
    message: 'The sign-in was cut off.',
    recoverySuggestion: 'Start it again if it is still wanted.',
  });

/** A call that makes no sense in the state it is made in. */
export const invalidStateError = (code: string, message: string): AuthError =>
  new AuthError({
    kind: 'invalidState',
    code,
    message,
    recoverySuggestion: 'Put the TestAuth in the state that the call needs.',
  });

/** Any call after `destroy()`. */
export const destroyedError = (): AuthError =>
  invalidStateError('AuthDestroyed', 'This Auth has been destroyed.');

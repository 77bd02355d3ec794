import { inspect } from 'node:util';
import type { AuthError } from '../../src/model/auth-error';
import * as errors from '../../src/model/errors';
import { fakeTokens } from '../fakes/fake-tokens';

/** Everything that a caller reads of an error. */
const told = ({ kind, code, message, recoverySuggestion, retryable }: AuthError): object => ({
  kind,
  code,
  message,
  recoverySuggestion,
  retryable,
});

describe('errors', () => {
  it.each<[keyof typeof errors, AuthError, object]>([
    [
      'signedOutError',
      errors.signedOutError(),
      {
        kind: 'signedOut',
        code: 'SignedOut',
        message: 'Nobody is signed in.',
        recoverySuggestion: 'Sign in with signIn$() first.',
        retryable: false,
      },
    ],
    [
      'destroyedError',
      errors.destroyedError(),
      {
        kind: 'invalidState',
        code: 'AuthDestroyed',
        message: 'This Auth has been destroyed.',
        recoverySuggestion: 'Create another with createAuth().',
        retryable: false,
      },
    ],
    [
      'noChallengeError',
      errors.noChallengeError(),
      {
        kind: 'invalidState',
        code: 'NoPendingChallenge',
        message: 'No challenge waits for an answer.',
        recoverySuggestion: 'Start again with signIn$().',
        retryable: false,
      },
    ],
    [
      'configurationError',
      errors.configurationError('userPoolId', 'a user pool id'),
      {
        kind: 'configuration',
        code: 'InvalidOption',
        message: 'The option userPoolId is not a user pool id.',
        recoverySuggestion: 'Set userPoolId to a user pool id.',
        retryable: false,
      },
    ],
    [
      'clientSecretInBrowserError',
      errors.clientSecretInBrowserError(),
      {
        kind: 'configuration',
        code: 'ClientSecretInBrowser',
        message: 'userPoolClientSecret is set in a browser, where everybody can read it.',
        recoverySuggestion: 'In browsers, use an app client without a secret.',
        retryable: false,
      },
    ],
    [
      'validationError',
      errors.validationError('password', 'a password'),
      {
        kind: 'validation',
        code: 'InvalidArgument',
        message: 'The argument password is not a password.',
        recoverySuggestion: 'Pass a password as password.',
        retryable: false,
      },
    ],
    [
      'invalidStateError',
      errors.invalidStateError('NoPendingChallenge', 'Not now.', 'Wait.'),
      {
        kind: 'invalidState',
        code: 'NoPendingChallenge',
        message: 'Not now.',
        recoverySuggestion: 'Wait.',
        retryable: false,
      },
    ],
    [
      'cancelledError',
      errors.cancelledError('SignInSuperseded', 'Cut off.'),
      {
        kind: 'cancelled',
        code: 'SignInSuperseded',
        message: 'Cut off.',
        recoverySuggestion: 'Start it again if it is still wanted.',
        retryable: false,
      },
    ],
    [
      'notLoadedError',
      errors.notLoadedError(),
      {
        kind: 'network',
        code: 'SdkNotLoaded',
        message: 'The code that talks to Cognito could not be loaded.',
        recoverySuggestion: 'Try again; if a new version was deployed meanwhile, reload the page.',
        retryable: true,
      },
    ],
    [
      'timeoutError',
      errors.timeoutError('The request', 10_000),
      {
        kind: 'timeout',
        code: 'Timeout',
        message: 'The request took longer than 10 seconds.',
        recoverySuggestion: 'Try again when the connection is better.',
        retryable: true,
      },
    ],
    [
      'unknownError',
      errors.unknownError('It failed.', 'why'),
      {
        kind: 'unknown',
        code: 'Unknown',
        message: 'It failed.',
        recoverySuggestion: 'Look at the cause; if it is not of your own code, report it to rx-cognito.',
        retryable: false,
      },
    ],
  ])('say what happened, what to do, and whether to try again: %s', (_factory, error, expected) => {
    expect(told(error)).toEqual(expected);
  });

  it.each([
    [1_000, '1 second'],
    [1_873, '1.9 seconds'],
    [3, '0.003 seconds'],
  ])('say of a limit of %s ms what people call it', (limitMs, words) => {
    expect(errors.timeoutError('It', limitMs).message).toBe(`It took longer than ${words}.`);
  });
});

describe('notLoadedError', () => {
  it('keeps why it could not be loaded, and no token that stands in it (R43)', () => {
    const { AccessToken } = fakeTokens();
    const error = errors.notLoadedError(new TypeError(`Failed to fetch chunk-1.js for ${AccessToken}`));
    expect(error.cause).toEqual({
      name: 'TypeError',
      message: 'Failed to fetch chunk-1.js for [redacted]',
    });
    expect(inspect(error, { depth: 9 })).not.toContain(AccessToken);
  });

  it('has no cause where nothing was thrown', () => {
    expect(errors.notLoadedError()).not.toHaveProperty('cause');
  });
});

describe('unknownError', () => {
  it('keeps its cause', () => {
    expect(errors.unknownError('It failed.', 'why').cause).toBe('why');
  });
});

import { AuthError } from 'rx-cognito';

/** An option that is not what it must be. */
export const optionError = (option: string, expected: string): AuthError =>
  new AuthError({
    kind: 'configuration',
    code: 'InvalidOption',
    message: `The option ${option} is not ${expected}.`,
    recoverySuggestion: `Set it to ${expected}.`,
  });

/** Code that comes by `import()`, and did not come. */
export const notLoadedError = (): AuthError =>
  new AuthError({
    kind: 'network',
    code: 'SdkNotLoaded',
    message: 'The code of managed login did not load.',
    recoverySuggestion: 'Try again, or reload the page.',
    retryable: true,
  });

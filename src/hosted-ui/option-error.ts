import { AuthError } from 'rx-cognito';

/** An option that is not what it must be. */
export const optionError = (option: string, expected: string): AuthError =>
  new AuthError({
    kind: 'configuration',
    code: 'InvalidOption',
    message: `The option ${option} is not ${expected}.`,
    recoverySuggestion: `Set ${option} to ${expected}.`,
  });

/** Code that comes by `import()`, and did not come. */
export const notLoadedError = (): AuthError =>
  new AuthError({
    kind: 'network',
    code: 'SdkNotLoaded',
    message: 'The code of managed login could not be loaded.',
    recoverySuggestion: 'Try again; reload the page if a new version was deployed.',
    retryable: true,
  });

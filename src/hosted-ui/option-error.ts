import { AuthError } from 'rx-cognito';
import type { OwnErrorCode } from 'rx-cognito';

/** An option that is not what it must be. */
export const optionError = (option: string, expected: string): AuthError =>
  new AuthError({
    kind: 'configuration',
    code: 'InvalidOption' satisfies OwnErrorCode,
    message: `The option ${option} is not ${expected}.`,
    recoverySuggestion: `Set it to ${expected}.`,
  });

import { AuthError } from '../model/auth-error';
import type { TokenDefect } from '../model/session';
import { DEFECTS } from '../model/token-defects';

/** Tokens that were answered and cannot be taken. */
export const tokensRefusedError = (defect: TokenDefect): AuthError =>
  new AuthError({
    kind: 'service',
    code: 'InvalidTokens',
    message: `The answer of the user pool ${DEFECTS[defect]}.`,
    recoverySuggestion: 'Check userPoolId, userPoolClientId and userPoolEndpoint: they must belong together.',
  });

import { AuthError } from '../model/auth-error';
import type { TokenDefect } from '../model/session';

const DEFECTS: Readonly<Record<TokenDefect, string>> = {
  missingToken: 'lacks a token',
  notAJwt: 'carries a token that is not a JWT',
  foreignClient: 'carries tokens of another app client',
  foreignIssuer: 'carries tokens of another user pool',
  foreignUser: 'carries tokens that do not name one and the same user',
  noExpiry: 'carries an access token that does not say when it expires',
};

/** Tokens that were answered and cannot be taken. */
export const tokensRefusedError = (defect: TokenDefect): AuthError =>
  new AuthError({
    kind: 'service',
    code: 'InvalidTokens',
    message: `The answer of the user pool ${DEFECTS[defect]}.`,
    recoverySuggestion: 'Check userPoolId, userPoolClientId and userPoolEndpoint: they must belong together.',
  });

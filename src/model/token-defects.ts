import type { TokenDefect } from './session';

/** What is wrong with an answer, or with what another library stored, that makes no session: the end of a sentence. */
export const DEFECTS: Readonly<Record<TokenDefect, string>> = {
  missingToken: 'lacks a token',
  notAJwt: 'carries a token that is not a JWT',
  foreignClient: 'carries tokens of another app client',
  foreignIssuer: 'carries tokens of another user pool',
  foreignUser: 'carries tokens that do not name one and the same user',
  noExpiry: 'carries an access token that does not say when it expires',
};

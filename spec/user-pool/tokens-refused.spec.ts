import { tokensRefusedError } from '../../src/user-pool/tokens-refused';

describe('tokensRefusedError', () => {
  it.each([
    ['missingToken', 'lacks a token'],
    ['notAJwt', 'carries a token that is not a JWT'],
    ['foreignClient', 'carries tokens of another app client'],
    ['foreignIssuer', 'carries tokens of another user pool'],
    ['foreignUser', 'carries tokens that do not name one and the same user'],
    ['noExpiry', 'carries an access token that does not say when it expires'],
  ] as const)('says of %s that the answer %s', (defect, said) => {
    expect(tokensRefusedError(defect)).toMatchObject({
      kind: 'service',
      code: 'InvalidTokens',
      message: `The answer of the user pool ${said}.`,
      retryable: false,
    });
  });
});

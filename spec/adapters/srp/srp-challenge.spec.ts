import fc from 'fast-check';
import { AuthError } from '../../../src/model/auth-error';
import { N } from '../../../src/adapters/srp/group';
import { readChallenge } from '../../../src/adapters/srp/srp-challenge';
import type { SrpChallengeValues } from '../../../src/adapters/srp/srp-challenge';
import { challengeOf, vectorNamed } from './srp-fixtures';

const challenge = challengeOf(vectorNamed('plain'));
const hexOfN = N.toString(16);

describe('readChallenge', () => {
  it.each([
    ['SRP_B of zero', { srpB: '0' }],
    ['SRP_B of many zeros', { srpB: '0'.repeat(768) }],
    ['SRP_B equal to N', { srpB: hexOfN }],
    ['SRP_B equal to N, padded', { srpB: `00${hexOfN}` }],
    ['an empty SRP_B', { srpB: '' }],
    ['SRP_B with a sign', { srpB: '-5' }],
    ['SRP_B with a prefix', { srpB: '0xff' }],
    ['SRP_B with a blank', { srpB: ' ff' }],
    ['SRP_B with a line break', { srpB: 'ff\n' }],
    ['SRP_B beyond hex', { srpB: 'fg' }],
    ['SRP_B longer than N', { srpB: `1${'0'.repeat(770)}` }],
    ['an empty SALT', { salt: '' }],
    ['SALT beyond hex', { salt: 'salt' }],
    ['an endless SALT', { salt: 'a'.repeat(257) }],
    ['SECRET_BLOCK that is not base64', { secretBlock: '%%%' }],
    ['an endless SECRET_BLOCK', { secretBlock: 'A'.repeat(16_385) }],
  ])('refuses %s (R40)', (_name, fault) => {
    expect(() => readChallenge({ ...challenge, ...fault })).toThrow(
      expect.objectContaining({ kind: 'service', code: 'SrpRefused', retryable: false }) as Error,
    );
  });

  it('says which value is at fault, but not what it was', () => {
    expect(() => readChallenge({ ...challenge, srpB: 'canary' })).toThrow(
      new AuthError({
        kind: 'service',
        code: 'SrpRefused',
        message: 'The sign-in challenge was refused: SRP_B is not hexadecimal.',
        recoverySuggestion: 'any',
      }),
    );
  });

  it('reads an odd number of digits, and capital ones (R40)', () => {
    expect(readChallenge({ ...challenge, salt: 'abc', srpB: 'ABC' })).toMatchObject({
      salt: 0xabcn,
      serverPublic: 0xabcn,
    });
  });

  it('reads values, or throws an AuthError, whatever the server sends (R40)', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.string(),
        (srpB, salt, secretBlock) => {
          expect(outcomeOf(() => readChallenge({ ...challenge, srpB, salt, secretBlock }))).toBe(
            'as promised',
          );
        },
      ),
    );
  });
});

function outcomeOf(read: () => SrpChallengeValues): string {
  try {
    const { serverPublic, salt } = read();
    return typeof serverPublic === 'bigint' && typeof salt === 'bigint' ? 'as promised' : 'not read';
  } catch (thrown) {
    return thrown instanceof AuthError ? 'as promised' : 'thrown something else';
  }
}

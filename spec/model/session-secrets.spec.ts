import { refreshTokensToRevoke, secretsOf } from '../../src/model/session-secrets';
import { fakeSession } from '../fakes/fake-tokens';

describe('secretsOf', () => {
  it('names every token, and no absent one', () => {
    const session = fakeSession();
    const { accessToken, idToken, refreshToken } = session;
    expect(secretsOf(session)).toEqual([accessToken, idToken, refreshToken]);
    expect(secretsOf({ ...session, originalRefreshToken: 'original' })).toContain('original');
  });
});

describe('refreshTokensToRevoke', () => {
  const session = fakeSession({ refreshToken: 'newest' });

  it('is the only one', () => {
    expect(refreshTokensToRevoke(session)).toEqual(['newest']);
  });

  it('is the original one as well of a family that has rotated (#12.11)', () => {
    const rotated = { ...session, originalRefreshToken: 'original' };
    expect(refreshTokensToRevoke(rotated)).toEqual(['newest', 'original']);
  });
});

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

  it('is the newest one', () => {
    expect(refreshTokensToRevoke(session)).toEqual(['newest']);
    expect(refreshTokensToRevoke({ ...session, originalRefreshToken: 'original' })).toEqual(['newest']);
    expect(refreshTokensToRevoke({ ...session, mayHaveForked: true })).toEqual(['newest']);
  });

  it('is the original one as well where a branch may be alive that nobody here holds', () => {
    const forked = { ...session, originalRefreshToken: 'original', mayHaveForked: true } as const;
    expect(refreshTokensToRevoke(forked)).toEqual(['newest', 'original']);
  });
});

import { isExpired } from '../../src/model/freshness';
import { readLeftSession } from '../../src/model/left-session';
import type { LeftSession } from '../../src/model/left-session';
import { fakeTokens, IDENTITY, START_AT } from '../fakes/fake-tokens';

const TOKENS = fakeTokens();
const left = (fields: Partial<LeftSession> = {}): LeftSession => ({
  accessToken: TOKENS.AccessToken,
  idToken: TOKENS.IdToken,
  refreshToken: TOKENS.RefreshToken,
  clockBehindMs: 0,
  ...fields,
});

describe('readLeftSession', () => {
  it('makes a session of it, with the device that its tokens are bound to', () => {
    expect(readLeftSession(left({ deviceKey: 'device-1' }), IDENTITY, START_AT)).toMatchObject({
      accessToken: TOKENS.AccessToken,
      refreshToken: TOKENS.RefreshToken,
      deviceKey: 'device-1',
      user: { username: 'ada' },
    });
  });

  it('keeps that it began at managed login (#15)', () => {
    expect(readLeftSession(left({ origin: 'hostedUi' }), IDENTITY, START_AT)).toMatchObject({
      origin: 'hostedUi',
    });
    expect(readLeftSession(left(), IDENTITY, START_AT)).not.toHaveProperty('origin');
  });

  it.each<[string, Partial<LeftSession>]>([
    ['missingToken', { refreshToken: undefined }],
    ['notAJwt', { accessToken: 'x' }],
    ['foreignUser', { idToken: fakeTokens({ userId: 'eve-sub' }).IdToken }],
    ['foreignClient', { accessToken: fakeTokens({ accessClaims: { client_id: 'other' } }).AccessToken }],
    ['foreignIssuer', { accessToken: fakeTokens({ accessClaims: { iss: 'https://x/y' } }).AccessToken }],
  ])('says what makes no session of it: %s', (defect, fields) => {
    expect(readLeftSession(left(fields), IDENTITY, START_AT)).toBe(defect);
  });

  it.each([
    [0, 0],
    [3_600_000, 3_600_000],
  ])(
    'learns the offset of the clocks from how far this one was behind: %i ms',
    (clockBehindMs, clockOffsetMs) => {
      expect(readLeftSession(left({ clockBehindMs }), IDENTITY, START_AT)).toMatchObject({ clockOffsetMs });
    },
  );

  it('holds a token for expired that may be (R32)', () => {
    const session = readLeftSession(left({ clockBehindMs: 7_200_000 }), IDENTITY, START_AT);
    expect(typeof session === 'string' || isExpired(session, START_AT)).toBe(true);
  });

  it('takes the tokens for received just now where they do not say when they were issued', () => {
    const accessToken = fakeTokens({ accessClaims: { iat: Infinity } }).AccessToken;
    expect(readLeftSession(left({ accessToken }), IDENTITY, START_AT)).toMatchObject({
      receivedAt: START_AT,
    });
  });
});

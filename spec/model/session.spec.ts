import { readSession } from '../../src/model/session';
import type { Session, TokenFields } from '../../src/model/session';
import { fakeTokens, IDENTITY, START_AT, TOKEN_LIFE_MS } from '../fakes/fake-tokens';
import type { FakeTokenOptions } from '../fakes/fake-tokens';

const fieldsOf = (options: FakeTokenOptions = {}): TokenFields => {
  const tokens = fakeTokens(options);
  return { accessToken: tokens.AccessToken, idToken: tokens.IdToken, refreshToken: tokens.RefreshToken };
};

const { issuer: _issuer, ...IDENTITY_BEHIND_ENDPOINT } = IDENTITY;

describe('readSession', () => {
  it('reads who signed in, and until when', () => {
    expect(readSession(fieldsOf({ groups: ['admins', 'staff'] }), IDENTITY, START_AT)).toMatchObject({
      user: { username: 'ada', userId: 'ada-sub', groups: ['admins', 'staff'] },
      expiresAt: START_AT + TOKEN_LIFE_MS,
      idTokenExpiresAt: START_AT + TOKEN_LIFE_MS,
      receivedAt: START_AT,
      clockOffsetMs: 0,
      isRevocable: true,
    });
  });

  it('freezes the session, its user and its groups', () => {
    const session = readSession(fieldsOf({ groups: ['admins'] }), IDENTITY, START_AT) as Session;
    expect([session, session.user, session.user.groups].every(Object.isFrozen)).toBe(true);
  });

  it('learns how far the clock of the server is from that of the device (R32)', () => {
    const receivedAt = START_AT - 7_200_000;
    expect(readSession(fieldsOf(), IDENTITY, receivedAt)).toMatchObject({
      clockOffsetMs: 7_200_000,
      receivedAt,
    });
  });

  it('takes the clocks for equal where the token does not say when it was issued', () => {
    const fields = fieldsOf({ accessClaims: { iat: undefined } });
    expect(readSession(fields, IDENTITY, START_AT + 5)).toMatchObject({ clockOffsetMs: 0 });
  });

  it.each([undefined, 'admins', 7, null])('takes groups that are %p for none', (groups) => {
    expect(readSession(fieldsOf({ groups }), IDENTITY, START_AT)).toMatchObject({ user: { groups: [] } });
  });

  it('takes only the groups that are texts', () => {
    const fields = fieldsOf({ groups: ['admins', 7, '', null, 'staff'] });
    expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({ user: { groups: ['admins', 'staff'] } });
  });

  it('keeps the device key', () => {
    const fields = { ...fieldsOf(), deviceKey: 'eu-west-1_device' };
    expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({ deviceKey: 'eu-west-1_device' });
  });

  it('has no device key where there is none', () => {
    expect(readSession({ ...fieldsOf(), deviceKey: undefined }, IDENTITY, START_AT)).not.toHaveProperty(
      'deviceKey',
    );
  });

  it('knows a session that cannot be revoked by the missing origin_jti (R12)', () => {
    const fields = fieldsOf({ accessClaims: { origin_jti: undefined } });
    expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({ isRevocable: false });
  });

  it('reckons with the id token’s own expiry', () => {
    const fields = fieldsOf({ idClaims: { exp: (START_AT + 300_000) / 1000 } });
    expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({ idTokenExpiresAt: START_AT + 300_000 });
  });

  it('takes the id token’s expiry from that of the access token where nothing else is known', () => {
    const fields = fieldsOf({ idClaims: { exp: 'soon' } });
    expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({
      idTokenExpiresAt: START_AT + TOKEN_LIFE_MS,
    });
  });

  it.each([undefined, 'soon', 0, -1, null])('falls back on ExpiresIn where exp is %p (R33)', (exp) => {
    const fields = { ...fieldsOf({ accessClaims: { exp } }), expiresInS: 60 };
    expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({ expiresAt: START_AT + 60_000 });
  });

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, '60', -60])(
    'refuses a token without an expiry, where ExpiresIn is %p (R33, R35)',
    (expiresInS) => {
      const fields = { ...fieldsOf({ accessClaims: { exp: undefined } }), expiresInS };
      expect(readSession(fields, IDENTITY, START_AT)).toBe('noExpiry');
    },
  );

  it('refuses a token with a life of no length, which would be renewed for ever (R32)', () => {
    expect(readSession(fieldsOf({ expiresAt: START_AT }), IDENTITY, START_AT)).toBe('noExpiry');
  });

  it.each<[string, TokenFields]>([
    ['the access token', { accessToken: undefined }],
    ['the id token (R35)', { idToken: undefined }],
    ['the refresh token', { refreshToken: '' }],
    ['texts', { accessToken: 7 }],
  ])('refuses fields without %s', (_what, fields) => {
    expect(readSession({ ...fieldsOf(), ...fields }, IDENTITY, START_AT)).toBe('missingToken');
  });

  it.each<[string, TokenFields]>([
    ['an access token', { accessToken: 'opaque' }],
    ['an id token', { idToken: 'opaque' }],
  ])('refuses %s that is not a JWT (R36)', (_what, fields) => {
    expect(readSession({ ...fieldsOf(), ...fields }, IDENTITY, START_AT)).toBe('notAJwt');
  });

  it.each<[string, FakeTokenOptions]>([
    ['an access token', { accessClaims: { client_id: 'another' } }],
    ['an id token', { idClaims: { aud: 'another' } }],
  ])('refuses %s of another app client (R36)', (_what, options) => {
    expect(readSession(fieldsOf(options), IDENTITY, START_AT)).toBe('foreignClient');
  });

  it.each<[string, FakeTokenOptions]>([
    ['an access token', { accessClaims: { iss: `${IDENTITY.issuer!}x` } }],
    ['an id token', { idClaims: { iss: 'https://issuer.example/eu-west-1_a1B2c3D4e' } }],
    ['a token', { accessClaims: { iss: undefined } }],
  ])('refuses %s of another issuer (R36)', (_what, options) => {
    expect(readSession(fieldsOf(options), IDENTITY, START_AT)).toBe('foreignIssuer');
  });

  it('takes any issuer that ends with the pool, behind an endpoint of one’s own', () => {
    const iss = 'http://localhost:9229/eu-west-1_a1B2c3D4e';
    const fields = fieldsOf({ accessClaims: { iss }, idClaims: { iss } });
    expect(readSession(fields, IDENTITY_BEHIND_ENDPOINT, START_AT)).toMatchObject({
      user: { username: 'ada' },
    });
  });

  it('refuses an issuer that ends with another pool, behind an endpoint of one’s own', () => {
    const fields = fieldsOf({ accessClaims: { iss: 'http://localhost:9229/xeu-west-1_a1B2c3D4e' } });
    expect(readSession(fields, IDENTITY_BEHIND_ENDPOINT, START_AT)).toBe('foreignIssuer');
  });

  it.each([undefined, 7, ''])('refuses the issuer %p, behind an endpoint of one’s own (R36)', (iss) => {
    const fields = fieldsOf({ accessClaims: { iss } });
    expect(readSession(fields, IDENTITY_BEHIND_ENDPOINT, START_AT)).toBe('foreignIssuer');
  });

  it.each<[string, FakeTokenOptions]>([
    ['name nobody', { accessClaims: { sub: '' } }],
    ['name no user name', { accessClaims: { username: undefined } }],
    ['name two users', { idClaims: { sub: 'bob-sub' } }],
  ])('refuses tokens that %s (R36)', (_what, options) => {
    expect(readSession(fieldsOf(options), IDENTITY, START_AT)).toBe('foreignUser');
  });
});

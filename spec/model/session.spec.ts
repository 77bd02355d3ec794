import fc from 'fast-check';
import { readSession } from '../../src/model/session';
import type { ClientIdentity, Session, SessionFields } from '../../src/model/session';
import { fakeTokens, IDENTITY, START_AT, TOKEN_LIFE_MS } from '../fakes/fake-tokens';
import type { FakeTokenOptions } from '../fakes/fake-tokens';

const fieldsOf = (options: FakeTokenOptions = {}): SessionFields => {
  const tokens = fakeTokens(options);
  return { accessToken: tokens.AccessToken, idToken: tokens.IdToken, refreshToken: tokens.RefreshToken };
};

const { issuers: ISSUERS = [], ...IDENTITY_BEHIND_ENDPOINT } = IDENTITY;
const showing = (...userClaims: string[]): ClientIdentity => ({ ...IDENTITY, userClaims });

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

  it.each<[string, SessionFields]>([
    ['the access token', { accessToken: undefined }],
    ['the id token (R35)', { idToken: undefined }],
    ['the refresh token', { refreshToken: '' }],
    ['texts', { accessToken: 7 }],
  ])('refuses fields without %s', (_what, fields) => {
    expect(readSession({ ...fieldsOf(), ...fields }, IDENTITY, START_AT)).toBe('missingToken');
  });

  it.each<[string, SessionFields]>([
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
    ['an access token', { accessClaims: { iss: `${ISSUERS[0]!}x` } }],
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

  it('takes the updated form of the issuer as well (R65)', () => {
    const iss = ISSUERS[1];
    const fields = fieldsOf({ accessClaims: { iss }, idClaims: { iss } });
    expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({ user: { username: 'ada' } });
  });

  it('shows what was typed to sign in', () => {
    const fields = { ...fieldsOf(), loginId: 'ada@example.com' };
    expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({
      user: { username: 'ada', loginId: 'ada@example.com' },
    });
  });

  it.each([undefined, '', 7, null, {}])('shows no login name that is %p', (loginId) => {
    const { user } = readSession({ ...fieldsOf(), loginId }, IDENTITY, START_AT) as Session;
    expect(user).not.toHaveProperty('loginId');
  });

  describe('claims', () => {
    const idClaims = { email: 'ada@example.com', address: { town: 'London', lines: ['1'] }, 'custom:a': 0 };
    const userOf = (identity: ClientIdentity): Session['user'] =>
      (readSession(fieldsOf({ idClaims }), identity, START_AT) as Session).user;

    it('shows none that were not asked for', () => {
      expect(userOf(IDENTITY)).not.toHaveProperty('claims');
    });

    it('shows those of the id token that were asked for, as they are', () => {
      expect(userOf(showing('email', 'custom:a', 'address')).claims).toStrictEqual({
        email: 'ada@example.com',
        'custom:a': 0,
        address: { town: 'London', lines: ['1'] },
      });
    });

    it('leaves out what the token does not have, and what every object inherits (R39)', () => {
      expect(userOf(showing('name', 'toString', '__proto__', 'constructor')).claims).toStrictEqual({});
    });

    it('freezes them to the bottom: they stand in the state', () => {
      const { claims } = userOf(showing('address'));
      const address = claims!['address'] as { lines: unknown };
      expect([claims, address, address.lines].every(Object.isFrozen)).toBe(true);
    });

    it.each<[number, string[]]>([
      [32, ['deep', 'email']],
      [33, ['email']],
      [100_000, ['email']],
    ])('leaves out what is nested deeper than any claim: %d levels (R39)', (levels, shown) => {
      const deep = `${'['.repeat(levels)}${']'.repeat(levels)}`;
      const claims = { email: 'ada@example.com' };
      const { idToken, ...fields } = fieldsOf({ idClaims: claims });
      const [head = '', payload = '', signature = ''] = String(idToken).split('.');
      const text = `${Buffer.from(payload, 'base64url').toString().slice(0, -1)},"deep":${deep}}`;
      const deeper = [head, Buffer.from(text).toString('base64url'), signature].join('.');
      const session = readSession({ ...fields, idToken: deeper }, showing('deep', 'email'), START_AT);
      expect(Object.keys((session as Session).user.claims!)).toEqual(shown);
    });
  });

  describe('the refresh token of the sign-in', () => {
    it('is kept where rotation has replaced it', () => {
      const fields = { ...fieldsOf(), originalRefreshToken: 'original' };
      expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({ originalRefreshToken: 'original' });
    });

    it('is not kept twice', () => {
      const fields = fieldsOf();
      const session = readSession(
        { ...fields, originalRefreshToken: fields.refreshToken },
        IDENTITY,
        START_AT,
      );
      expect(session).not.toHaveProperty('originalRefreshToken');
    });

    it.each([undefined, '', 7, null])('is none where it is %p', (originalRefreshToken) => {
      const session = readSession({ ...fieldsOf(), originalRefreshToken }, IDENTITY, START_AT);
      expect(session).not.toHaveProperty('originalRefreshToken');
    });
  });

  describe('times (R68)', () => {
    /** What no clock of a server says; what JSON cannot hold arrives as null. */
    const NO_TIMES = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      1.7e308,
      Number.MAX_SAFE_INTEGER,
      8.64e12,
      0,
      -1,
      '1767618000',
      '',
      null,
      {},
      [],
      true,
    ];
    const isInstant = (value: number): boolean => Number.isFinite(new Date(value).getTime());
    const hasInstants = ({ expiresAt, idTokenExpiresAt, clockOffsetMs, receivedAt }: Session): boolean =>
      [expiresAt, idTokenExpiresAt, receivedAt + clockOffsetMs].every(isInstant);

    it.each(NO_TIMES)('refuses an exp of %p without a life that is told', (exp) => {
      expect(readSession(fieldsOf({ accessClaims: { exp } }), IDENTITY, START_AT)).toBe('noExpiry');
    });

    it.each(NO_TIMES)('passes over an iat of %p, and takes the clocks for equal', (iat) => {
      const session = readSession(fieldsOf({ accessClaims: { iat } }), IDENTITY, START_AT);
      expect(session).toMatchObject({ clockOffsetMs: 0, expiresAt: START_AT + TOKEN_LIFE_MS });
    });

    it.each(NO_TIMES)('passes over an id token’s exp of %p', (exp) => {
      const session = readSession(fieldsOf({ idClaims: { exp } }), IDENTITY, START_AT);
      expect(session).toMatchObject({ idTokenExpiresAt: START_AT + TOKEN_LIFE_MS });
    });

    it.each(NO_TIMES)('refuses an ExpiresIn of %p where the token does not say it', (expiresInS) => {
      const fields = { ...fieldsOf({ accessClaims: { exp: undefined } }), expiresInS };
      expect(readSession(fields, IDENTITY, START_AT)).toBe('noExpiry');
    });

    it.each([2 ** 31, 2 ** 31 - 1, 8.64e12 - 1])('takes an exp of %d: a long life is one', (exp) => {
      const session = readSession(
        fieldsOf({ accessClaims: { exp }, idClaims: { exp } }),
        IDENTITY,
        START_AT,
      ) as Session;
      expect(session.expiresAt).toBe(exp * 1_000);
      expect(hasInstants(session)).toBe(true);
    });

    it('refuses a life whose end no clock can show', () => {
      const fields = { ...fieldsOf({ accessClaims: { exp: undefined } }), expiresInS: 8.64e12 - 1 };
      expect(readSession(fields, IDENTITY, START_AT)).toBe('noExpiry');
    });

    it.each(['accessClaims', 'idClaims'] as const)('refuses an exp before the iat, in %s (R32)', (claims) => {
      const fields = fieldsOf({ [claims]: { exp: START_AT / 1_000 - 1 } });
      expect(readSession(fields, IDENTITY, START_AT)).toBe('noExpiry');
    });

    it.each(['accessClaims', 'idClaims'] as const)(
      'reads tokens whose %s have no exp by ExpiresIn',
      (claims) => {
        const fields = { ...fieldsOf({ [claims]: { exp: undefined } }), expiresInS: 60 };
        const untold = claims === 'idClaims' ? 'idTokenExpiresAt' : 'expiresAt';
        expect(readSession(fields, IDENTITY, START_AT)).toMatchObject({ [untold]: START_AT + 60_000 });
      },
    );

    it('keeps whatever numbers come within what a clock can show', () => {
      const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom<unknown>(...NO_TIMES));
      fc.assert(
        fc.property(anyNumber, anyNumber, anyNumber, anyNumber, (exp, iat, idExp, expiresInS) => {
          const fields = fieldsOf({ accessClaims: { exp, iat }, idClaims: { exp: idExp } });
          const session = readSession({ ...fields, expiresInS }, IDENTITY, START_AT);
          expect(typeof session === 'string' || hasInstants(session)).toBe(true);
        }),
      );
    });
  });
});

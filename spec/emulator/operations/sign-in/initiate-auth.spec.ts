import { ask, verdict } from '../../ask';
import {
  ALICE,
  claims,
  createTestPool,
  PASSWORD,
  proveBySrp,
  srpSessionOf,
  respond,
  signIn,
  submitPassword,
  tokensOf,
} from '../../fixture';
import { createSecretHash } from 'cognito-srp-helper';

const SECOND_MS = 1000;

describe('InitiateAuth with USER_PASSWORD_AUTH', () => {
  it('hands out tokens for the right password', async () => {
    const pool = createTestPool();
    const tokens = await signIn(pool);

    expect(tokens.ExpiresIn).toBe(3600);
    expect(pool.isTokenLive(tokens.AccessToken)).toBe(true);
    expect(tokens.RefreshToken.split('.')).toHaveLength(5);
  });

  it.each([
    ['the wrong password', 'alice', 'wrong'],
    ['an unknown user, as if the password were wrong', 'nobody', PASSWORD],
  ])('refuses %s', async (_, username, password) => {
    const { body } = await submitPassword(createTestPool(), username, password);

    expect(body).toEqual({ __type: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  });

  it('says that a user is unknown where the client does not protect that', async () => {
    const pool = createTestPool({ clients: [{ preventUserExistenceErrors: false }] });

    expect((await submitPassword(pool, 'nobody')).body['__type']).toBe('UserNotFoundException');
  });

  it.each(['ALICE', 'alice@example.com'])('knows a user as %s', async (name) => {
    const pool = createTestPool({ aliasAttributes: ['email'] });

    expect((await submitPassword(pool, name)).status).toBe(200);
  });

  it('does not know a user by an address that is not verified', async () => {
    const users = [{ ...ALICE, attributes: { email: 'alice@example.com', email_verified: 'false' } }];
    const pool = createTestPool({ aliasAttributes: ['email'], users });

    expect((await submitPassword(pool, 'alice@example.com')).status).toBe(400);
  });

  it('locks a user out for a second after five wrong passwords, and for two after six', async () => {
    const pool = createTestPool();
    const tryWrong = async () => (await submitPassword(pool, 'alice', 'wrong')).body['message'];
    const tryRight = async () => (await submitPassword(pool)).body['message'];
    for (let attempt = 0; attempt < 5; attempt++) await tryWrong();

    expect(await tryRight()).toBe('Password attempts exceeded');
    pool.clock.advance(SECOND_MS);
    expect(await tryWrong()).toBe('Incorrect username or password.');
    pool.clock.advance(SECOND_MS);
    expect(await tryRight()).toBe('Password attempts exceeded');
    pool.clock.advance(SECOND_MS);
    expect(await tryRight()).toBeUndefined();
  });

  it('locks nobody out for longer than a quarter of an hour', async () => {
    const pool = createTestPool();
    for (let attempt = 0; attempt < 30; attempt++) {
      await submitPassword(pool, 'alice', 'wrong');
      pool.clock.advance(15 * 60 * SECOND_MS);
    }

    expect((await submitPassword(pool)).status).toBe(200);
  });
});

describe('InitiateAuth with USER_SRP_AUTH', () => {
  it.each(['Passw0rd!', 'Pässwörd-🔑-e\u0301!1'])('accepts the proof of %j', async (password) => {
    const pool = createTestPool({ users: [{ username: 'alice', password }] });

    expect(tokensOf(await proveBySrp(pool, { password })).AccessToken).toBeDefined();
  });

  it('refuses the proof of another password', async () => {
    const { body } = await proveBySrp(createTestPool(), { password: 'wrong' });

    expect(body).toEqual({ __type: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  });

  it('plays the whole protocol with a user who does not exist, with a steady salt', async () => {
    const pool = createTestPool();
    const begin = () =>
      ask(pool, 'InitiateAuth', {
        AuthFlow: 'USER_SRP_AUTH',
        ClientId: pool.userPoolClientId,
        AuthParameters: { USERNAME: 'nobody', SRP_A: 'abc' },
      });
    const parametersOf = async () => (await begin()).body['ChallengeParameters'] as Record<string, string>;
    const [first, second] = [await parametersOf(), await parametersOf()];

    expect(first['SALT']).toBe(second['SALT']);
    expect(first['USER_ID_FOR_SRP']).toBe(second['USER_ID_FOR_SRP']);
    expect(first['SRP_B']).not.toBe(second['SRP_B']);
    expect((await proveBySrp(pool, { username: 'nobody' })).body['__type']).toBe('NotAuthorizedException');
  });

  it('asks for the proof without a session', async () => {
    const pool = createTestPool();
    const session = srpSessionOf(pool);
    const { body } = await ask(pool, 'InitiateAuth', {
      AuthFlow: 'USER_SRP_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: 'alice', SRP_A: session.largeA },
    });

    expect(body['ChallengeName']).toBe('PASSWORD_VERIFIER');
    expect(body['Session']).toBeUndefined();
    expect((body['ChallengeParameters'] as Record<string, string>)['SECRET_BLOCK']).toHaveLength(1200);
  });

  it.each(['0', 'f'.repeat(1025), 'not hex'])('refuses %j as SRP_A', async (srpA) => {
    const pool = createTestPool();
    const type = await verdict(pool, 'InitiateAuth', {
      AuthFlow: 'USER_SRP_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: 'alice', SRP_A: srpA },
    });

    expect(type).toBe('InvalidParameterException');
  });
});

describe('InitiateAuth with USER_AUTH', () => {
  const EVERY = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] as const;

  const begin = (pool: ReturnType<typeof createTestPool>, parameters: Readonly<Record<string, string>>) =>
    ask(pool, 'InitiateAuth', {
      AuthFlow: 'USER_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: 'alice', ...parameters },
    });

  it.each([
    ['a password alone by default', {}, ['PASSWORD', 'PASSWORD_SRP']],
    [
      'what the pool allows and the user has',
      { allowedFirstAuthFactors: EVERY },
      ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'],
    ],
    ['no password where none is allowed', { allowedFirstAuthFactors: ['EMAIL_OTP'] }, ['EMAIL_OTP']],
    [
      'no address that is not verified',
      { allowedFirstAuthFactors: EVERY, users: [{ ...ALICE, attributes: { email: 'alice@example.com' } }] },
      ['PASSWORD', 'PASSWORD_SRP'],
    ],
    [
      'no code alone where a second factor is a must',
      { allowedFirstAuthFactors: EVERY, mfaConfiguration: 'ON' },
      ['PASSWORD', 'PASSWORD_SRP'],
    ],
  ] as const)('offers %s (#14)', async (_, options, available) => {
    const { body } = await begin(createTestPool(options), {});

    expect(body['ChallengeName']).toBe('SELECT_CHALLENGE');
    expect(body['AvailableChallenges']).toEqual(available);
  });

  it('goes on with the factor that the user selects', async () => {
    const pool = createTestPool();
    const challenge = await begin(pool, {});

    expect(tokensOf(await respond(pool, challenge, { ANSWER: 'PASSWORD', PASSWORD }))).toBeDefined();
  });

  it('refuses a factor that the user does not have', async () => {
    const pool = createTestPool();
    const { body } = await respond(pool, await begin(pool, {}), { ANSWER: 'SMS_OTP' });

    expect(body['__type']).toBe('InvalidParameterException');
  });

  it('takes a preferred password at once', async () => {
    const { body } = await begin(createTestPool(), { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD });

    expect(body['AuthenticationResult']).toBeDefined();
  });

  it('asks for a preferred password that did not come along', async () => {
    const pool = createTestPool();
    const challenge = await begin(pool, { PREFERRED_CHALLENGE: 'PASSWORD' });

    expect(challenge.body['ChallengeName']).toBe('PASSWORD');
    expect(tokensOf(await respond(pool, challenge, { PASSWORD }))).toBeDefined();
  });

  it('takes a preferred proof by SRP', async () => {
    const parameters = { PREFERRED_CHALLENGE: 'PASSWORD_SRP' };

    expect(tokensOf(await proveBySrp(createTestPool(), { flow: 'USER_AUTH', parameters }))).toBeDefined();
  });

  it.each([
    ['EMAIL_OTP', 'EMAIL_OTP_CODE'],
    ['SMS_OTP', 'SMS_OTP_CODE'],
  ])('signs in by %s', async (factor, field) => {
    const phone = { phone_number: '+491701234567', phone_number_verified: 'true' };
    const users = [{ ...ALICE, attributes: { ...ALICE.attributes, ...phone } }];
    const pool = createTestPool({ users, allowedFirstAuthFactors: EVERY });
    const challenge = await begin(pool, { PREFERRED_CHALLENGE: factor });
    const code = pool.outbox.latest('alice')?.code ?? '';

    expect(challenge.body['ChallengeName']).toBe(factor);
    expect((await respond(pool, challenge, { [field]: '0' })).body['__type']).toBe('CodeMismatchException');
    expect(tokensOf(await respond(pool, challenge, { [field]: code }))).toBeDefined();
  });
});

describe('InitiateAuth with a client secret', () => {
  const clients = [{ clientId: 'client', clientSecret: 's3cret' }];
  const begin = (hash?: string) =>
    verdict(createTestPool({ clients }), 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: 'client',
      AuthParameters: { USERNAME: 'alice', PASSWORD, ...(hash !== undefined && { SECRET_HASH: hash }) },
    });

  it('accepts the right hash', async () => {
    expect(await begin(createSecretHash('alice', 'client', 's3cret'))).toBe('success');
  });

  it('refuses a missing hash', async () => {
    expect(await begin()).toBe('NotAuthorizedException');
  });

  it('refuses a hash by another secret', async () => {
    expect(await begin(createSecretHash('alice', 'client', 'other'))).toBe('NotAuthorizedException');
  });
});

describe('tokens', () => {
  it('name the pool, the client, the user and the sign-in', async () => {
    const pool = createTestPool({
      users: [{ ...ALICE, groups: ['admins'] }],
      userPoolId: 'eu-central-1_Test12345',
    });
    const { AccessToken, IdToken } = await signIn(pool);
    const [access, id] = [claims(AccessToken), claims(IdToken)];
    const now = pool.clock.now() / SECOND_MS;
    const common = {
      sub: id['sub'],
      iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Test12345',
      'cognito:groups': ['admins'],
      auth_time: now,
      iat: now,
      exp: now + 3600,
      event_id: id['event_id'],
      origin_jti: id['origin_jti'],
    };

    expect(access).toEqual({
      ...common,
      token_use: 'access',
      client_id: pool.userPoolClientId,
      scope: 'aws.cognito.signin.user.admin',
      username: 'alice',
      jti: access['jti'],
    });
    expect(id).toEqual({
      ...common,
      token_use: 'id',
      aud: pool.userPoolClientId,
      'cognito:username': 'alice',
      email: 'alice@example.com',
      email_verified: true,
      jti: id['jti'],
    });
    expect(id['jti']).not.toBe(access['jti']);
  });

  it('carry neither jti nor origin_jti where revocation is off', async () => {
    const { AccessToken } = await signIn(createTestPool({ clients: [{ tokenRevocation: false }] }));

    expect(Object.keys(claims(AccessToken))).not.toEqual(expect.arrayContaining(['jti']));
    expect(Object.keys(claims(AccessToken))).not.toEqual(expect.arrayContaining(['origin_jti']));
  });

  it('live as long as the client says', async () => {
    const clients = [
      { accessTokenValidityMs: 300_000, idTokenValidityMs: 600_000, refreshTokenValidityMs: 900_000 },
    ];
    const pool = createTestPool({ clients });
    const { AccessToken, IdToken, RefreshToken, ExpiresIn } = await signIn(pool);
    const alive = () => [AccessToken, IdToken, RefreshToken].map((token) => pool.isTokenLive(token));

    expect(ExpiresIn).toBe(300);
    pool.clock.advance(299_999);
    expect(alive()).toEqual([true, true, true]);
    pool.clock.advance(1);
    expect(alive()).toEqual([false, true, true]);
    pool.clock.advance(300_000);
    expect(alive()).toEqual([false, false, true]);
    pool.clock.advance(300_000);
    expect(alive()).toEqual([false, false, false]);
  });

  it('are the same from the same seed, but for their signatures', async () => {
    const unsigned = async () => {
      const { AccessToken } = await signIn(createTestPool({ seed: 42 }));
      return claims(AccessToken);
    };

    expect(await unsigned()).toEqual(await unsigned());
  });
});

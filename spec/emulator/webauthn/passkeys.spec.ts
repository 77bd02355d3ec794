import { ask, verdict } from '../ask';
import { ALICE, createTestPool, PASSWORD, respond, signIn, submitPassword, tokensOf } from '../fixture';
import {
  beginByPasskey,
  createPasskeyPool,
  ORIGIN,
  register,
  requestOptionsOf,
  signInByPasskey,
  startRegistration,
} from './fixture';
import { ScriptedAuthenticator, type Misbehaviour } from './scripted-authenticator';

const firstAuthFactors = ['PASSWORD', 'WEB_AUTHN'] as const;
const typeOf = ({ body }: { readonly body: Record<string, unknown> }) => body['__type'];

describe('StartWebAuthnRegistration', () => {
  it('hands out options that WebAuthn takes, with the passkeys that exist already (#14)', async () => {
    const pool = createPasskeyPool();
    const { AccessToken } = await register(pool);
    const options = await startRegistration(pool, AccessToken);

    expect(options).toMatchObject({
      rp: { id: 'example.com' },
      user: { name: 'alice', id: expect.stringMatching(/^[\w-]+$/) },
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      pubKeyCredParams: [-7, -257, -8].map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: [{ type: 'public-key', transports: ['internal', 'hybrid'] }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    });
  });

  it.each([
    [{}, 'WebAuthnNotEnabledException'],
    [{ allowedFirstAuthFactors: firstAuthFactors }, 'WebAuthnConfigurationMissingException'],
  ])('is refused in a pool with %j (#14)', async (options, refusal) => {
    const pool = createTestPool(options);
    const { AccessToken } = await signIn(pool);

    expect(await verdict(pool, 'StartWebAuthnRegistration', { AccessToken })).toBe(refusal);
  });
});

describe('CompleteWebAuthnRegistration', () => {
  it.each(['ES256', 'RS256', 'EdDSA'] as const)(
    'keeps a passkey by %s, which signs in from then on (#14)',
    async (kind) => {
      const pool = createPasskeyPool();
      const { authenticator, asked } = await register(pool, new ScriptedAuthenticator(ORIGIN, kind));
      expect([asked.status, asked.body]).toEqual([200, {}]);

      expect(tokensOf(await signInByPasskey(pool, authenticator)).AccessToken).toMatch(/^ey/);
    },
  );

  it.each<[string, Misbehaviour, string]>([
    [
      'of another origin',
      { origin: 'https://example.com.evil.example' },
      'WebAuthnOriginNotAllowedException',
    ],
    ['of an origin without TLS', { origin: 'http://app.example.com' }, 'WebAuthnOriginNotAllowedException'],
    ['of a look-alike origin', { origin: 'https://notexample.com' }, 'WebAuthnOriginNotAllowedException'],
    ['of another relying party', { rpId: 'example.org' }, 'WebAuthnRelyingPartyMismatchException'],
    ['for another challenge', { challenge: 'AAAA' }, 'WebAuthnChallengeNotFoundException'],
    ['of another ceremony', { type: 'webauthn.get' }, 'InvalidParameterException'],
    ['without anybody there', { isAbsent: true }, 'InvalidParameterException'],
  ])('refuses a registration %s (#14)', async (_, misbehaviour, refusal) => {
    const pool = createPasskeyPool();
    const { asked, AccessToken } = await register(pool, undefined, misbehaviour);
    const { body } = await ask(pool, 'ListWebAuthnCredentials', { AccessToken });

    expect(typeOf(asked)).toBe(refusal);
    expect(body['Credentials']).toEqual([]);
  });

  it('refuses a kind of key that it did not offer (#14)', async () => {
    const { asked } = await register(createPasskeyPool(), new ScriptedAuthenticator(ORIGIN, 'ES384'));

    expect(typeOf(asked)).toBe('WebAuthnCredentialNotSupportedException');
  });

  it('refuses a person who was not verified, where the pool asks for that (#14)', async () => {
    const webAuthn = { relyingPartyId: 'example.com', userVerification: 'required' } as const;
    const unverified = { isUnverified: true };

    expect(typeOf((await register(createPasskeyPool({ webAuthn }), undefined, unverified)).asked)).toBe(
      'InvalidParameterException',
    );
    expect((await register(createPasskeyPool(), undefined, unverified)).asked.status).toBe(200);
  });

  it('takes each challenge once, of its own user and client, in time (#14)', async () => {
    const bob = { ...ALICE, username: 'bob' };
    const pool = createPasskeyPool({
      users: [ALICE, bob],
      clients: [{ clientId: 'one' }, { clientId: 'two' }],
    });
    const authenticator = new ScriptedAuthenticator(ORIGIN);
    const { AccessToken } = await signIn(pool);
    const elsewhere = await ask(pool, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: 'two',
      AuthParameters: { USERNAME: 'alice', PASSWORD },
    });
    const complete = (token: string, Credential: object) =>
      verdict(pool, 'CompleteWebAuthnRegistration', { AccessToken: token, Credential });
    const made = async () => authenticator.create(await startRegistration(pool, AccessToken));
    const credential = await made();

    expect(await complete(AccessToken, credential)).toBe('success');
    expect(await complete(AccessToken, credential)).toBe('WebAuthnChallengeNotFoundException');
    expect(await complete((await signIn(pool, 'bob')).AccessToken, await made())).toBe(
      'WebAuthnChallengeNotFoundException',
    );
    expect(await complete(tokensOf(elsewhere).AccessToken, await made())).toBe(
      'WebAuthnClientMismatchException',
    );
    const late = await made();
    pool.clock.advance(300_000);
    expect(await complete(AccessToken, late)).toBe('WebAuthnChallengeNotFoundException');
  });

  it.each<unknown>(['text', 17, [], {}, { id: 'x', type: 'public-key', response: {} }])(
    'refuses %j, which is no credential (#14)',
    async (Credential) => {
      const pool = createPasskeyPool();
      const { AccessToken } = await signIn(pool);

      expect(await verdict(pool, 'CompleteWebAuthnRegistration', { AccessToken, Credential })).toBe(
        'InvalidParameterException',
      );
    },
  );

  it('refuses an attestation that is cut short at any byte, and falls over none (#14)', async () => {
    const pool = createPasskeyPool();
    const { AccessToken } = await signIn(pool);
    const authenticator = new ScriptedAuthenticator(ORIGIN);
    const whole = Buffer.from(
      authenticator.create(await startRegistration(pool, AccessToken)).response.attestationObject,
      'base64url',
    );
    const verdicts = new Set<string>();
    for (let length = 0; length < whole.length; length++) {
      const made = authenticator.create(await startRegistration(pool, AccessToken));
      const attestationObject = whole.subarray(0, length).toString('base64url');
      const Credential = { ...made, response: { ...made.response, attestationObject } };
      verdicts.add(await verdict(pool, 'CompleteWebAuthnRegistration', { AccessToken, Credential }));
    }

    expect([...verdicts]).toEqual(['InvalidParameterException']);
  });

  it('keeps twenty passkeys of a user, and no more (#14)', async () => {
    const pool = createPasskeyPool();
    for (let made = 0; made < 20; made++) expect((await register(pool)).asked.status).toBe(200);

    expect(typeOf((await register(pool)).asked)).toBe('LimitExceededException');
  });
});

describe('ListWebAuthnCredentials and DeleteWebAuthnCredential', () => {
  it('describe passkeys in pages, and remove one (#14)', async () => {
    const pool = createPasskeyPool();
    await register(pool);
    const { AccessToken, authenticator } = await register(pool);
    const first = await ask(pool, 'ListWebAuthnCredentials', { AccessToken, MaxResults: 1 });
    const { NextToken } = first.body;
    const second = await ask(pool, 'ListWebAuthnCredentials', { AccessToken, MaxResults: 1, NextToken });
    const [described] = second.body['Credentials'] as readonly Record<string, unknown>[];

    expect(described).toEqual({
      CredentialId: expect.stringMatching(/^[\w-]{43}$/),
      FriendlyCredentialName: 'Passkey',
      RelyingPartyId: 'example.com',
      AuthenticatorAttachment: 'platform',
      AuthenticatorTransports: ['internal', 'hybrid'],
      CreatedAt: pool.clock.now() / 1000,
    });
    expect(second.body['NextToken']).toBeUndefined();
    const removal = { AccessToken, CredentialId: described?.['CredentialId'] };
    expect(await verdict(pool, 'DeleteWebAuthnCredential', removal)).toBe('success');
    expect(await verdict(pool, 'DeleteWebAuthnCredential', removal)).toBe('ResourceNotFoundException');
    const challenge = await beginByPasskey(pool);
    expect(() => authenticator.get(requestOptionsOf(challenge))).toThrow('NotAllowedError');
  });
});

describe('WEB_AUTHN', () => {
  it('is offered to who has a passkey, and to nobody else (#14)', async () => {
    const pool = createPasskeyPool();
    const offered = async () => (await beginByPasskey(pool)).body;
    expect((await offered())['AvailableChallenges']).toEqual(['PASSWORD', 'PASSWORD_SRP']);
    await register(pool);

    expect(await offered()).toMatchObject({ ChallengeName: 'WEB_AUTHN', Session: expect.any(String) });
  });

  it('can be chosen among several (#14)', async () => {
    const pool = createPasskeyPool();
    const { authenticator } = await register(pool);
    const choice = await ask(pool, 'InitiateAuth', {
      AuthFlow: 'USER_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: 'alice' },
    });
    expect(choice.body['AvailableChallenges']).toEqual(['PASSWORD', 'PASSWORD_SRP', 'WEB_AUTHN']);
    const challenge = await respond(pool, choice, { ANSWER: 'WEB_AUTHN' });
    const CREDENTIAL = JSON.stringify(authenticator.get(requestOptionsOf(challenge)));

    expect((await respond(pool, challenge, { CREDENTIAL })).body).toHaveProperty('AuthenticationResult');
  });

  it.each<[string, Misbehaviour]>([
    ['forged', { isForged: true }],
    ['for another challenge', { challenge: 'AAAA' }],
    ['of another origin', { origin: 'https://evil.example' }],
    ['of another relying party', { rpId: 'example.org' }],
    ['of another ceremony', { type: 'webauthn.create' }],
    ['without anybody there', { isAbsent: true }],
    ['of another user', { userHandle: Buffer.from('somebody else').toString('base64url') }],
    ['whose counter stood still', { signCount: 1 }],
    ['whose counter went back to zero', { signCount: 0 }],
  ])('refuses a signature %s (#14)', async (_, misbehaviour) => {
    const pool = createPasskeyPool();
    const { authenticator } = await register(pool);

    expect(typeOf(await signInByPasskey(pool, authenticator, misbehaviour))).toBe('NotAuthorizedException');
    expect((await signInByPasskey(pool, authenticator, { signCount: 9 })).status).toBe(200);
    expect((await signInByPasskey(pool, authenticator, { signCount: 10 })).status).toBe(200);
  });

  it('takes passkeys that count nothing (#14)', async () => {
    const pool = createPasskeyPool();
    const { authenticator } = await register(pool, new ScriptedAuthenticator(ORIGIN, 'ES256', false));

    expect((await signInByPasskey(pool, authenticator)).status).toBe(200);
    expect((await signInByPasskey(pool, authenticator)).status).toBe(200);
  });

  it('refuses an answer that was given before, and one that is none (#14)', async () => {
    const pool = createPasskeyPool();
    const { authenticator } = await register(pool);
    const challenge = await beginByPasskey(pool);
    const CREDENTIAL = JSON.stringify(authenticator.get(requestOptionsOf(challenge)));
    expect((await respond(pool, challenge, { CREDENTIAL })).status).toBe(200);

    expect(typeOf(await respond(pool, challenge, { CREDENTIAL }))).toBe('NotAuthorizedException');
    expect(typeOf(await respond(pool, await beginByPasskey(pool), { CREDENTIAL }))).toBe(
      'NotAuthorizedException',
    );
    expect(typeOf(await respond(pool, await beginByPasskey(pool), { CREDENTIAL: 'null' }))).toBe(
      'InvalidParameterException',
    );
  });

  it('is one factor: who has a second one is asked for it (#14)', async () => {
    const pool = createPasskeyPool();
    const { authenticator, AccessToken } = await register(pool);
    await ask(pool, 'SetUserMFAPreference', { AccessToken, EmailMfaSettings: { Enabled: true } });

    expect((await signInByPasskey(pool, authenticator)).body['ChallengeName']).toBe('EMAIL_OTP');
  });

  it('counts as both factors where pool and user say so, with the person verified (#14)', async () => {
    const factorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
    const pool = createPasskeyPool({ webAuthn: { relyingPartyId: 'example.com', factorConfiguration } });
    const { authenticator, AccessToken } = await register(pool);
    const EmailMfaSettings = { Enabled: true };
    const input = { AccessToken, EmailMfaSettings, WebAuthnMfaSettings: { Enabled: true } };
    expect(await verdict(pool, 'SetUserMFAPreference', input)).toBe('success');

    expect((await signInByPasskey(pool, authenticator)).body).toHaveProperty('AuthenticationResult');
    expect((await signInByPasskey(pool, authenticator, { isUnverified: true })).status).toBe(400);
    expect((await submitPassword(pool)).body['ChallengeName']).toBe('EMAIL_OTP');
    const plain = createPasskeyPool();
    const { AccessToken: other } = await signIn(plain);
    expect(await verdict(plain, 'SetUserMFAPreference', { ...input, AccessToken: other })).toBe(
      'InvalidParameterException',
    );
  });
});

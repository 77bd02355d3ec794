import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CodeMismatchException,
  ConfirmDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  NotAuthorizedException,
  RevokeTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createDeviceVerifier, createSecretHash } from 'cognito-srp-helper';
import {
  ALICE,
  ALICE_WITH_APP,
  DEVICES,
  NEW_ALICE,
  nextCode,
  RIDDLE,
  startTestPool,
  UTF8_PASSWORD,
  verdictOf,
  verdictsOn,
} from './pool';
import type { TestPool } from './pool';
import { SdkCaller, tokensOf } from './sdk-caller';
import type { Answer } from './sdk-caller';

describe('startUserPool, as the AWS SDK and cognito-srp-helper see it', () => {
  let pool: TestPool;

  const start = async (options: Parameters<typeof startTestPool>[0] = {}) => {
    pool = await startTestPool(options);
    return new SdkCaller(pool);
  };

  afterEach(() => pool.close());

  it('signs a user in by SRP and tells who it is', async () => {
    const caller = await start();

    const { accessToken } = tokensOf(await caller.proveBySrp());

    await expect(caller.sdk.send(new GetUserCommand({ AccessToken: accessToken }))).resolves.toMatchObject({
      Username: 'alice',
      UserAttributes: expect.arrayContaining([{ Name: 'email', Value: 'alice@example.com' }]),
    });
  });

  it('refuses a wrong password with an exception that the SDK knows', async () => {
    await start();

    const refusal = new SdkCaller(pool, 'Wrong-horse-9').proveBySrp();

    await expect(refusal).rejects.toThrow(NotAuthorizedException);
    await expect(refusal).rejects.toMatchObject({
      message: 'Incorrect username or password.',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
    });
  });

  it('agrees on a password in UTF-8', async () => {
    await start({ users: [{ ...ALICE, password: UTF8_PASSWORD }] });

    expect(tokensOf(await new SdkCaller(pool, UTF8_PASSWORD).proveBySrp()).accessToken).toMatch(/^ey/);
  });

  it('demands the hash of the secret from a client that has one', async () => {
    const clientSecret = 'a-secret-of-the-server';
    const caller = await start({ clients: [{ clientSecret }] });
    const hash = createSecretHash('alice', pool.userPoolClientId, clientSecret);

    await expect(caller.proveBySrp()).rejects.toThrow(NotAuthorizedException);
    expect(tokensOf(await caller.proveBySrp({ SECRET_HASH: hash })).accessToken).toMatch(/^ey/);
  });

  it('asks for the code of an authenticator app, which serves once', async () => {
    const caller = await start({ users: [ALICE_WITH_APP] });
    const code = await nextCode(pool);
    const challenge = await caller.proveBySrp();

    expect(challenge.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    await expect(caller.answer(challenge, { SOFTWARE_TOKEN_MFA_CODE: '000000' })).rejects.toThrow(
      CodeMismatchException,
    );
    await expect(caller.answer(challenge, { SOFTWARE_TOKEN_MFA_CODE: code })).resolves.toHaveProperty(
      'AuthenticationResult.AccessToken',
    );
    await expect(
      verdictOf(caller.answer(await caller.proveBySrp(), { SOFTWARE_TOKEN_MFA_CODE: code })),
    ).resolves.toBe('ExpiredCodeException');
  });

  it('has an authenticator app set up before the first tokens where the pool insists', async () => {
    const caller = await start({ mfaConfiguration: 'ON', enabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    const challenge = await caller.proveBySrp();

    const app = await caller.sdk.send(new AssociateSoftwareTokenCommand({ Session: challenge.Session }));
    const verified = await caller.sdk.send(
      new VerifySoftwareTokenCommand({
        Session: app.Session,
        UserCode: await nextCode(pool, app.SecretCode),
      }),
    );
    const signedIn = await caller.answer({ ...challenge, Session: verified.Session }, {});

    expect(challenge.ChallengeName).toBe('MFA_SETUP');
    expect(verified.Status).toBe('SUCCESS');
    expect(tokensOf(signedIn).accessToken).toMatch(/^ey/);
  });

  it('demands a new password and the missing attribute in place of a temporary password', async () => {
    const caller = await start({ users: [NEW_ALICE], requiredAttributes: ['email', 'name'] });
    const challenge = await caller.proveBySrp();

    const signedIn = await caller.answer(challenge, {
      NEW_PASSWORD: 'Lasting-horse-9',
      'userAttributes.name': 'Alice',
    });

    expect(challenge).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: { requiredAttributes: '["userAttributes.name"]' },
    });
    expect(tokensOf(signedIn).accessToken).toMatch(/^ey/);
    await expect(caller.proveBySrp()).rejects.toThrow(NotAuthorizedException);
  });

  it('asks a custom challenge, and gives up after three wrong answers', async () => {
    const caller = await start({ customAuth: RIDDLE });
    const { userPoolClientId: ClientId } = pool;
    let challenge: Answer = await caller.sdk.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: 'alice' } }),
    );

    challenge = await caller.answer(challenge, { ANSWER: 'a branch' });
    challenge = await caller.answer(challenge, { ANSWER: 'a twig' });

    await expect(caller.answer(challenge, { ANSWER: 'a log' })).rejects.toThrow(NotAuthorizedException);
    await expect(caller.answer(challenge, { ANSWER: 'a stick' })).rejects.toThrow(NotAuthorizedException);
  });

  it.each([
    ['lets a device that knows its secret prove itself', (secret: string) => secret, 'accepted'],
    ['refuses a device with another secret', () => 'another secret', 'NotAuthorizedException'],
  ])('%s', async (_, secretOf, verdict) => {
    const caller = await start({ deviceTracking: DEVICES });
    const { AuthenticationResult } = await caller.proveBySrp();
    const { DeviceKey = '', DeviceGroupKey = '' } = AuthenticationResult?.NewDeviceMetadata ?? {};
    const device = createDeviceVerifier(DeviceKey, DeviceGroupKey);
    const { DeviceSecretVerifierConfig, DeviceRandomPassword } = device;
    const AccessToken = AuthenticationResult?.AccessToken;
    await caller.sdk.send(new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }));

    const challenge = await caller.proveBySrp({ DEVICE_KEY: DeviceKey });
    const proven = caller.proveDevice(challenge, {
      deviceKey: DeviceKey,
      groupKey: DeviceGroupKey,
      secret: secretOf(DeviceRandomPassword),
    });

    expect(challenge.ChallengeName).toBe('DEVICE_SRP_AUTH');
    await expect(verdictOf(proven)).resolves.toBe(verdict);
    await expect(caller.sdk.send(new ListDevicesCommand({ AccessToken }))).resolves.toMatchObject({
      Devices: [{ DeviceKey, DeviceCreateDate: new Date(pool.clock.now()) }],
    });
  });

  it('refreshes by either operation, without a new refresh token', async () => {
    const caller = await start();
    const { refreshToken } = tokensOf(await caller.proveBySrp());
    const { userPoolClientId: ClientId } = pool;

    const byFlow = await caller.sdk.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }),
    );
    const byOperation = await caller.sdk.send(
      new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: refreshToken }),
    );

    for (const { AuthenticationResult } of [byFlow, byOperation]) {
      expect(AuthenticationResult).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
      expect(AuthenticationResult).not.toHaveProperty('RefreshToken');
    }
  });

  it('refreshes with rotation, by the newer operation only', async () => {
    const caller = await start({ clients: [{ refreshTokenRotation: { graceSeconds: 0 } }] });
    const before = tokensOf(await caller.proveBySrp());
    const { userPoolClientId: ClientId } = pool;
    const byFlow = new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: before.refreshToken },
    });

    await expect(verdictOf(caller.sdk.send(byFlow))).resolves.toBe('InvalidParameterException');
    const after = tokensOf(
      await caller.sdk.send(
        new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: before.refreshToken }),
      ),
    );

    await expect(verdictsOn(pool, before)).resolves.toEqual({
      access: 'accepted',
      refresh: 'RefreshTokenReuseException',
    });
    await expect(verdictsOn(pool, after)).resolves.toEqual({ access: 'accepted', refresh: 'accepted' });
  });

  it('refuses the tokens of a revoked session, and no token of another', async () => {
    const caller = await start();
    const gone = tokensOf(await caller.proveBySrp());
    const other = tokensOf(await caller.proveBySrp());
    const { userPoolClientId: ClientId } = pool;

    await caller.sdk.send(new RevokeTokenCommand({ ClientId, Token: gone.refreshToken }));

    await expect(verdictsOn(pool, gone)).resolves.toEqual({
      access: 'NotAuthorizedException',
      refresh: 'NotAuthorizedException',
    });
    await expect(verdictsOn(pool, other)).resolves.toEqual({ access: 'accepted', refresh: 'accepted' });
  });

  it('refuses the tokens of every session after a global sign-out, and a second one with them', async () => {
    const caller = await start();
    const sessions = [tokensOf(await caller.proveBySrp()), tokensOf(await caller.proveBySrp())];
    const signOut = new GlobalSignOutCommand({ AccessToken: sessions[0]?.accessToken });

    await caller.sdk.send(signOut);

    for (const tokens of sessions) {
      await expect(verdictsOn(pool, tokens)).resolves.toEqual({
        access: 'NotAuthorizedException',
        refresh: 'NotAuthorizedException',
      });
    }
    await expect(caller.sdk.send(signOut)).rejects.toThrow(NotAuthorizedException);
  });

  it("understands the administrator's signed calls", async () => {
    const { sdk } = await start({ users: [] });
    const who = { UserPoolId: pool.userPoolId, Username: 'alice' };

    const { User } = await sdk.send(new AdminCreateUserCommand({ ...who, MessageAction: 'SUPPRESS' }));
    await sdk.send(new AdminSetUserPasswordCommand({ ...who, Password: ALICE.password, Permanent: true }));

    expect(User).toMatchObject({ Username: 'alice', Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(tokensOf(await new SdkCaller(pool).proveBySrp()).accessToken).toMatch(/^ey/);
  });
});

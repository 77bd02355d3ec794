import {
  confirmSignIn,
  fetchAuthSession,
  fetchDevices,
  fetchUserAttributes,
  getCurrentUser,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import type { SignInInput } from 'aws-amplify/auth';
import { ForgetDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { configureAmplify, tokensOf } from './amplify';
import type { AmplifyStorage } from './amplify';
import {
  ALICE,
  ALICE_WITH_APP,
  DEVICES,
  NEW_ALICE,
  nextCode,
  RIDDLE,
  sdkFor,
  startTestPool,
  UTF8_PASSWORD,
  verdictOf,
  verdictsOn,
} from './pool';
import type { TestPool } from './pool';

const { username, password } = ALICE;

const answer = async (challengeResponse: string, userAttributes?: Record<string, string>) => {
  const options = userAttributes && { options: { userAttributes } };
  const { isSignedIn, nextStep } = await confirmSignIn({ challengeResponse, ...options });
  return isSignedIn ? 'DONE' : nextStep.signInStep;
};

const stepAfter = async (input: Partial<SignInInput> = {}) => {
  const { nextStep } = await signIn({ username, password, ...input });
  return nextStep.signInStep;
};

describe('startUserPool, as aws-amplify sees it', () => {
  let pool: TestPool;
  let storage: AmplifyStorage;

  const start = async (options: Parameters<typeof startTestPool>[0] = {}) => {
    pool = await startTestPool(options);
    storage = configureAmplify(pool);
  };

  afterEach(async () => {
    await signOut();
    await pool.close();
  });

  it('signs a user in by SRP and tells who it is', async () => {
    await start();

    await expect(stepAfter()).resolves.toBe('DONE');

    const { userId, signInDetails } = await getCurrentUser();
    expect(userId).toBe((await fetchAuthSession()).tokens?.idToken?.payload.sub);
    expect(signInDetails).toMatchObject({ authFlowType: 'USER_SRP_AUTH' });
    await expect(fetchUserAttributes()).resolves.toMatchObject({ sub: userId, email: 'alice@example.com' });
  });

  it('refuses a wrong password', async () => {
    await start();

    await expect(stepAfter({ password: 'Wrong-horse-9' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('agrees on a password in UTF-8, and refuses the same one in a normal form', async () => {
    await start({ users: [{ ...ALICE, password: UTF8_PASSWORD }] });

    await expect(verdictOf(stepAfter({ password: UTF8_PASSWORD.normalize('NFC') }))).resolves.toBe(
      'NotAuthorizedException',
    );
    await expect(stepAfter({ password: UTF8_PASSWORD })).resolves.toBe('DONE');
  });

  it('asks for the code of an authenticator app, and lets a wrong one be corrected', async () => {
    await start({ users: [ALICE_WITH_APP] });

    await expect(stepAfter()).resolves.toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    await expect(verdictOf(answer('000000'))).resolves.toBe('CodeMismatchException');
    await expect(answer(await nextCode(pool))).resolves.toBe('DONE');
  });

  it('has an authenticator app set up before the first tokens where the pool insists', async () => {
    await start({ mfaConfiguration: 'ON', enabledMfas: ['SOFTWARE_TOKEN_MFA'] });

    const { nextStep } = await signIn({ username, password });
    const secret =
      nextStep.signInStep === 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP'
        ? nextStep.totpSetupDetails.sharedSecret
        : '';

    await expect(answer(await nextCode(pool, secret))).resolves.toBe('DONE');
    await signOut();
    await expect(stepAfter()).resolves.toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
  });

  it('lets a signed-in user set up an authenticator app and prefer it', async () => {
    await start();
    await signIn({ username, password });

    const { sharedSecret } = await setUpTOTP();
    await verifyTOTPSetup({ code: await nextCode(pool, sharedSecret) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    await signOut();

    await expect(stepAfter()).resolves.toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    await expect(answer(await nextCode(pool))).resolves.toBe('DONE');
  });

  it('lets the user choose one of several second factors', async () => {
    await start({ users: [{ ...ALICE, mfa: { enabled: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] } }] });

    await expect(stepAfter()).resolves.toBe('CONTINUE_SIGN_IN_WITH_MFA_SELECTION');
    await expect(answer('EMAIL')).resolves.toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    await expect(answer(pool.outbox.latest('alice')?.code ?? '')).resolves.toBe('DONE');
  });

  it('demands a new password and the missing attribute in place of a temporary password', async () => {
    await start({ users: [NEW_ALICE], requiredAttributes: ['email', 'name'] });

    const { nextStep } = await signIn({ username, password });

    expect(nextStep).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED',
      missingAttributes: ['name'],
    });
    await expect(answer('Lasting-horse-9', { name: 'Alice' })).resolves.toBe('DONE');
    await expect(fetchUserAttributes()).resolves.toMatchObject({ name: 'Alice' });
    await signOut();
    await expect(verdictOf(stepAfter())).resolves.toBe('NotAuthorizedException');
    await expect(stepAfter({ password: 'Lasting-horse-9' })).resolves.toBe('DONE');
  });

  it('asks a custom challenge until the answer is right', async () => {
    await start({ customAuth: RIDDLE });

    const { nextStep } = await signIn({ username, options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } });

    expect(nextStep).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
      additionalInfo: { question: 'What is brown and sticky?' },
    });
    await expect(answer('a branch')).resolves.toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    await expect(answer('a stick')).resolves.toBe('DONE');
  });

  it('asks a custom challenge after the password by SRP', async () => {
    await start({ customAuth: RIDDLE });
    const options = { authFlowType: 'CUSTOM_WITH_SRP' } as const;

    await expect(verdictOf(stepAfter({ password: 'Wrong-horse-9', options }))).resolves.toBe(
      'NotAuthorizedException',
    );
    await expect(stepAfter({ options })).resolves.toBe('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE');
    await expect(answer('a stick')).resolves.toBe('DONE');
  });

  it('lets the user choose the first factor, and brings a code by e-mail', async () => {
    await start({ allowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] });
    const options = { authFlowType: 'USER_AUTH' } as const;

    await expect(stepAfter({ options })).resolves.toBe('CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
    await expect(answer('EMAIL_OTP')).resolves.toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    await expect(answer(pool.outbox.latest('alice')?.code ?? '')).resolves.toBe('DONE');
  });

  it('proves a password by SRP as the first factor of choice', async () => {
    await start();
    const options = { authFlowType: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' } as const;

    await expect(verdictOf(stepAfter({ password: 'Wrong-horse-9', options }))).resolves.toBe(
      'NotAuthorizedException',
    );
    await expect(stepAfter({ options })).resolves.toBe('DONE');
  });

  it('lets a remembered device prove itself in place of the second factor', async () => {
    await start({ users: [ALICE_WITH_APP], deviceTracking: DEVICES });
    await signIn({ username, password });
    await answer(await nextCode(pool));
    const devices = await fetchDevices();
    await signOut();
    pool.requests.clear();

    await expect(stepAfter()).resolves.toBe('DONE');

    expect(devices.map(({ id }) => id)).toEqual([(await tokensOf(storage)).deviceKey]);
    expect(pool.requests.list('RespondToAuthChallenge').map(({ body }) => body)).toEqual([
      expect.objectContaining({ ChallengeName: 'PASSWORD_VERIFIER' }),
      expect.objectContaining({ ChallengeName: 'DEVICE_SRP_AUTH' }),
      expect.objectContaining({ ChallengeName: 'DEVICE_PASSWORD_VERIFIER' }),
    ]);
  });

  it('signs in without a device that was forgotten on the server, and gives it a new key', async () => {
    await start({ deviceTracking: DEVICES });
    await signIn({ username, password });
    const { accessToken, deviceKey } = await tokensOf(storage);
    const sdk = sdkFor(pool);
    await sdk.send(new ForgetDeviceCommand({ AccessToken: accessToken, DeviceKey: deviceKey }));
    await signOut();

    await expect(stepAfter()).resolves.toBe('DONE');

    expect((await tokensOf(storage)).deviceKey).not.toBe(deviceKey);
  });

  it('refreshes by GetTokensFromRefreshToken and keeps the refresh token', async () => {
    await start();
    await signIn({ username, password });
    const before = await tokensOf(storage);
    pool.clock.advance(1_000);

    await fetchAuthSession({ forceRefresh: true });

    const after = await tokensOf(storage);
    expect(pool.requests.list('GetTokensFromRefreshToken')).toHaveLength(1);
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.refreshToken).toBe(before.refreshToken);
    await expect(verdictsOn(pool, after)).resolves.toEqual({ access: 'accepted', refresh: 'accepted' });
  });

  it('refreshes by rotation, and refuses the rotated token from the end of its grace period on', async () => {
    await start({ clients: [{ refreshTokenRotation: { graceSeconds: 10 } }] });
    await signIn({ username, password });
    const before = await tokensOf(storage);

    await fetchAuthSession({ forceRefresh: true });

    const after = await tokensOf(storage);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    pool.clock.advance(9_999);
    // Asked of the pool: a use of it would put another token in the place of Amplify's.
    expect(pool.isTokenLive(before.refreshToken)).toBe(true);
    pool.clock.advance(1);
    await expect(verdictsOn(pool, before)).resolves.toMatchObject({ refresh: 'RefreshTokenReuseException' });
    await expect(verdictsOn(pool, after)).resolves.toEqual({ access: 'accepted', refresh: 'accepted' });
  });

  it('refreshes the tokens of a device with its key', async () => {
    await start({ deviceTracking: DEVICES });
    await signIn({ username, password });
    const before = await tokensOf(storage);

    await expect(fetchAuthSession({ forceRefresh: true })).resolves.toMatchObject({
      tokens: { accessToken: { payload: { device_key: before.deviceKey } } },
    });
    await expect(verdictsOn(pool, { ...before, deviceKey: undefined })).resolves.toMatchObject({
      refresh: 'NotAuthorizedException',
    });
  });

  it('refuses every token of a session after a sign-out, and no token of another session', async () => {
    await start();
    await signIn({ username, password });
    const other = await tokensOf(storage);
    const elsewhere = configureAmplify(pool);
    await signIn({ username, password });
    const gone = await tokensOf(elsewhere);

    await signOut();

    await expect(verdictsOn(pool, gone)).resolves.toEqual({
      access: 'NotAuthorizedException',
      refresh: 'NotAuthorizedException',
    });
    await expect(verdictsOn(pool, other)).resolves.toEqual({ access: 'accepted', refresh: 'accepted' });
  });

  it('refuses the tokens of every session after a global sign-out', async () => {
    await start();
    await signIn({ username, password });
    const other = await tokensOf(storage);
    const elsewhere = configureAmplify(pool);
    await signIn({ username, password });
    const gone = await tokensOf(elsewhere);

    await signOut({ global: true });
    configureAmplify(pool, storage);

    for (const tokens of [gone, other]) {
      await expect(verdictsOn(pool, tokens)).resolves.toEqual({
        access: 'NotAuthorizedException',
        refresh: 'NotAuthorizedException',
      });
    }
    await expect(fetchUserAttributes()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
  });

  it('leaves the tokens alone at a sign-out where revocation is switched off', async () => {
    await start({ clients: [{ tokenRevocation: false }] });
    await signIn({ username, password });
    const tokens = await tokensOf(storage);

    await signOut();

    expect(pool.requests.list('RevokeToken')).toEqual([]);
    await expect(verdictsOn(pool, tokens)).resolves.toEqual({ access: 'accepted', refresh: 'accepted' });
  });
});

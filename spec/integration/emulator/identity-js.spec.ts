import { AuthenticationDetails } from 'amazon-cognito-identity-js';
import type { CognitoUser } from 'amazon-cognito-identity-js';
import { called, memoryStorage, sessionOf, signIn, step, succeeded, tokensOf, userOf } from './identity-js';
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

const enterCode = (user: CognitoUser, code: string) =>
  step((callbacks) => {
    user.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA');
  });

const verifyApp = (user: CognitoUser, code: string) =>
  succeeded((callbacks) => {
    user.verifySoftwareToken(code, 'phone', callbacks);
  });

const secretFor = (user: CognitoUser): Promise<string> =>
  new Promise((associateSecretCode, onFailure) => {
    user.associateSoftwareToken({ associateSecretCode, onFailure });
  });

const answer = (user: CognitoUser, text: string) =>
  step((callbacks) => {
    user.sendCustomChallengeAnswer(text, callbacks);
  });

describe('startUserPool, as amazon-cognito-identity-js sees it', () => {
  let pool: TestPool;

  const start = async (options: Parameters<typeof startTestPool>[0] = {}) => {
    pool = await startTestPool(options);
    return userOf(pool);
  };

  afterEach(() => pool.close());

  it('signs a user in by SRP and tells who it is', async () => {
    const user = await start();

    const session = sessionOf(await signIn(user, ALICE.password));

    expect(session.isValid()).toBe(true);
    expect(session.getIdToken().payload).toMatchObject({ email: 'alice@example.com', token_use: 'id' });
    await expect(called(user.getUserData.bind(user))).resolves.toMatchObject({ Username: 'alice' });
    expect(pool.requests.list('InitiateAuth')[0]?.body).toMatchObject({ AuthFlow: 'USER_SRP_AUTH' });
  });

  it('refuses a wrong password', async () => {
    const user = await start();

    await expect(signIn(user, 'Wrong-horse-9')).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('agrees on a password in UTF-8, and refuses the same one in a normal form', async () => {
    const user = await start({ users: [{ ...ALICE, password: UTF8_PASSWORD }] });

    expect(sessionOf(await signIn(user, UTF8_PASSWORD)).isValid()).toBe(true);
    await expect(verdictOf(signIn(userOf(pool), UTF8_PASSWORD.normalize('NFC')))).resolves.toBe(
      'NotAuthorizedException',
    );
  });

  it('asks for the code of an authenticator app, and lets a wrong one be corrected', async () => {
    const user = await start({ users: [ALICE_WITH_APP] });

    const challenge = await signIn(user, ALICE.password);
    const wrong = await verdictOf(enterCode(user, '000000'));
    const reached = await enterCode(user, await nextCode(pool));

    expect(challenge.called).toBe('totpRequired');
    expect(wrong).toBe('CodeMismatchException');
    expect(sessionOf(reached).isValid()).toBe(true);
  });

  it('has an authenticator app set up before the first tokens where the pool insists', async () => {
    const user = await start({ mfaConfiguration: 'ON', enabledMfas: ['SOFTWARE_TOKEN_MFA'] });

    const challenge = await signIn(user, ALICE.password);
    await verifyApp(user, await nextCode(pool, await secretFor(user)));
    const again = await signIn(userOf(pool), ALICE.password);

    expect(challenge.called).toBe('mfaSetup');
    expect(user.getSignInUserSession()?.isValid()).toBe(true);
    expect(again.called).toBe('totpRequired');
  });

  it('lets a signed-in user set up an authenticator app and prefer it', async () => {
    const user = await start();
    await signIn(user, ALICE.password);

    await verifyApp(user, await nextCode(pool, await secretFor(user)));
    await called((callback) => {
      user.setUserMfaPreference(null, { Enabled: true, PreferredMfa: true }, callback);
    });
    const again = userOf(pool);
    const challenge = await signIn(again, ALICE.password);

    expect(challenge.called).toBe('totpRequired');
    expect(sessionOf(await enterCode(again, await nextCode(pool))).isValid()).toBe(true);
  });

  it('demands a new password and the missing attribute in place of a temporary password', async () => {
    const user = await start({ users: [NEW_ALICE], requiredAttributes: ['email', 'name'] });

    const challenge = await signIn(user, ALICE.password);
    const reached = await step((callbacks) => {
      user.completeNewPasswordChallenge('Lasting-horse-9', { name: 'Alice' }, callbacks);
    });

    expect(challenge).toMatchObject({
      called: 'newPasswordRequired',
      values: [{ email: 'alice@example.com' }, ['name']],
    });
    expect(sessionOf(reached).getIdToken().payload).toMatchObject({ name: 'Alice' });
    await expect(verdictOf(signIn(userOf(pool), ALICE.password))).resolves.toBe('NotAuthorizedException');
    expect(sessionOf(await signIn(userOf(pool), 'Lasting-horse-9')).isValid()).toBe(true);
  });

  it('asks a custom challenge until the answer is right', async () => {
    const user = await start({ customAuth: RIDDLE });

    const first = await step((callbacks) => {
      user.initiateAuth(new AuthenticationDetails({ Username: 'alice' }), callbacks);
    });
    const second = await answer(user, 'a branch');

    expect(first).toMatchObject({
      called: 'customChallenge',
      values: [{ question: 'What is brown and sticky?' }],
    });
    expect(second.called).toBe('customChallenge');
    expect(sessionOf(await answer(user, 'a stick')).isValid()).toBe(true);
  });

  it('asks a custom challenge after the password by SRP', async () => {
    const user = await start({ customAuth: RIDDLE });
    user.setAuthenticationFlowType('CUSTOM_AUTH');

    const challenge = await signIn(user, ALICE.password);

    expect(challenge.called).toBe('customChallenge');
    expect(sessionOf(await answer(user, 'a stick')).isValid()).toBe(true);
    await expect(verdictOf(signIn(user, 'Wrong-horse-9'))).resolves.toBe('NotAuthorizedException');
  });

  it('lets a remembered device prove itself in place of the second factor', async () => {
    await start({ users: [ALICE_WITH_APP], deviceTracking: DEVICES });
    const storage = memoryStorage();
    const user = userOf(pool, storage);
    await signIn(user, ALICE.password);
    await enterCode(user, await nextCode(pool));
    pool.requests.clear();

    const session = sessionOf(await signIn(userOf(pool, storage), ALICE.password));

    expect(tokensOf(session).deviceKey).toBe(tokensOf(user.getSignInUserSession()!).deviceKey);
    expect(pool.requests.list('RespondToAuthChallenge').map(({ body }) => body)).toEqual([
      expect.objectContaining({ ChallengeName: 'PASSWORD_VERIFIER' }),
      expect.objectContaining({ ChallengeName: 'DEVICE_SRP_AUTH' }),
      expect.objectContaining({ ChallengeName: 'DEVICE_PASSWORD_VERIFIER' }),
    ]);
  });

  it('refuses a device that does not know its own secret', async () => {
    await start({ deviceTracking: DEVICES });
    const storage = memoryStorage();
    await signIn(userOf(pool, storage), ALICE.password);
    storage.setItem(`CognitoIdentityServiceProvider.${pool.userPoolClientId}.alice.randomPasswordKey`, 'no');

    await expect(verdictOf(signIn(userOf(pool, storage), ALICE.password))).resolves.toBe(
      'NotAuthorizedException',
    );
  });

  it('signs in without a device that was forgotten on the server, and gives it a new key', async () => {
    await start({ deviceTracking: DEVICES });
    const storage = memoryStorage();
    const user = userOf(pool, storage);
    const { deviceKey } = tokensOf(sessionOf(await signIn(user, ALICE.password)));
    await succeeded((callbacks) => {
      user.forgetDevice(callbacks);
    });
    storage.setItem(
      `CognitoIdentityServiceProvider.${pool.userPoolClientId}.alice.deviceKey`,
      deviceKey ?? '',
    );

    const session = sessionOf(await signIn(userOf(pool, storage), ALICE.password));

    expect(tokensOf(session).deviceKey).not.toBe(deviceKey);
  });

  it('refreshes by REFRESH_TOKEN_AUTH and keeps the refresh token', async () => {
    const user = await start();
    const before = sessionOf(await signIn(user, ALICE.password));
    pool.clock.advance(1_000);

    await called((callback) => {
      user.refreshSession(before.getRefreshToken(), callback);
    });

    const after = user.getSignInUserSession()!;
    expect(after.getAccessToken().getIssuedAt()).toBe(before.getAccessToken().getIssuedAt() + 1);
    expect(tokensOf(after).refreshToken).toBe(tokensOf(before).refreshToken);
    await expect(verdictsOn(pool, tokensOf(after))).resolves.toEqual({
      access: 'accepted',
      refresh: 'accepted',
    });
  });

  it('refreshes the tokens of a device with its key', async () => {
    const user = await start({ deviceTracking: DEVICES });
    const before = sessionOf(await signIn(user, ALICE.password));

    await called((callback) => {
      user.refreshSession(before.getRefreshToken(), callback);
    });

    expect(tokensOf(user.getSignInUserSession()!).deviceKey).toBe(tokensOf(before).deviceKey);
    await expect(verdictsOn(pool, { ...tokensOf(before), deviceKey: undefined })).resolves.toMatchObject({
      refresh: 'NotAuthorizedException',
    });
  });

  it('refuses every token of a session after a sign-out, and no token of another session', async () => {
    const user = await start();
    const gone = tokensOf(sessionOf(await signIn(user, ALICE.password)));
    const other = tokensOf(sessionOf(await signIn(userOf(pool), ALICE.password)));

    await new Promise<void>((resolve) => {
      user.signOut(resolve);
    });

    await expect(verdictsOn(pool, gone)).resolves.toEqual({
      access: 'NotAuthorizedException',
      refresh: 'NotAuthorizedException',
    });
    await expect(verdictsOn(pool, other)).resolves.toEqual({ access: 'accepted', refresh: 'accepted' });
  });

  it('refuses the tokens of every session after a global sign-out', async () => {
    const user = await start();
    const elsewhere = userOf(pool);
    const session = sessionOf(await signIn(user, ALICE.password));
    await signIn(elsewhere, ALICE.password);

    await succeeded((callbacks) => {
      user.globalSignOut(callbacks);
    });

    await expect(verdictsOn(pool, tokensOf(session))).resolves.toEqual({
      access: 'NotAuthorizedException',
      refresh: 'NotAuthorizedException',
    });
    await expect(
      called((callback) => {
        elsewhere.getUserData(callback, { bypassCache: true });
      }),
    ).rejects.toMatchObject({ code: 'NotAuthorizedException', message: 'Access Token has been revoked' });
  });
});

import { createDeviceVerifier } from 'cognito-srp-helper';
import { totpCode, type CustomAuthTriggers, type UserPoolOptions } from '../../../../src/emulator';
import { ask, verdict, type Asked } from '../../ask';
import {
  ALICE,
  claims,
  createTestPool,
  PASSWORD,
  proveBySrp,
  proveDevice,
  respond,
  signIn,
  submitPassword,
  tokensOf,
  type TestPool,
} from '../../fixture';

const NEW_PASSWORD = 'N3w-Passw0rd!';

const typeOf = ({ body }: Asked) => body['__type'];
const parametersOf = ({ body }: Asked) => body['ChallengeParameters'] as Record<string, string>;

const withMfa = (
  mfa: NonNullable<NonNullable<UserPoolOptions['users']>[number]['mfa']>,
  options: UserPoolOptions = {},
) =>
  createTestPool({
    ...options,
    users: [{ ...ALICE, attributes: { ...ALICE.attributes, phone_number: '+491701234567' }, mfa }],
  });

describe('PASSWORD_VERIFIER', () => {
  it('takes a proof once', async () => {
    const pool = createTestPool();
    await proveBySrp(pool);
    const { body } = [...pool.requests].at(-1) as { body: object };

    expect(await verdict(pool, 'RespondToAuthChallenge', body)).toBe('NotAuthorizedException');
  });

  it('takes no proof that comes too late', async () => {
    const pool = createTestPool();
    const held = pool.faults.on('RespondToAuthChallenge', { hang: true });
    const answer = proveBySrp(pool);
    await held.reached;
    pool.clock.advance(180_000);
    held.release();

    expect(typeOf(await answer)).toBe('NotAuthorizedException');
  });
});

describe('NEW_PASSWORD_REQUIRED', () => {
  const temporary = (options: UserPoolOptions = {}) =>
    createTestPool({ ...options, users: [{ ...ALICE, status: 'FORCE_CHANGE_PASSWORD' }] });

  it('replaces a temporary password', async () => {
    const pool = temporary();
    const challenge = await submitPassword(pool);
    const tokens = tokensOf(await respond(pool, challenge, { NEW_PASSWORD }));

    expect(challenge.body['ChallengeName']).toBe('NEW_PASSWORD_REQUIRED');
    expect(pool.isTokenLive(tokens.AccessToken)).toBe(true);
    expect((await submitPassword(pool, 'alice', NEW_PASSWORD)).body['AuthenticationResult']).toBeDefined();
    expect(typeOf(await submitPassword(pool))).toBe('NotAuthorizedException');
  });

  it('names the attributes that are missing, and takes them', async () => {
    const pool = temporary({ requiredAttributes: ['email', 'name'] });
    const first = await submitPassword(pool);

    expect(parametersOf(first)['requiredAttributes']).toBe('["userAttributes.name"]');
    expect(typeOf(await respond(pool, first, { NEW_PASSWORD }))).toBe('InvalidParameterException');
    const answer = await respond(pool, await submitPassword(pool), {
      NEW_PASSWORD,
      'userAttributes.name': 'Alice',
    });
    expect(claims(tokensOf(answer).IdToken)['name']).toBe('Alice');
  });

  it.each([
    ['that the policy does not allow', 'short', 'InvalidPasswordException'],
    ['that was used before', PASSWORD, 'PasswordHistoryPolicyViolationException'],
  ])('refuses a password %s, and takes another one in the same session (#12)', async (_, weak, type) => {
    const pool = temporary({ passwordPolicy: { historySize: 1 } });
    const challenge = await submitPassword(pool);

    expect(typeOf(await respond(pool, challenge, { NEW_PASSWORD: weak }))).toBe(type);
    expect(tokensOf(await respond(pool, challenge, { NEW_PASSWORD }))).toBeDefined();
    expect(typeOf(await respond(pool, challenge, { NEW_PASSWORD }))).toBe('NotAuthorizedException');
  });

  it('also follows upon a proof by SRP', async () => {
    expect((await proveBySrp(temporary())).body['ChallengeName']).toBe('NEW_PASSWORD_REQUIRED');
  });
});

describe.each([
  ['SMS_MFA', 'SMS_MFA_CODE', '+********4567', 'SMS'],
  ['EMAIL_OTP', 'EMAIL_OTP_CODE', 'a***@e***', 'EMAIL'],
] as const)('%s', (type, field, destination, medium) => {
  it('asks for the code that was sent', async () => {
    const pool = withMfa({ enabled: [type] });
    const challenge = await submitPassword(pool);

    expect(parametersOf(challenge)).toMatchObject({
      CODE_DELIVERY_DESTINATION: destination,
      CODE_DELIVERY_DELIVERY_MEDIUM: medium,
    });
    const code = pool.outbox.latest('alice')?.code ?? '';
    expect(tokensOf(await respond(pool, challenge, { [field]: code }))).toBeDefined();
  });

  it('leaves the session usable after a wrong code', async () => {
    const pool = withMfa({ enabled: [type] });
    const challenge = await submitPassword(pool);
    const wrong = await respond(pool, challenge, { [field]: '0' });
    const code = pool.outbox.latest('alice')?.code ?? '';

    expect(typeOf(wrong)).toBe('CodeMismatchException');
    expect(tokensOf(await respond(pool, challenge, { [field]: code }))).toBeDefined();
  });

  it('refuses a session that was used, or has expired', async () => {
    const pool = withMfa({ enabled: [type] });
    const [used, expired] = [await submitPassword(pool), await submitPassword(pool)];
    const codes = [...pool.outbox].map(({ code }) => ({ [field]: code })) as [
      Record<string, string>,
      Record<string, string>,
    ];
    await respond(pool, used, codes[0]);
    pool.clock.advance(180_000);

    expect(typeOf(await respond(pool, used, codes[0]))).toBe('NotAuthorizedException');
    expect(typeOf(await respond(pool, expired, codes[1]))).toBe('NotAuthorizedException');
  });
});

describe('SOFTWARE_TOKEN_MFA', () => {
  const begin = async () => {
    const pool = withMfa({ enabled: ['SOFTWARE_TOKEN_MFA'] });
    const codeAt = (offsetMs: number) =>
      totpCode(pool.admin.totpSecret('alice') ?? '', pool.clock.now() + offsetMs);
    return { pool, codeAt, challenge: await submitPassword(pool) };
  };

  it.each([-30_000, 0, 30_000])('takes the code of %i ms from now', async (offset) => {
    const { pool, codeAt, challenge } = await begin();
    const answer = await respond(pool, challenge, { SOFTWARE_TOKEN_MFA_CODE: await codeAt(offset) });

    expect(tokensOf(answer)).toBeDefined();
  });

  it('refuses a code of a minute ago', async () => {
    const { pool, codeAt, challenge } = await begin();
    const answer = await respond(pool, challenge, { SOFTWARE_TOKEN_MFA_CODE: await codeAt(-60_000) });

    expect(typeOf(answer)).toBe('CodeMismatchException');
  });

  it('takes a code once', async () => {
    const { pool, codeAt, challenge } = await begin();
    const code = { SOFTWARE_TOKEN_MFA_CODE: await codeAt(0) };
    await respond(pool, challenge, code);

    expect(typeOf(await respond(pool, await submitPassword(pool), code))).toBe('ExpiredCodeException');
  });
});

describe('SELECT_MFA_TYPE', () => {
  it('goes on with the factor that the user selects', async () => {
    const pool = withMfa({ enabled: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] });
    const challenge = await submitPassword(pool);
    const next = await respond(pool, challenge, { ANSWER: 'SMS_MFA' });

    expect(parametersOf(challenge)['MFAS_CAN_CHOOSE']).toBe('["SMS_MFA","SOFTWARE_TOKEN_MFA"]');
    expect(next.body['ChallengeName']).toBe('SMS_MFA');
  });

  it('refuses a factor that the user does not have', async () => {
    const pool = withMfa({ enabled: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] });
    const answer = await respond(pool, await submitPassword(pool), { ANSWER: 'EMAIL_OTP' });

    expect(typeOf(answer)).toBe('MFAMethodNotFoundException');
  });

  it('is not asked where one factor is preferred', async () => {
    const pool = withMfa({ enabled: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'], preferred: 'SOFTWARE_TOKEN_MFA' });

    expect((await submitPassword(pool)).body['ChallengeName']).toBe('SOFTWARE_TOKEN_MFA');
  });
});

describe('MFA_SETUP', () => {
  it('sets up an authenticator app', async () => {
    const pool = createTestPool({ mfaConfiguration: 'ON', enabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    const challenge = await submitPassword(pool);
    const { body: secret } = await ask(pool, 'AssociateSoftwareToken', {
      Session: challenge.body['Session'],
    });
    const UserCode = await totpCode(String(secret['SecretCode']), pool.clock.now());
    const { body: proven } = await ask(pool, 'VerifySoftwareToken', { Session: secret['Session'], UserCode });
    const setUp = { ...challenge, body: { ...challenge.body, Session: proven['Session'] } };

    expect(parametersOf(challenge)['MFAS_CAN_SETUP']).toBe('["SOFTWARE_TOKEN_MFA"]');
    expect(tokensOf(await respond(pool, setUp, {}))).toBeDefined();
    expect((await submitPassword(pool)).body['ChallengeName']).toBe('SOFTWARE_TOKEN_MFA');
  });

  it('sets up an e-mail address, which the code then proves', async () => {
    const pool = createTestPool({ mfaConfiguration: 'ON' });
    const next = await respond(pool, await submitPassword(pool), { EMAIL: 'new@example.com' });
    const { destination, code } = pool.outbox.latest('alice') ?? {};

    expect(destination).toBe('new@example.com');
    expect(tokensOf(await respond(pool, next, { EMAIL_OTP_CODE: code ?? '' }))).toBeDefined();
  });

  it('is not over before a factor is set up', async () => {
    const pool = createTestPool({ mfaConfiguration: 'ON' });

    expect(typeOf(await respond(pool, await submitPassword(pool), {}))).toBe('InvalidParameterException');
  });
});

describe('CUSTOM_CHALLENGE', () => {
  const RIDDLE: CustomAuthTriggers = {
    defineAuthChallenge: ({ session }) => {
      const last = session.at(-1);
      if (last?.challengeName === 'SRP_A') return { challengeName: 'PASSWORD_VERIFIER' };
      if (last?.challengeName !== 'CUSTOM_CHALLENGE') return { challengeName: 'CUSTOM_CHALLENGE' };
      if (last.challengeResult) return { issueTokens: true };
      return session.length < 3 ? { challengeName: 'CUSTOM_CHALLENGE' } : { failAuthentication: true };
    },
    createAuthChallenge: ({ session }) => ({
      publicChallengeParameters: { riddle: `number ${String(session.length)}` },
      privateChallengeParameters: { answer: '42' },
      challengeMetadata: 'RIDDLE',
    }),
    verifyAuthChallengeResponse: ({ privateChallengeParameters, challengeAnswer }) =>
      challengeAnswer === privateChallengeParameters['answer'],
  };

  const begin = (pool: TestPool, username = 'alice') =>
    ask(pool, 'InitiateAuth', {
      AuthFlow: 'CUSTOM_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: username },
    });

  it('hands out tokens for the right answer, also at the second attempt', async () => {
    const pool = createTestPool({ customAuth: RIDDLE });
    const first = await begin(pool);
    const second = await respond(pool, first, { ANSWER: '41' });

    expect(parametersOf(first)).toEqual({ riddle: 'number 0', USERNAME: 'alice' });
    expect(parametersOf(second)).toEqual({ riddle: 'number 1', USERNAME: 'alice' });
    expect(tokensOf(await respond(pool, second, { ANSWER: '42' }))).toBeDefined();
  });

  it('fails when the trigger says so', async () => {
    const pool = createTestPool({ customAuth: RIDDLE });
    let challenge = await begin(pool);
    for (let attempt = 0; attempt < 3; attempt++) challenge = await respond(pool, challenge, { ANSWER: '0' });

    expect(typeOf(challenge)).toBe('NotAuthorizedException');
  });

  it('follows upon a password that is proven by SRP', async () => {
    const pool = createTestPool({ customAuth: RIDDLE });
    const parameters = { CHALLENGE_NAME: 'SRP_A' };
    const challenge = await proveBySrp(pool, { flow: 'CUSTOM_AUTH', parameters });

    expect(challenge.body['ChallengeName']).toBe('CUSTOM_CHALLENGE');
    expect(tokensOf(await respond(pool, challenge, { ANSWER: '42' }))).toBeDefined();
  });

  it('never hands out tokens for a user who does not exist', async () => {
    const pool = createTestPool({ customAuth: RIDDLE });

    expect(typeOf(await respond(pool, await begin(pool, 'nobody'), { ANSWER: '42' }, 'nobody'))).toBe(
      'NotAuthorizedException',
    );
  });

  it('needs triggers', async () => {
    expect(typeOf(await begin(createTestPool()))).toBe('InvalidParameterException');
  });

  it('answers what a trigger throws', async () => {
    const failing = () => {
      throw new Error('no riddles today');
    };
    const { body } = await begin(createTestPool({ customAuth: { ...RIDDLE, createAuthChallenge: failing } }));

    expect(body).toEqual({
      __type: 'UserLambdaValidationException',
      message: 'CreateAuthChallenge failed with error no riddles today.',
    });
  });

  it('refuses what no trigger may return', async () => {
    const nothing = () => undefined as never;

    expect(
      typeOf(await begin(createTestPool({ customAuth: { ...RIDDLE, defineAuthChallenge: nothing } }))),
    ).toBe('InvalidLambdaResponseException');
  });
});

describe('DEVICE_SRP_AUTH', () => {
  const deviceTracking = { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false };

  const withDevice = async (tracking = deviceTracking) => {
    const pool = withMfa({ enabled: ['SMS_MFA'] }, { deviceTracking: tracking });
    const challenge = await submitPassword(pool);
    const code = pool.outbox.latest()?.code ?? '';
    const tokens = tokensOf(await respond(pool, challenge, { SMS_MFA_CODE: code }));
    const device = tokens.NewDeviceMetadata ?? { DeviceKey: '', DeviceGroupKey: '' };
    const secret = createDeviceVerifier(device.DeviceKey, device.DeviceGroupKey);
    await ask(pool, 'ConfirmDevice', {
      AccessToken: tokens.AccessToken,
      DeviceKey: device.DeviceKey,
      DeviceSecretVerifierConfig: secret.DeviceSecretVerifierConfig,
    });
    return { pool, device, tokens, password: secret.DeviceRandomPassword };
  };

  const begin = (pool: TestPool, DEVICE_KEY: string) =>
    ask(pool, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: 'alice', PASSWORD, DEVICE_KEY },
    });

  it('lets a remembered device stand in for the second factor', async () => {
    const { pool, device, password } = await withDevice();
    const challenge = await begin(pool, device.DeviceKey);
    const answer = await proveDevice(pool, challenge, device, password);

    expect(challenge.body['ChallengeName']).toBe('DEVICE_SRP_AUTH');
    expect(tokensOf(answer).NewDeviceMetadata).toBeUndefined();
    expect(claims(tokensOf(answer).AccessToken)['device_key']).toBe(device.DeviceKey);
  });

  it('refuses the proof of another secret', async () => {
    const { pool, device } = await withDevice();
    const answer = await proveDevice(pool, await begin(pool, device.DeviceKey), device, 'wrong');

    expect(typeOf(answer)).toBe('NotAuthorizedException');
  });

  it('still asks for the second factor where the device is not remembered', async () => {
    const { pool, device, password } = await withDevice({
      ...deviceTracking,
      deviceOnlyRememberedOnUserPrompt: true,
    });
    const answer = await proveDevice(pool, await begin(pool, device.DeviceKey), device, password);

    expect(answer.body['ChallengeName']).toBe('SMS_MFA');
  });

  it('refuses the key of a device that is not there', async () => {
    const { pool } = await withDevice();

    expect(typeOf(await begin(pool, 'eu-west-1_00000000-0000-0000-0000-000000000000'))).toBe(
      'ResourceNotFoundException',
    );
  });

  it('binds the refresh token to the device', async () => {
    const { pool, device, tokens } = await withDevice();
    const refresh = { RefreshToken: tokens.RefreshToken, ClientId: pool.userPoolClientId };

    expect(await verdict(pool, 'GetTokensFromRefreshToken', refresh)).toBe('NotAuthorizedException');
    expect(
      await verdict(pool, 'GetTokensFromRefreshToken', { ...refresh, DeviceKey: device.DeviceKey }),
    ).toBe('success');
  });
});

describe('RespondToAuthChallenge', () => {
  it('refuses an answer to another challenge than the one that was asked', async () => {
    const pool = withMfa({ enabled: ['SMS_MFA'] });
    const challenge = await submitPassword(pool);
    const swapped = { ...challenge, body: { ...challenge.body, ChallengeName: 'EMAIL_OTP' } };

    expect(typeOf(await respond(pool, swapped, { EMAIL_OTP_CODE: pool.outbox.latest()?.code ?? '' }))).toBe(
      'NotAuthorizedException',
    );
  });

  it('refuses an answer from another client', async () => {
    const pool = withMfa({ enabled: ['SMS_MFA'] }, { clients: [{}, { clientId: 'other' }] });
    const { body } = await submitPassword(pool);
    const SMS_MFA_CODE = pool.outbox.latest()?.code ?? '';
    const answer = {
      ...body,
      ClientId: 'other',
      ChallengeResponses: { USERNAME: 'alice', SMS_MFA_CODE },
    };

    expect(await verdict(pool, 'RespondToAuthChallenge', answer)).toBe('NotAuthorizedException');
  });

  it('lets nobody in who was deleted in between', async () => {
    const pool = withMfa({ enabled: ['SMS_MFA'] });
    const challenge = await submitPassword(pool);
    const SMS_MFA_CODE = pool.outbox.latest()?.code ?? '';
    pool.admin.deleteUser('alice');

    expect(typeOf(await respond(pool, challenge, { SMS_MFA_CODE }))).toBe('NotAuthorizedException');
  });

  it('needs no second factor of a user who has none', async () => {
    expect(await signIn(createTestPool())).toBeDefined();
  });
});

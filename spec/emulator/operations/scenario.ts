import { createDeviceVerifier } from 'cognito-srp-helper';
import type { CustomAuthTriggers, OperationName, UserPoolOptions } from '../../../src/emulator';
import { ask, verdict } from '../ask';
import {
  createTestPool,
  PASSWORD,
  proveBySrp,
  respond,
  signIn,
  submitPassword,
  type TestPool,
} from '../fixture';

/** Brings a refusal about and returns its type. */
export type Scenario = () => Promise<string>;

export type Options = Omit<UserPoolOptions, 'clock'>;

/** What happens between alice's sign-in and her call. */
export type Incident = (pool: TestPool) => unknown;

export const NEW_PASSWORD = 'N3w-Passw0rd!';
export const LEGACY: Options = { clients: [{ preventUserExistenceErrors: false }] };
export const TRACKING: Options = {
  deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
};
export const OTHER_DEVICE = 'eu-west-1_00000000-0000-0000-0000-000000000000';
export const BOB = {
  username: 'bob',
  password: PASSWORD,
  attributes: { email: 'bob@example.com', email_verified: 'true' },
} as const;

const nothing: Incident = () => undefined;

/** Has alice, signed in, call an operation. */
export function asAlice(
  operation: OperationName,
  input: object,
  { options = {}, incident = nothing }: { options?: Options; incident?: Incident } = {},
): Scenario {
  return async () => {
    const pool = createTestPool(options);
    const { AccessToken } = await signIn(pool);
    await incident(pool);
    return verdict(pool, operation, { AccessToken, ...input });
  };
}

/** The refusals of every operation that takes an access token. */
export function ofAccessToken(operation: OperationName, input: object, options: Options = {}) {
  return {
    NotAuthorized: asAlice(operation, { ...input, AccessToken: 'never.issued' }, { options }),
    InvalidParameter: asAlice(operation, { ...input, AccessToken: 'not a token' }, { options }),
    PasswordResetRequired: asAlice(operation, input, {
      options,
      incident: (pool) => pool.admin.resetPassword('alice'),
    }),
    UserNotFound: asAlice(operation, input, { options, incident: (pool) => pool.admin.deleteUser('alice') }),
  } satisfies Record<string, Scenario>;
}

/** Has a client that nobody knows call an operation, or one in a pool with other options. */
export function asClient(
  operation: OperationName,
  input: object,
  { options = {}, incident = nothing }: { options?: Options; incident?: Incident } = {},
): Scenario {
  return async () => {
    const pool = createTestPool(options);
    await incident(pool);
    return verdict(pool, operation, { ClientId: pool.userPoolClientId, ...input });
  };
}

/** The refusals of every operation that takes a client and a username. */
export function ofUsername(operation: OperationName, input: object) {
  return {
    ResourceNotFound: asClient(operation, { ...input, ClientId: 'unknown' }),
    InvalidParameter: asClient(operation, { ...input, Username: '' }),
    NotAuthorized: asClient(operation, input, { options: { clients: [{ clientSecret: 's3cret' }] } }),
    UserNotFound: asClient(operation, { ...input, Username: 'nobody' }, { options: LEGACY }),
  } satisfies Record<string, Scenario>;
}

/** Has an administrator call an operation on a user. */
export function asAdmin(operation: OperationName, input: object = {}, options: Options = {}): Scenario {
  return () => {
    const pool = createTestPool(options);
    return verdict(pool, operation, { UserPoolId: pool.userPoolId, Username: 'alice', ...input });
  };
}

/** The refusals of every operation of an administrator on a user. */
export function ofAdmin(operation: OperationName, input: object = {}) {
  return {
    ResourceNotFound: asAdmin(operation, { ...input, UserPoolId: 'eu-west-1_Elsewhere' }),
    InvalidParameter: asAdmin(operation, { ...input, Username: '' }),
    UserNotFound: asAdmin(operation, { ...input, Username: 'nobody' }),
  } satisfies Record<string, Scenario>;
}

/** The refusals of every operation of an administrator on the pool. */
export function ofPool(operation: OperationName, input: object = {}) {
  return {
    ResourceNotFound: asAdmin(operation, { ...input, UserPoolId: 'eu-west-1_Elsewhere' }),
    InvalidParameter: asAdmin(operation, { ...input, UserPoolId: 'nowhere' }),
  } satisfies Record<string, Scenario>;
}

/** The refusals of every operation of an administrator on an app client. */
export function ofClient(operation: OperationName, input: object = {}) {
  return {
    ResourceNotFound: asAdmin(operation, { ...input, ClientId: 'unknown' }),
    InvalidParameter: asAdmin(operation, { ...input, ClientId: '' }),
  } satisfies Record<string, Scenario>;
}

/** Has somebody who is not signed in ask the identity pool, for an identity that is there where none is named. */
export function asGuest(operation: OperationName, input: object, options: Options = {}): Scenario {
  return async () => {
    const pool = createTestPool(options);
    const { identityPoolId: IdentityPoolId } = pool.identityPool;
    if (operation === 'GetId') return verdict(pool, operation, { IdentityPoolId, ...input });
    const { body } = await ask(pool, 'GetId', { IdentityPoolId });
    return verdict(pool, operation, { IdentityId: body['IdentityId'], ...input });
  };
}

/** Begins a sign-in with a password. */
export function begin(options: Options, parameters: object = {}, incident: Incident = nothing): Scenario {
  const AuthParameters = { USERNAME: 'alice', PASSWORD, ...parameters };
  return asClient('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }, { options, incident });
}

/** Brings a sign-in to a challenge and answers it. */
export function answer(
  options: Options,
  responses: Readonly<Record<string, string>>,
  incident: Incident = nothing,
): Scenario {
  return async () => {
    const pool = createTestPool(options);
    const challenge = await submitPassword(pool);
    await incident(pool);
    return String((await respond(pool, challenge, responses)).body['__type']);
  };
}

/** Proves the right password. */
export function prove(options: Options, incident: Incident = nothing): Scenario {
  return async () => {
    const pool = createTestPool(options);
    await incident(pool);
    return String((await proveBySrp(pool)).body['__type']);
  };
}

/** Answers a custom challenge under triggers some of which are replaced. */
export function riddle(replaced: Partial<CustomAuthTriggers>): Scenario {
  return async () => {
    const pool = createTestPool({
      customAuth: {
        defineAuthChallenge: () => ({ challengeName: 'CUSTOM_CHALLENGE' }),
        createAuthChallenge: () => ({ publicChallengeParameters: {}, privateChallengeParameters: {} }),
        verifyAuthChallengeResponse: () => true,
        ...replaced,
      },
    });
    const input = {
      ClientId: pool.userPoolClientId,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME: 'alice' },
    };
    const challenge = await ask(pool, 'InitiateAuth', input);
    if (challenge.status !== 200) return String(challenge.body['__type']);
    return String((await respond(pool, challenge, { ANSWER: '42' })).body['__type']);
  };
}

/** Refreshes alice's session after something has happened. */
export function refresh(options: Options, input: object, incident: Incident = nothing): Scenario {
  return async () => {
    const pool = createTestPool(options);
    const { RefreshToken } = await signIn(pool);
    await incident(pool);
    const refreshed = { RefreshToken, ClientId: pool.userPoolClientId, ...input };
    await verdict(pool, 'GetTokensFromRefreshToken', refreshed);
    return verdict(pool, 'GetTokensFromRefreshToken', refreshed);
  };
}

/** Revokes alice's session. */
export function revoke(
  options: Options,
  token: 'AccessToken' | 'RefreshToken',
  input: object = {},
): Scenario {
  return async () => {
    const pool = createTestPool(options);
    const tokens = await signIn(pool);
    return verdict(pool, 'RevokeToken', { Token: tokens[token], ClientId: pool.userPoolClientId, ...input });
  };
}

/** Repeats a call that is refused until the refusal changes. */
export function again(
  times: number,
  operation: OperationName,
  input: object,
  incident: Incident = nothing,
): Scenario {
  return async () => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);
    await incident(pool);
    const call = { AccessToken, ClientId: pool.userPoolClientId, ...input };
    for (let attempt = 0; attempt < times; attempt++) await verdict(pool, operation, call);
    return verdict(pool, operation, call);
  };
}

/** Confirms the device of alice's sign-in, twice. */
export async function confirmTwice(): Promise<string> {
  const pool = createTestPool(TRACKING);
  const { AccessToken, NewDeviceMetadata } = await signIn(pool);
  const { DeviceKey, DeviceGroupKey } = NewDeviceMetadata ?? { DeviceKey: '', DeviceGroupKey: '' };
  const { DeviceSecretVerifierConfig } = createDeviceVerifier(DeviceKey, DeviceGroupKey);
  const input = { AccessToken, DeviceKey, DeviceSecretVerifierConfig };
  await ask(pool, 'ConfirmDevice', input);
  return verdict(pool, 'ConfirmDevice', input);
}

export function ofDevice(operation: OperationName, input: object) {
  return {
    ...ofAccessToken(operation, input, TRACKING),
    InvalidUserPoolConfiguration: asAlice(operation, input),
  };
}

/** The refusals of every operation on passkeys, which do not tell that a user is gone. */
export function ofPasskeys(operation: OperationName, input: object) {
  const options: Options = {
    allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
    webAuthn: { relyingPartyId: 'example.com' },
  };
  return without('UserNotFound', ofAccessToken(operation, input, options));
}

/** Has alice forget her password. */
export const forget: Incident = (pool) =>
  ask(pool, 'ForgotPassword', { ClientId: pool.userPoolClientId, Username: 'alice' });

/** Replaces alice's forgotten password by the right code. */
export function withSentCode(Password: string, options: Options): Scenario {
  return async () => {
    const pool = createTestPool(options);
    await forget(pool);
    const ConfirmationCode = pool.outbox.latest('alice')?.code;
    const input = { ClientId: pool.userPoolClientId, Username: 'alice', ConfirmationCode, Password };
    return verdict(pool, 'ConfirmForgotPassword', input);
  };
}

/** Leaves one scenario out. */
export function without(
  name: string,
  scenarios: Readonly<Record<string, Scenario>>,
): Readonly<Record<string, Scenario>> {
  return Object.fromEntries(Object.entries(scenarios).filter(([other]) => other !== name));
}

import { inspect } from 'node:util';
import { NEVER, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import * as account from '../../src/account';
import type { Auth, AuthError } from '../../src';
import { networkError, serviceError } from '../fakes/fake-errors';
import { createFakePrompts, installPasskeys } from '../fakes/fake-passkeys';
import { watch } from '../fakes/marbles';
import { createFakeAuth, outcomeOf, refusalOf, turns } from './fake-auth';

type Operation = (auth: Auth, input: never) => Observable<unknown>;

interface Case {
  readonly name: string;
  readonly operation$: Operation;
  readonly input: object | undefined;
  /** The first command that it sends, without an access token or with one. */
  readonly command: string;
  readonly isPublic: boolean;
  /** What Cognito may refuse it with. */
  readonly refusals: readonly string[];
  /** Whether it can do with nothing at all. */
  readonly takesNothing: boolean;
}

const SIGNED_IN_REFUSALS = [
  'InternalErrorException',
  'InvalidParameterException',
  'NotAuthorizedException',
  'PasswordResetRequiredException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
  'UserNotConfirmedException',
  'UserNotFoundException',
];
const PUBLIC_REFUSALS = [
  'InternalErrorException',
  'InvalidParameterException',
  'LimitExceededException',
  'NotAuthorizedException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
  'UserLambdaValidationException',
  'UserNotFoundException',
];

const open = (
  name: keyof typeof account,
  command: string,
  input: object,
  refusals: readonly string[] = [],
): Case => ({
  name,
  operation$: account[name] as unknown as Operation,
  input,
  command,
  isPublic: true,
  refusals: [...PUBLIC_REFUSALS, ...refusals],
  takesNothing: false,
});
const within = (
  name: keyof typeof account,
  command: string,
  input?: object,
  refusals: readonly string[] = [],
): Case => ({
  ...open(name, command, {}),
  input,
  isPublic: false,
  refusals: [...SIGNED_IN_REFUSALS, ...refusals],
  takesNothing: input === undefined,
});

const code = '123456';
const CASES: readonly Case[] = [
  open('signUp$', 'SignUp', { username: 'ada', password: 'Passw0rd!' }, [
    'CodeDeliveryFailureException',
    'InvalidPasswordException',
    'UsernameExistsException',
  ]),
  open('confirmSignUp$', 'ConfirmSignUp', { username: 'ada', confirmationCode: code }, [
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'TooManyFailedAttemptsException',
  ]),
  open('resendSignUpCode$', 'ResendConfirmationCode', { username: 'ada' }, ['CodeDeliveryFailureException']),
  open('resetPassword$', 'ForgotPassword', { username: 'ada' }, ['CodeDeliveryFailureException']),
  open(
    'confirmResetPassword$',
    'ConfirmForgotPassword',
    { username: 'ada', newPassword: 'Passw0rd!', confirmationCode: code },
    [
      'CodeMismatchException',
      'ExpiredCodeException',
      'InvalidPasswordException',
      'PasswordHistoryPolicyViolationException',
      'UserNotConfirmedException',
    ],
  ),
  within('updatePassword$', 'ChangePassword', { oldPassword: 'Passw0rd!', newPassword: 'Passw0rd?' }, [
    'InvalidPasswordException',
    'LimitExceededException',
    'PasswordHistoryPolicyViolationException',
  ]),
  within('fetchUserAttributes$', 'GetUser'),
  within('updateUserAttributes$', 'UpdateUserAttributes', { userAttributes: { nickname: 'a' } }, [
    'AliasExistsException',
    'CodeDeliveryFailureException',
  ]),
  within('deleteUserAttributes$', 'DeleteUserAttributes', { userAttributeKeys: ['nickname'] }),
  within(
    'sendUserAttributeVerificationCode$',
    'GetUserAttributeVerificationCode',
    { userAttributeKey: 'email' },
    ['CodeDeliveryFailureException', 'LimitExceededException'],
  ),
  within(
    'confirmUserAttribute$',
    'VerifyUserAttribute',
    { userAttributeKey: 'email', confirmationCode: code },
    ['AliasExistsException', 'CodeMismatchException', 'ExpiredCodeException', 'LimitExceededException'],
  ),
  within('fetchMFAPreference$', 'GetUser'),
  within('updateMFAPreference$', 'SetUserMFAPreference', { totp: 'PREFERRED' }),
  within('setUpTOTP$', 'AssociateSoftwareToken', undefined, [
    'ConcurrentModificationException',
    'SoftwareTokenMFANotFoundException',
  ]),
  within('verifyTOTPSetup$', 'VerifySoftwareToken', { code }, [
    'CodeMismatchException',
    'EnableSoftwareTokenMFAException',
  ]),
  within('deleteUser$', 'DeleteUser'),
  within('fetchDevices$', 'ListDevices', undefined, ['InvalidUserPoolConfigurationException']),
  within('rememberDevice$', 'UpdateDeviceStatus', undefined, ['InvalidUserPoolConfigurationException']),
  within('forgetDevice$', 'ForgetDevice', undefined, ['InvalidUserPoolConfigurationException']),
  within('associateWebAuthnCredential$', 'StartWebAuthnRegistration', undefined, [
    'LimitExceededException',
    'WebAuthnConfigurationMissingException',
    'WebAuthnNotEnabledException',
  ]),
  within('listWebAuthnCredentials$', 'ListWebAuthnCredentials'),
  within('deleteWebAuthnCredential$', 'DeleteWebAuthnCredential', { credentialId: 'c' }),
  within('fetchUserSessions$', 'ListUserSessions'),
  within('revokeUserSession$', 'ListUserSessions', { sessionId: 'tkn1' }),
];

describe('each function of rx-cognito/account', () => {
  let uninstall: () => void;

  beforeAll(() => {
    uninstall = installPasskeys(createFakePrompts().scope);
  });

  afterAll(() => {
    uninstall();
  });

  it('is one of those that are specified here (#14)', () => {
    const named = [...CASES.map(({ name }) => name), 'isPasskeySupported'];
    expect(Object.keys(account).sort()).toEqual(named.sort());
  });

  it.each(CASES)('$name does nothing before subscription', async ({ operation$, input }) => {
    const auth = createFakeAuth([{}]);
    void operation$(auth, input as never);
    await turns();
    expect(auth.calls).toEqual([]);
  });

  it.each(CASES)('$name sends $command', async ({ operation$, input, command, isPublic }) => {
    const auth = createFakeAuth([NEVER]);
    const { subscription } = watch(operation$(auth, input as never));
    await turns();
    expect(auth.calls).toMatchObject([
      {
        member: isPublic ? 'sendPublic$' : 'send$',
        command,
        input: isPublic ? { ClientId: 'client-id' } : { AccessToken: auth.accessToken },
      },
    ]);
    subscription.unsubscribe();
  });

  it.each(CASES)(
    '$name aborts its request when its subscriber leaves (R38)',
    async ({ operation$, input }) => {
      const auth = createFakeAuth([NEVER]);
      const watched = watch(operation$(auth, input as never));
      await turns();
      watched.subscription.unsubscribe();
      expect(auth.calls).toMatchObject([{ status: 'aborted' }]);
      expect(watched).toMatchObject({ values: [], error: undefined, isComplete: false });
    },
  );

  it.each(CASES)(
    '$name sends nothing for a subscriber who left before it could',
    async ({ operation$, input }) => {
      const auth = createFakeAuth([{}]);
      watch(operation$(auth, input as never)).subscription.unsubscribe();
      await turns();
      expect(auth.calls).toEqual([]);
    },
  );

  it.each(CASES)('$name asks once more for a second subscriber, each with its own answer', async (given) => {
    const first$ = new Subject<object>();
    const second$ = new Subject<object>();
    const auth = createFakeAuth([first$, second$]);
    const stream$ = given.operation$(auth, given.input as never);
    const [one, other] = [watch(stream$), watch(stream$)];
    await turns();
    expect(auth.calls).toHaveLength(2);
    const refused = serviceError('InternalErrorException');
    first$.error(refused);
    expect([one.error, other.error]).toStrictEqual([refused, undefined]);
    other.subscription.unsubscribe();
    expect(auth.calls.map(({ status }) => status)).toEqual(['failed', 'aborted']);
  });

  it.each(CASES.flatMap((given) => given.refusals.map((refusal) => ({ ...given, refusal }))))(
    '$name passes $refusal on, and asks no second time (R75)',
    async ({ operation$, input, refusal }) => {
      const auth = createFakeAuth([serviceError(refusal)]);
      expect(await refusalOf(operation$(auth, input as never))).toMatchObject({ code: refusal });
      expect(auth.calls).toHaveLength(1);
    },
  );

  const MEMBERS = [
    ...[
      'CodeDeliveryDetails',
      'CodeDeliveryDetailsList',
      'CredentialCreationOptions',
      'Credentials',
      'Devices',
    ],
    ...['NextToken', 'PaginationToken', 'PreferredMfaSetting', 'SecretCode', 'Session', 'Sessions', 'Status'],
    ...['UserAttributes', 'UserConfirmed', 'UserMFASettingList', 'UserSub'],
  ];

  it.each(CASES)(
    '$name blames no caller for an answer whose fields are of the wrong kind (R60)',
    async (given) => {
      for (const value of [null, 5, 'x', [null], [5], [{}], {}, true]) {
        const answer = Object.fromEntries(MEMBERS.map((member) => [member, value]));
        const auth = createFakeAuth(Array.from({ length: 100 }, () => answer));
        const { values, error } = await outcomeOf(given.operation$(auth, given.input as never));
        expect(values).toHaveLength(error === undefined ? 1 : 0);
        expect(['unknown', 'validation']).not.toContain((error as AuthError | undefined)?.kind);
      }
    },
  );

  it.each(CASES.filter(({ input }) => input && 'confirmationCode' in input))(
    '$name takes a code as it is pasted (R42)',
    async ({ operation$, input }) => {
      const auth = createFakeAuth([{}]);
      await outcomeOf(operation$(auth, { ...input, confirmationCode: ' 123 456\n' } as never));
      const { Code, ConfirmationCode = Code } = auth.calls[0]?.input as Readonly<Record<string, unknown>>;
      expect(ConfirmationCode).toBe('123456');
    },
  );

  it.each(CASES)('$name passes on that there is no connection', async ({ operation$, input }) => {
    const error = networkError();
    expect(await refusalOf(operation$(createFakeAuth([error]), input as never))).toBe(error);
  });

  it.each(CASES.filter(({ takesNothing }) => !takesNothing))(
    '$name refuses to be called with nothing, before anything is asked (R42, R68)',
    async ({ operation$ }) => {
      for (const nothing of [undefined, null, {}, 7, 'ada', []]) {
        const auth = createFakeAuth();
        const error = await refusalOf(operation$(auth, nothing as never));
        expect(error).toMatchObject({ kind: 'validation', code: 'InvalidArgument', retryable: false });
        expect(auth.calls).toEqual([]);
      }
    },
  );

  it.each(CASES.filter(({ takesNothing }) => takesNothing))(
    '$name takes null for nothing (R68)',
    async ({ operation$, command }) => {
      const auth = createFakeAuth([NEVER]);
      const { subscription } = watch(operation$(auth, null as never));
      await turns();
      expect(auth.calls).toMatchObject([{ command }]);
      subscription.unsubscribe();
    },
  );

  it.each(CASES.filter(({ input }) => input !== undefined))(
    '$name turns what a getter of its input throws into an AuthError without its text (R43, R54)',
    async ({ operation$ }) => {
      const hostile = new Proxy(
        {},
        {
          get: () => {
            throw new Error('c4nary');
          },
          ownKeys: () => {
            throw new Error('c4nary');
          },
        },
      );
      const { error } = await outcomeOf(operation$(createFakeAuth(), hostile as never));
      expect(error).toMatchObject({ name: 'AuthError', kind: 'unknown' });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('c4nary');
    },
  );
});

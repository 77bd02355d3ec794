import type { OperationName } from '../../../src/emulator';
import { ask, verdict } from '../ask';
import { ALICE, createTestPool, PASSWORD, signIn } from '../fixture';
import {
  BOB,
  LEGACY,
  NEW_PASSWORD,
  OTHER_DEVICE,
  TRACKING,
  again,
  answer,
  asAdmin,
  asAlice,
  asClient,
  asGuest,
  begin,
  confirmTwice,
  forget,
  ofAccessToken,
  ofAdmin,
  ofClient,
  ofDevice,
  ofPasskeys,
  ofPool,
  ofUsername,
  prove,
  refresh,
  revoke,
  riddle,
  withSentCode,
  without,
  type Scenario,
  type Options,
  type Incident,
} from './scenario';

const signUpCarol: Incident = (pool) =>
  ask(pool, 'SignUp', {
    ClientId: pool.userPoolClientId,
    Username: 'carol',
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: 'bob@example.com' }],
  });

const sendEmailCode: Incident = async (pool) => {
  const { AccessToken } = await signIn(pool);
  await ask(pool, 'GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' });
};

const email = { AttributeName: 'email' };
const bobsEmail = { UserAttributes: [{ Name: 'email', Value: 'bob@example.com' }] };
const withBob: Options = { users: [ALICE, BOB], aliasAttributes: ['email'] };
const smsUser: Options = {
  users: [
    {
      ...ALICE,
      attributes: { ...ALICE.attributes, phone_number: '+491701234567' },
      mfa: { enabled: ['SMS_MFA'] },
    },
  ],
};
const temporary: Options = { users: [{ ...ALICE, status: 'FORCE_CHANGE_PASSWORD' }, BOB] };
const remembering: Options = { passwordPolicy: { historySize: 3 } };
const change = { PreviousPassword: PASSWORD, ProposedPassword: NEW_PASSWORD };
const confirmation = { Username: 'alice', ConfirmationCode: '0', Password: NEW_PASSWORD };
const OTHER_SESSION = `tkn${'a'.repeat(25)}`;
const failing = () => {
  throw new Error('planned');
};

/** How each refusal comes about by itself; what is not in here is sent by planned faults only. */
export const SCENARIOS: Readonly<Record<OperationName, Readonly<Record<string, Scenario>>>> = {
  InitiateAuth: {
    InvalidParameter: begin({}, { PASSWORD: undefined }),
    NotAuthorized: begin({}, { PASSWORD: 'wrong' }),
    PasswordResetRequired: begin({}, {}, (pool) => pool.admin.resetPassword('alice')),
    ResourceNotFound: asClient('InitiateAuth', { ClientId: 'unknown', AuthFlow: 'USER_SRP_AUTH' }),
    UserNotConfirmed: begin({ users: [{ ...ALICE, status: 'UNCONFIRMED' }] }),
    UserNotFound: begin(LEGACY, { USERNAME: 'nobody' }),
    UserLambdaValidation: riddle({ defineAuthChallenge: failing }),
    InvalidLambdaResponse: riddle({ defineAuthChallenge: () => undefined as never }),
  },
  RespondToAuthChallenge: {
    AliasExists: answer(
      { ...temporary, aliasAttributes: ['email'] },
      {
        NEW_PASSWORD,
        'userAttributes.email': 'bob@example.com',
      },
    ),
    CodeMismatch: answer(smsUser, { SMS_MFA_CODE: '0' }),
    InvalidParameter: answer(smsUser, {}),
    InvalidPassword: answer(temporary, { NEW_PASSWORD: 'weak' }),
    MFAMethodNotFound: answer(
      {
        users: [
          {
            ...ALICE,
            attributes: { ...ALICE.attributes, phone_number: '+491701234567' },
            mfa: { enabled: ['SMS_MFA', 'EMAIL_OTP'] },
          },
        ],
      },
      { ANSWER: 'SOFTWARE_TOKEN_MFA' },
    ),
    NotAuthorized: answer(smsUser, { SMS_MFA_CODE: '0' }, (pool) => pool.clock.advance(180_000)),
    PasswordHistoryPolicyViolation: answer({ ...temporary, ...remembering }, { NEW_PASSWORD: PASSWORD }),
    PasswordResetRequired: prove({}, (pool) => pool.admin.resetPassword('alice')),
    ResourceNotFound: asClient('RespondToAuthChallenge', { ClientId: 'unknown', ChallengeName: 'SMS_MFA' }),
    UserNotConfirmed: prove({ users: [{ ...ALICE, status: 'UNCONFIRMED' }] }),
    UserLambdaValidation: riddle({ verifyAuthChallengeResponse: failing }),
    InvalidLambdaResponse: riddle({ verifyAuthChallengeResponse: () => undefined as never }),
  },
  GetTokensFromRefreshToken: {
    InvalidParameter: refresh({}, { RefreshToken: '' }),
    NotAuthorized: refresh({}, {}, (pool) => pool.admin.globalSignOut('alice')),
    RefreshTokenReuse: refresh({ clients: [{ refreshTokenRotation: { graceSeconds: 0 } }] }, {}),
    ResourceNotFound: refresh({}, { ClientId: 'unknown' }),
    UserNotFound: refresh({}, {}, (pool) => pool.admin.deleteUser('alice')),
  },
  RevokeToken: {
    InvalidParameter: revoke({}, 'RefreshToken', { Token: '' }),
    Unauthorized: revoke({}, 'RefreshToken', { ClientId: 'unknown' }),
    UnsupportedOperation: revoke({ clients: [{ tokenRevocation: false }] }, 'RefreshToken'),
    UnsupportedTokenType: revoke({}, 'AccessToken'),
  },
  GlobalSignOut: without('UserNotFound', ofAccessToken('GlobalSignOut', {})),
  GetUser: ofAccessToken('GetUser', {}),
  UpdateUserAttributes: {
    ...ofAccessToken('UpdateUserAttributes', { UserAttributes: [] }),
    AliasExists: asAlice('UpdateUserAttributes', bobsEmail, { options: withBob }),
  },
  DeleteUserAttributes: ofAccessToken('DeleteUserAttributes', { UserAttributeNames: [] }),
  GetUserAttributeVerificationCode: ofAccessToken('GetUserAttributeVerificationCode', email),
  VerifyUserAttribute: {
    ...ofAccessToken('VerifyUserAttribute', { ...email, Code: '0' }),
    AliasExists: asAlice(
      'VerifyUserAttribute',
      { ...email, Code: '0' },
      { options: { ...withBob, users: [{ ...ALICE, attributes: { email: 'bob@example.com' } }, BOB] } },
    ),
    CodeMismatch: asAlice('VerifyUserAttribute', { ...email, Code: '0' }, { incident: sendEmailCode }),
    ExpiredCode: asAlice('VerifyUserAttribute', { ...email, Code: '0' }),
    LimitExceeded: again(5, 'VerifyUserAttribute', { ...email, Code: '0' }, sendEmailCode),
  },
  ChangePassword: {
    ...ofAccessToken('ChangePassword', change),
    InvalidPassword: asAlice('ChangePassword', { ...change, ProposedPassword: 'weak' }),
    LimitExceeded: again(5, 'ChangePassword', { ...change, PreviousPassword: 'wrong' }),
    PasswordHistoryPolicyViolation: asAlice(
      'ChangePassword',
      { ...change, ProposedPassword: PASSWORD },
      { options: remembering },
    ),
  },
  SignUp: {
    ...without('UserNotFound', ofUsername('SignUp', { Username: 'carol', Password: PASSWORD })),
    InvalidPassword: asClient('SignUp', { Username: 'carol', Password: 'weak' }),
    UsernameExists: asClient('SignUp', { Username: 'alice', Password: PASSWORD }),
  },
  ConfirmSignUp: {
    ...ofUsername('ConfirmSignUp', { Username: 'carol', ConfirmationCode: '0' }),
    AliasExists: asClient(
      'ConfirmSignUp',
      { Username: 'carol', ConfirmationCode: '0' },
      { options: withBob, incident: signUpCarol },
    ),
    CodeMismatch: asClient(
      'ConfirmSignUp',
      { Username: 'carol', ConfirmationCode: '0' },
      { incident: signUpCarol },
    ),
    ExpiredCode: asClient(
      'ConfirmSignUp',
      { Username: 'carol', ConfirmationCode: '0' },
      {
        incident: async (pool) => {
          await signUpCarol(pool);
          pool.clock.advance(86_400_000);
        },
      },
    ),
    LimitExceeded: again(5, 'ConfirmSignUp', { Username: 'carol', ConfirmationCode: '0' }, signUpCarol),
  },
  ResendConfirmationCode: {
    ...ofUsername('ResendConfirmationCode', { Username: 'carol' }),
    InvalidParameter: asClient('ResendConfirmationCode', { Username: 'alice' }),
  },
  ForgotPassword: {
    ...ofUsername('ForgotPassword', { Username: 'alice' }),
    InvalidParameter: asClient(
      'ForgotPassword',
      { Username: 'alice' },
      { options: { users: [{ ...ALICE, attributes: {} }] } },
    ),
    NotAuthorized: asClient('ForgotPassword', { Username: 'alice' }, { options: temporary }),
  },
  ConfirmForgotPassword: {
    ...ofUsername('ConfirmForgotPassword', confirmation),
    CodeMismatch: asClient('ConfirmForgotPassword', confirmation, { incident: forget }),
    ExpiredCode: asClient('ConfirmForgotPassword', confirmation),
    LimitExceeded: again(5, 'ConfirmForgotPassword', confirmation, forget),
    InvalidPassword: withSentCode('weak', {}),
    PasswordHistoryPolicyViolation: withSentCode(PASSWORD, remembering),
    UserNotConfirmed: asClient('ConfirmForgotPassword', confirmation, {
      options: { users: [{ ...ALICE, status: 'UNCONFIRMED' }] },
    }),
  },
  DeleteUser: ofAccessToken('DeleteUser', {}),
  AssociateSoftwareToken: {
    NotAuthorized: asAlice('AssociateSoftwareToken', { AccessToken: 'never.issued' }),
    InvalidParameter: asAlice('AssociateSoftwareToken', { AccessToken: undefined }),
    SoftwareTokenMFANotFound: asAlice(
      'AssociateSoftwareToken',
      {},
      { options: { enabledMfas: ['SMS_MFA'] } },
    ),
  },
  VerifySoftwareToken: {
    ...ofAccessToken('VerifySoftwareToken', { UserCode: '000000' }),
    SoftwareTokenMFANotFound: asAlice('VerifySoftwareToken', { UserCode: '000000' }),
    EnableSoftwareTokenMFA: async () => {
      const pool = createTestPool();
      const { AccessToken } = await signIn(pool);
      await ask(pool, 'AssociateSoftwareToken', { AccessToken });
      return verdict(pool, 'VerifySoftwareToken', { AccessToken, UserCode: '000000' });
    },
  },
  SetUserMFAPreference: ofAccessToken('SetUserMFAPreference', {}),
  ConfirmDevice: {
    ...ofDevice('ConfirmDevice', { DeviceKey: OTHER_DEVICE }),
    ResourceNotFound: asAlice('ConfirmDevice', { DeviceKey: OTHER_DEVICE }, { options: TRACKING }),
    DeviceKeyExists: confirmTwice,
  },
  UpdateDeviceStatus: {
    ...ofDevice('UpdateDeviceStatus', { DeviceKey: OTHER_DEVICE }),
    ResourceNotFound: asAlice('UpdateDeviceStatus', { DeviceKey: OTHER_DEVICE }, { options: TRACKING }),
  },
  ListDevices: {
    ...ofDevice('ListDevices', {}),
    InvalidParameter: asAlice('ListDevices', { Limit: 61 }, { options: TRACKING }),
  },
  ForgetDevice: {
    ...ofDevice('ForgetDevice', { DeviceKey: OTHER_DEVICE }),
    ResourceNotFound: asAlice('ForgetDevice', { DeviceKey: OTHER_DEVICE }, { options: TRACKING }),
  },
  GetDevice: {
    ...ofDevice('GetDevice', { DeviceKey: OTHER_DEVICE }),
    ResourceNotFound: asAlice('GetDevice', { DeviceKey: OTHER_DEVICE }, { options: TRACKING }),
  },
  StartWebAuthnRegistration: {
    ...ofPasskeys('StartWebAuthnRegistration', {}),
    WebAuthnNotEnabled: asAlice('StartWebAuthnRegistration', {}),
    WebAuthnConfigurationMissing: asAlice(
      'StartWebAuthnRegistration',
      {},
      { options: { allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    ),
  },
  CompleteWebAuthnRegistration: {
    ...ofPasskeys('CompleteWebAuthnRegistration', { Credential: {} }),
    WebAuthnNotEnabled: asAlice('CompleteWebAuthnRegistration', { Credential: {} }),
  },
  ListWebAuthnCredentials: ofPasskeys('ListWebAuthnCredentials', {}),
  DeleteWebAuthnCredential: {
    ...ofPasskeys('DeleteWebAuthnCredential', { CredentialId: 'x' }),
    ResourceNotFound: asAlice('DeleteWebAuthnCredential', { CredentialId: 'x' }),
  },
  ListUserSessions: {
    ...ofAccessToken('ListUserSessions', {}, { sessionTracking: {} }),
    OperationNotEnabled: asAlice('ListUserSessions', {}),
  },
  RevokeUserSession: {
    ...ofAccessToken('RevokeUserSession', { SessionId: OTHER_SESSION }, { sessionTracking: {} }),
    OperationNotEnabled: asAlice('RevokeUserSession', { SessionId: OTHER_SESSION }),
    ResourceNotFound: asAlice(
      'RevokeUserSession',
      { SessionId: OTHER_SESSION },
      { options: { sessionTracking: {} } },
    ),
  },
  DescribeUserPoolClient: ofClient('DescribeUserPoolClient'),
  AdminCreateUser: {
    ...ofAdmin('AdminCreateUser'),
    UserNotFound: asAdmin('AdminCreateUser', { Username: 'nobody', MessageAction: 'RESEND' }),
    InvalidPassword: asAdmin('AdminCreateUser', { Username: 'carol', TemporaryPassword: 'weak' }),
    UnsupportedUserState: asAdmin('AdminCreateUser', { MessageAction: 'RESEND' }),
    UsernameExists: asAdmin('AdminCreateUser'),
  },
  AdminSetUserPassword: {
    ...ofAdmin('AdminSetUserPassword', { Password: NEW_PASSWORD }),
    InvalidPassword: asAdmin('AdminSetUserPassword', { Password: 'weak' }),
    PasswordHistoryPolicyViolation: asAdmin('AdminSetUserPassword', { Password: PASSWORD }, remembering),
  },
  AdminGetUser: ofAdmin('AdminGetUser'),
  AdminUpdateUserAttributes: {
    ...ofAdmin('AdminUpdateUserAttributes', { UserAttributes: [] }),
    AliasExists: asAdmin('AdminUpdateUserAttributes', bobsEmail, withBob),
  },
  AdminConfirmSignUp: {
    ...ofAdmin('AdminConfirmSignUp'),
    NotAuthorized: asAdmin('AdminConfirmSignUp'),
  },
  AdminResetUserPassword: {
    ...ofAdmin('AdminResetUserPassword'),
    NotAuthorized: asAdmin('AdminResetUserPassword', {}, temporary),
  },
  AdminSetUserMFAPreference: ofAdmin('AdminSetUserMFAPreference'),
  AdminAddUserToGroup: ofAdmin('AdminAddUserToGroup', { GroupName: 'admins' }),
  AdminRemoveUserFromGroup: ofAdmin('AdminRemoveUserFromGroup', { GroupName: 'admins' }),
  AdminListGroupsForUser: ofAdmin('AdminListGroupsForUser'),
  ListUsers: {
    ResourceNotFound: asAdmin('ListUsers', { UserPoolId: 'eu-west-1_Elsewhere' }),
    InvalidParameter: asAdmin('ListUsers', { Filter: 'nothing = "x"' }),
  },
  ListUsersInGroup: {
    ResourceNotFound: asAdmin('ListUsersInGroup', { GroupName: 'admins' }),
    InvalidParameter: asAdmin('ListUsersInGroup', { GroupName: '' }),
  },
  AdminInitiateAuth: {
    ResourceNotFound: asAdmin('AdminInitiateAuth', { ClientId: 'unknown', AuthFlow: 'USER_AUTH' }),
    InvalidParameter: asAdmin('AdminInitiateAuth', { ClientId: 'unknown', AuthFlow: 'USER_PASSWORD_AUTH' }),
  },
  AdminRespondToAuthChallenge: {
    ResourceNotFound: asAdmin('AdminRespondToAuthChallenge', {
      ClientId: 'unknown',
      ChallengeName: 'SMS_MFA',
    }),
    InvalidParameter: asAdmin('AdminRespondToAuthChallenge', { ClientId: 'unknown', ChallengeName: 'X' }),
  },
  AdminDisableUser: ofAdmin('AdminDisableUser'),
  AdminEnableUser: ofAdmin('AdminEnableUser'),
  AdminDeleteUser: ofAdmin('AdminDeleteUser'),
  AdminUserGlobalSignOut: ofAdmin('AdminUserGlobalSignOut'),
  DescribeUserPool: ofPool('DescribeUserPool'),
  GetUserPoolMfaConfig: ofPool('GetUserPoolMfaConfig'),
  ListUserPoolClients: ofPool('ListUserPoolClients'),
  GetUserPoolSessionConfiguration: ofPool('GetUserPoolSessionConfiguration'),
  SetUserPoolSessionConfiguration: ofPool('SetUserPoolSessionConfiguration', {
    UserSessionTracking: 'ENABLED',
    TokenSession: { MaxPerUser: 1 },
  }),
  GetUserPoolClientSessionConfiguration: ofClient('GetUserPoolClientSessionConfiguration'),
  SetUserPoolClientSessionConfiguration: ofClient('SetUserPoolClientSessionConfiguration', {
    SSOSession: { MaxValidityMinutes: 1 },
  }),
  UpdateUserPoolClient: ofClient('UpdateUserPoolClient'),
  GetId: {
    ResourceNotFound: asGuest('GetId', { IdentityPoolId: 'eu-west-1:00000000' }),
    InvalidParameter: asGuest('GetId', { IdentityPoolId: 'no pool' }),
    NotAuthorized: asGuest('GetId', {}, { identityPool: { allowGuests: false } }),
  },
  GetCredentialsForIdentity: {
    ResourceNotFound: asGuest('GetCredentialsForIdentity', { IdentityId: 'eu-west-1:00000000' }),
    InvalidParameter: asGuest('GetCredentialsForIdentity', { IdentityId: '' }),
    NotAuthorized: asGuest('GetCredentialsForIdentity', { Logins: { 'accounts.example': 'a.b.c' } }),
  },
};

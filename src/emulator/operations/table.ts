import {
  adminCreateUser,
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminSetUserPassword,
  adminUserGlobalSignOut,
} from './administrator/users';
import { adminInitiateAuth, adminRespondToAuthChallenge } from './administrator/sign-in';
import {
  adminAddUserToGroup,
  adminListGroupsForUser,
  adminRemoveUserFromGroup,
  listUsersInGroup,
} from './administrator/groups';
import { listUsers } from './administrator/list-users';
import {
  adminConfirmSignUp,
  adminGetUser,
  adminResetUserPassword,
  adminSetUserMfaPreference,
  adminUpdateUserAttributes,
} from './administrator/user-settings';
import { describeUserPoolClient, updateUserPoolClient } from './administrator/app-clients';
import { initiateAuth } from './sign-in/initiate-auth';
import { respondToAuthChallenge } from './sign-in/respond-to-auth-challenge';
import { confirmDevice, forgetDevice, getDevice, listDevices, updateDeviceStatus } from './account/devices';
import { getCredentialsForIdentity, getId } from './identity-pool';
import { associateSoftwareToken, setUserMfaPreference, verifySoftwareToken } from './account/mfa';
import type { Operation } from './operation';
import {
  completeWebAuthnRegistration,
  deleteWebAuthnCredential,
  listWebAuthnCredentials,
  startWebAuthnRegistration,
} from './account/passkeys';
import { changePassword, confirmForgotPassword, forgotPassword } from './account/password';
import {
  describeUserPool,
  getUserPoolClientSessionConfiguration,
  getUserPoolMfaConfig,
  getUserPoolSessionConfiguration,
  listUserPoolClients,
  setUserPoolClientSessionConfiguration,
  setUserPoolSessionConfiguration,
} from './administrator/pool-settings';
import { getTokensFromRefreshToken } from './session/refresh';
import { globalSignOut, revokeToken } from './session/sign-out';
import { confirmSignUp, resendConfirmationCode, signUp } from './account/sign-up';
import {
  deleteUser,
  deleteUserAttributes,
  getUser,
  getUserAttributeVerificationCode,
  updateUserAttributes,
  verifyUserAttribute,
} from './account/user';
import { listUserSessions, revokeUserSession } from './session/user-sessions';

/** The operations that Cognito answers only to who signs them with AWS credentials. */
const OF_ADMINISTRATORS = {
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminConfirmSignUp: adminConfirmSignUp,
  AdminCreateUser: adminCreateUser,
  AdminDeleteUser: adminDeleteUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  AdminGetUser: adminGetUser,
  AdminInitiateAuth: adminInitiateAuth,
  AdminListGroupsForUser: adminListGroupsForUser,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminResetUserPassword: adminResetUserPassword,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminSetUserMFAPreference: adminSetUserMfaPreference,
  AdminSetUserPassword: adminSetUserPassword,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  DescribeUserPool: describeUserPool,
  DescribeUserPoolClient: describeUserPoolClient,
  GetUserPoolClientSessionConfiguration: getUserPoolClientSessionConfiguration,
  GetUserPoolMfaConfig: getUserPoolMfaConfig,
  GetUserPoolSessionConfiguration: getUserPoolSessionConfiguration,
  ListUserPoolClients: listUserPoolClients,
  ListUsers: listUsers,
  ListUsersInGroup: listUsersInGroup,
  SetUserPoolClientSessionConfiguration: setUserPoolClientSessionConfiguration,
  SetUserPoolSessionConfiguration: setUserPoolSessionConfiguration,
  UpdateUserPoolClient: updateUserPoolClient,
} as const satisfies Readonly<Record<string, Operation>>;

/** The operations that the pool answers, under their names on the wire. */
export const OPERATIONS = {
  ...OF_ADMINISTRATORS,
  AssociateSoftwareToken: associateSoftwareToken,
  ChangePassword: changePassword,
  CompleteWebAuthnRegistration: completeWebAuthnRegistration,
  ConfirmDevice: confirmDevice,
  ConfirmForgotPassword: confirmForgotPassword,
  ConfirmSignUp: confirmSignUp,
  DeleteUser: deleteUser,
  DeleteUserAttributes: deleteUserAttributes,
  DeleteWebAuthnCredential: deleteWebAuthnCredential,
  ForgetDevice: forgetDevice,
  ForgotPassword: forgotPassword,
  GetCredentialsForIdentity: getCredentialsForIdentity,
  GetDevice: getDevice,
  GetId: getId,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  GetUser: getUser,
  GetUserAttributeVerificationCode: getUserAttributeVerificationCode,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  ListDevices: listDevices,
  ListUserSessions: listUserSessions,
  ListWebAuthnCredentials: listWebAuthnCredentials,
  ResendConfirmationCode: resendConfirmationCode,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
  RevokeUserSession: revokeUserSession,
  SetUserMFAPreference: setUserMfaPreference,
  SignUp: signUp,
  StartWebAuthnRegistration: startWebAuthnRegistration,
  UpdateDeviceStatus: updateDeviceStatus,
  UpdateUserAttributes: updateUserAttributes,
  VerifySoftwareToken: verifySoftwareToken,
  VerifyUserAttribute: verifyUserAttribute,
} as const satisfies Readonly<Record<string, Operation>>;

/** The name of an operation. */
export type OperationName = keyof typeof OPERATIONS;

/** Tells whether the pool answers an operation of this name. */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}

/** Tells whether an operation is an administrator's. */
export function isForAdministrators(name: OperationName): boolean {
  return Object.hasOwn(OF_ADMINISTRATORS, name);
}

const OF_IDENTITY_POOLS: ReadonlySet<OperationName> = new Set(['GetCredentialsForIdentity', 'GetId']);

/** The service under whose name an operation is called: identity pools are one of their own. */
export function serviceOf(operation: OperationName): string {
  return OF_IDENTITY_POOLS.has(operation) ? 'AWSCognitoIdentityService' : 'AWSCognitoIdentityProviderService';
}

import type { OperationName } from '../../src/emulator';

/** The exceptions that Cognito's service model lists for each operation, without their common ending `Exception`. */
export const MODELLED_ERRORS: Readonly<Record<OperationName, readonly string[]>> = {
  AdminCreateUser: words(
    'CodeDeliveryFailure InternalError InvalidLambdaResponse InvalidParameter InvalidPassword ' +
      'InvalidSmsRoleAccessPolicy InvalidSmsRoleTrustRelationship NotAuthorized ' +
      'OperationNotEnabled PreconditionNotMet ResourceNotFound TooManyRequests UnexpectedLambda ' +
      'UnsupportedUserState UserLambdaValidation UsernameExists UserNotFound',
  ),
  AdminDeleteUser: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound ' +
      'TooManyRequests UserNotFound',
  ),
  AdminDisableUser: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound ' +
      'TooManyRequests UserNotFound',
  ),
  AdminEnableUser: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound ' +
      'TooManyRequests UserNotFound',
  ),
  AdminSetUserPassword: words(
    'InternalError InvalidParameter InvalidPassword NotAuthorized OperationNotEnabled ' +
      'PasswordHistoryPolicyViolation ResourceNotFound TooManyRequests UserNotFound',
  ),
  AdminUserGlobalSignOut: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound ' +
      'TooManyRequests UserNotFound',
  ),
  AdminInitiateAuth: words(
    'FeatureUnavailableInTier InternalError InvalidEmailRoleAccessPolicy InvalidLambdaResponse InvalidParameter InvalidSmsRoleAccessPolicy InvalidSmsRoleTrustRelationship InvalidUserPoolConfiguration MFAMethodNotFound NotAuthorized OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests UnexpectedLambda UnsupportedOperation UserLambdaValidation UserNotConfirmed UserNotFound',
  ),
  AdminRespondToAuthChallenge: words(
    'AliasExists CodeMismatch ExpiredCode InternalError InvalidEmailRoleAccessPolicy InvalidLambdaResponse InvalidParameter InvalidPassword InvalidSmsRoleAccessPolicy InvalidSmsRoleTrustRelationship InvalidUserPoolConfiguration MFAMethodNotFound NotAuthorized OperationNotEnabled PasswordHistoryPolicyViolation PasswordResetRequired ResourceNotFound SoftwareTokenMFANotFound TooManyRequests UnexpectedLambda UserLambdaValidation UserNotConfirmed UserNotFound',
  ),
  AdminAddUserToGroup: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests UserNotFound',
  ),
  AdminConfirmSignUp: words(
    'InternalError InvalidLambdaResponse InvalidParameter LimitExceeded NotAuthorized OperationNotEnabled ResourceNotFound TooManyFailedAttempts TooManyRequests UnexpectedLambda UserLambdaValidation UserNotFound',
  ),
  AdminGetUser: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests UserNotFound',
  ),
  AdminListGroupsForUser: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests UserNotFound',
  ),
  AdminRemoveUserFromGroup: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests UserNotFound',
  ),
  AdminResetUserPassword: words(
    'InternalError InvalidEmailRoleAccessPolicy InvalidLambdaResponse InvalidParameter InvalidSmsRoleAccessPolicy InvalidSmsRoleTrustRelationship LimitExceeded NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests UnexpectedLambda UserLambdaValidation UserNotFound',
  ),
  AdminSetUserMFAPreference: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled PasswordResetRequired ResourceNotFound UserNotConfirmed UserNotFound',
  ),
  AdminUpdateUserAttributes: words(
    'AliasExists InternalError InvalidEmailRoleAccessPolicy InvalidLambdaResponse InvalidParameter InvalidSmsRoleAccessPolicy InvalidSmsRoleTrustRelationship NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests UnexpectedLambda UserLambdaValidation UserNotFound',
  ),
  ListUsers: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests',
  ),
  ListUsersInGroup: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests',
  ),
  AssociateSoftwareToken: words(
    'ConcurrentModification Forbidden InternalError InvalidParameter NotAuthorized ' +
      'OperationNotEnabled ResourceNotFound SoftwareTokenMFANotFound',
  ),
  ChangePassword: words(
    'Forbidden InternalError InvalidParameter InvalidPassword LimitExceeded NotAuthorized ' +
      'OperationNotEnabled PasswordHistoryPolicyViolation PasswordResetRequired ResourceNotFound ' +
      'TooManyRequests UserNotConfirmed UserNotFound',
  ),
  CompleteWebAuthnRegistration: words(
    'Forbidden InternalError InvalidParameter LimitExceeded NotAuthorized OperationNotEnabled PasswordResetRequired TooManyRequests WebAuthnChallengeNotFound WebAuthnClientMismatch WebAuthnCredentialNotSupported WebAuthnNotEnabled WebAuthnOriginNotAllowed WebAuthnRelyingPartyMismatch',
  ),
  DeleteWebAuthnCredential: words(
    'Forbidden InternalError InvalidParameter LimitExceeded NotAuthorized OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests',
  ),
  ListUserSessions: words(
    'Forbidden InternalError InvalidParameter NotAuthorized OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests UserNotConfirmed UserNotFound',
  ),
  ListWebAuthnCredentials: words(
    'Forbidden InternalError InvalidParameter LimitExceeded NotAuthorized OperationNotEnabled PasswordResetRequired TooManyRequests',
  ),
  RevokeUserSession: words(
    'Forbidden InternalError InvalidParameter NotAuthorized OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests UserNotConfirmed UserNotFound',
  ),
  StartWebAuthnRegistration: words(
    'Forbidden InternalError InvalidParameter LimitExceeded NotAuthorized OperationNotEnabled PasswordResetRequired TooManyRequests WebAuthnConfigurationMissing WebAuthnNotEnabled',
  ),
  ConfirmDevice: words(
    'DeviceKeyExists Forbidden InternalError InvalidLambdaResponse InvalidParameter ' +
      'InvalidPassword InvalidUserPoolConfiguration NotAuthorized OperationNotEnabled ' +
      'PasswordResetRequired ResourceNotFound TooManyRequests UsernameExists UserNotConfirmed ' +
      'UserNotFound',
  ),
  ConfirmForgotPassword: words(
    'CodeMismatch ExpiredCode Forbidden InternalError InvalidLambdaResponse InvalidParameter ' +
      'InvalidPassword LimitExceeded NotAuthorized OperationNotEnabled ' +
      'PasswordHistoryPolicyViolation ResourceNotFound TooManyFailedAttempts TooManyRequests ' +
      'UnexpectedLambda UserLambdaValidation UserNotConfirmed UserNotFound',
  ),
  ConfirmSignUp: words(
    'AliasExists CodeMismatch ExpiredCode Forbidden InternalError InvalidLambdaResponse ' +
      'InvalidParameter LimitExceeded NotAuthorized OperationNotEnabled ResourceNotFound ' +
      'TooManyFailedAttempts TooManyRequests UnexpectedLambda UserLambdaValidation UserNotFound',
  ),
  DeleteUser: words(
    'Forbidden InternalError InvalidParameter NotAuthorized OperationNotEnabled ' +
      'PasswordResetRequired ResourceNotFound TooManyRequests UserNotConfirmed UserNotFound',
  ),
  DeleteUserAttributes: words(
    'Forbidden InternalError InvalidParameter NotAuthorized OperationNotEnabled ' +
      'PasswordResetRequired ResourceNotFound TooManyRequests UserNotConfirmed UserNotFound',
  ),
  DescribeUserPoolClient: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound ' + 'TooManyRequests',
  ),
  DescribeUserPool: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests UserPoolTagging',
  ),
  ForgetDevice: words(
    'Forbidden InternalError InvalidParameter InvalidUserPoolConfiguration NotAuthorized ' +
      'OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests ' +
      'UserNotConfirmed UserNotFound',
  ),
  ForgotPassword: words(
    'CodeDeliveryFailure Forbidden InternalError InvalidEmailRoleAccessPolicy ' +
      'InvalidLambdaResponse InvalidParameter InvalidSmsRoleAccessPolicy ' +
      'InvalidSmsRoleTrustRelationship LimitExceeded NotAuthorized OperationNotEnabled ' +
      'ResourceNotFound TooManyRequests UnexpectedLambda UserLambdaValidation UserNotFound',
  ),
  GetCredentialsForIdentity: words(
    'ExternalService InternalError InvalidIdentityPoolConfiguration InvalidParameter NotAuthorized ResourceConflict ResourceNotFound TooManyRequests',
  ),
  GetDevice: words(
    'Forbidden InternalError InvalidParameter InvalidUserPoolConfiguration NotAuthorized ' +
      'OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests ' +
      'UserNotConfirmed UserNotFound',
  ),
  GetId: words(
    'ExternalService InternalError InvalidParameter LimitExceeded NotAuthorized ResourceConflict ResourceNotFound TooManyRequests',
  ),
  GetTokensFromRefreshToken: words(
    'Forbidden InternalError InvalidLambdaResponse InvalidParameter NotAuthorized ' +
      'OperationNotEnabled RefreshTokenReuse ResourceNotFound TooManyRequests UnexpectedLambda ' +
      'UserLambdaValidation UserNotFound',
  ),
  GetUser: words(
    'Forbidden InternalError InvalidParameter NotAuthorized OperationNotEnabled ' +
      'PasswordResetRequired ResourceNotFound TooManyRequests UserNotConfirmed UserNotFound',
  ),
  GetUserAttributeVerificationCode: words(
    'CodeDeliveryFailure Forbidden InternalError InvalidEmailRoleAccessPolicy ' +
      'InvalidLambdaResponse InvalidParameter InvalidSmsRoleAccessPolicy ' +
      'InvalidSmsRoleTrustRelationship LimitExceeded NotAuthorized OperationNotEnabled ' +
      'PasswordResetRequired ResourceNotFound TooManyRequests UnexpectedLambda ' +
      'UserLambdaValidation UserNotConfirmed UserNotFound',
  ),
  GetUserPoolClientSessionConfiguration: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests',
  ),
  GetUserPoolMfaConfig: words(
    'InternalError InvalidParameter NotAuthorized ResourceNotFound TooManyRequests',
  ),
  GetUserPoolSessionConfiguration: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests',
  ),
  GlobalSignOut: words(
    'Forbidden InternalError InvalidParameter NotAuthorized OperationNotEnabled ' +
      'PasswordResetRequired ResourceNotFound TooManyRequests UserNotConfirmed',
  ),
  InitiateAuth: words(
    'FeatureUnavailableInTier Forbidden InternalError InvalidEmailRoleAccessPolicy ' +
      'InvalidLambdaResponse InvalidParameter InvalidSmsRoleAccessPolicy ' +
      'InvalidSmsRoleTrustRelationship InvalidUserPoolConfiguration NotAuthorized ' +
      'OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests ' +
      'UnexpectedLambda UnsupportedOperation UserLambdaValidation UserNotConfirmed UserNotFound',
  ),
  ListDevices: words(
    'Forbidden InternalError InvalidParameter InvalidUserPoolConfiguration NotAuthorized ' +
      'OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests ' +
      'UserNotConfirmed UserNotFound',
  ),
  ListUserPoolClients: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests',
  ),
  ResendConfirmationCode: words(
    'CodeDeliveryFailure Forbidden InternalError InvalidEmailRoleAccessPolicy ' +
      'InvalidLambdaResponse InvalidParameter InvalidSmsRoleAccessPolicy ' +
      'InvalidSmsRoleTrustRelationship LimitExceeded NotAuthorized OperationNotEnabled ' +
      'ResourceNotFound TooManyRequests UnexpectedLambda UserLambdaValidation UserNotFound',
  ),
  RespondToAuthChallenge: words(
    'AliasExists CodeMismatch ExpiredCode Forbidden InternalError InvalidEmailRoleAccessPolicy ' +
      'InvalidLambdaResponse InvalidParameter InvalidPassword InvalidSmsRoleAccessPolicy ' +
      'InvalidSmsRoleTrustRelationship InvalidUserPoolConfiguration MFAMethodNotFound ' +
      'NotAuthorized OperationNotEnabled PasswordHistoryPolicyViolation PasswordResetRequired ' +
      'ResourceNotFound SoftwareTokenMFANotFound TooManyRequests UnexpectedLambda ' +
      'UserLambdaValidation UserNotConfirmed UserNotFound',
  ),
  RevokeToken: words(
    'Forbidden InternalError InvalidParameter OperationNotEnabled TooManyRequests Unauthorized ' +
      'UnsupportedOperation UnsupportedTokenType',
  ),
  SetUserMFAPreference: words(
    'Forbidden InternalError InvalidParameter NotAuthorized OperationNotEnabled ' +
      'PasswordResetRequired ResourceNotFound UserNotConfirmed UserNotFound',
  ),
  SetUserPoolClientSessionConfiguration: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests ConcurrentModification FeatureUnavailableInTier',
  ),
  SetUserPoolSessionConfiguration: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests ConcurrentModification FeatureUnavailableInTier',
  ),
  SignUp: words(
    'CodeDeliveryFailure Forbidden InternalError InvalidEmailRoleAccessPolicy ' +
      'InvalidLambdaResponse InvalidParameter InvalidPassword InvalidSmsRoleAccessPolicy ' +
      'InvalidSmsRoleTrustRelationship LimitExceeded NotAuthorized OperationNotEnabled ' +
      'ResourceNotFound TooManyRequests UnexpectedLambda UserLambdaValidation UsernameExists',
  ),
  UpdateDeviceStatus: words(
    'Forbidden InternalError InvalidParameter InvalidUserPoolConfiguration NotAuthorized ' +
      'OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests ' +
      'UserNotConfirmed UserNotFound',
  ),
  UpdateUserAttributes: words(
    'AliasExists CodeDeliveryFailure CodeMismatch ExpiredCode Forbidden InternalError ' +
      'InvalidEmailRoleAccessPolicy InvalidLambdaResponse InvalidParameter ' +
      'InvalidSmsRoleAccessPolicy InvalidSmsRoleTrustRelationship NotAuthorized ' +
      'OperationNotEnabled PasswordResetRequired ResourceNotFound TooManyRequests ' +
      'UnexpectedLambda UserLambdaValidation UserNotConfirmed UserNotFound',
  ),
  UpdateUserPoolClient: words(
    'InternalError InvalidParameter NotAuthorized OperationNotEnabled ResourceNotFound TooManyRequests ConcurrentModification FeatureUnavailableInTier InvalidOAuthFlow ScopeDoesNotExist',
  ),
  VerifySoftwareToken: words(
    'CodeMismatch EnableSoftwareTokenMFA Forbidden InternalError InvalidParameter ' +
      'InvalidUserPoolConfiguration NotAuthorized OperationNotEnabled PasswordResetRequired ' +
      'ResourceNotFound SoftwareTokenMFANotFound TooManyRequests UserNotConfirmed UserNotFound',
  ),
  VerifyUserAttribute: words(
    'AliasExists CodeMismatch ExpiredCode Forbidden InternalError InvalidParameter ' +
      'LimitExceeded NotAuthorized OperationNotEnabled PasswordResetRequired ResourceNotFound ' +
      'TooManyRequests UserNotConfirmed UserNotFound',
  ),
};

function words(text: string): readonly string[] {
  return text.split(' ');
}

const LISTED = [
  'AccessDenied',
  'AliasExists',
  'CodeDeliveryFailure',
  'CodeMismatch',
  'ConcurrentModification',
  'DeviceKeyExists',
  'EnableSoftwareTokenMFA',
  'ExpiredCode',
  'ExternalService',
  'FeatureUnavailableInTier',
  'Forbidden',
  'InternalError',
  'InvalidEmailRoleAccessPolicy',
  'InvalidIdentityPoolConfiguration',
  'InvalidLambdaResponse',
  'InvalidOAuthFlow',
  'InvalidParameter',
  'InvalidPassword',
  'InvalidSmsRoleAccessPolicy',
  'InvalidSmsRoleTrustRelationship',
  'InvalidUserPoolConfiguration',
  'LimitExceeded',
  'MFAMethodNotFound',
  'NotAuthorized',
  'OperationNotEnabled',
  'PasswordHistoryPolicyViolation',
  'PasswordResetRequired',
  'PreconditionNotMet',
  'RefreshTokenReuse',
  'ResourceConflict',
  'ResourceNotFound',
  'ScopeDoesNotExist',
  'SoftwareTokenMFANotFound',
  'TooManyFailedAttempts',
  'TooManyRequests',
  'Unauthorized',
  'UnexpectedLambda',
  'UnknownOperation',
  'UnsupportedOperation',
  'UnsupportedTokenType',
  'UnsupportedUserState',
  'UserLambdaValidation',
  'UserNotConfirmed',
  'UserNotFound',
  'UsernameExists',
  'UserPoolTagging',
  'WebAuthnChallengeNotFound',
  'WebAuthnClientMismatch',
  'WebAuthnConfigurationMissing',
  'WebAuthnCredentialNotSupported',
  'WebAuthnNotEnabled',
  'WebAuthnOriginNotAllowed',
  'WebAuthnRelyingPartyMismatch',
] as const;

// The names of the protocol that the service model does not list.
const UNLISTED = ['MissingAuthenticationTokenException', 'SerializationException'] as const;

/** Every exception name that the emulated operations can answer with, by themselves or by a planned fault. */
export type CognitoErrorType = `${(typeof LISTED)[number]}Exception` | (typeof UNLISTED)[number];

/** The same, as a list. */
export const ERROR_TYPES: readonly CognitoErrorType[] = [
  ...LISTED.map((name) => `${name}Exception` as const),
  ...UNLISTED,
];

/** An answer that refuses. */
export class CognitoError extends Error {
  override readonly name = 'CognitoError';

  constructor(
    readonly type: CognitoErrorType,
    message: string,
  ) {
    super(message);
  }

  /** The HTTP status on the wire: not the one of the service model's traits. */
  get status(): 400 | 500 {
    return this.type === 'InternalErrorException' ? 500 : 400;
  }
}

/** Makes the refusal that says as little as it can. */
export function notAuthorized(message: string): CognitoError {
  return new CognitoError('NotAuthorizedException', message);
}

/** Makes the refusal of an input. */
export function invalidParameter(message: string): CognitoError {
  return new CognitoError('InvalidParameterException', message);
}

/** Makes the answer for a user, pool, client or device that is not there. */
export function resourceNotFound(message: string): CognitoError {
  return new CognitoError('ResourceNotFoundException', message);
}

/** Makes the answer that gives away that a name is free. */
export function userNotFound(): CognitoError {
  return new CognitoError('UserNotFoundException', 'User does not exist.');
}

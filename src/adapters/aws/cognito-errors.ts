import type { AuthErrorFields } from '../../model/auth-error';

/** What an exception of Cognito means to the caller. */
export type Verdict = Required<Pick<AuthErrorFields, 'kind' | 'recoverySuggestion' | 'retryable'>>;

const service = (recoverySuggestion: string): Verdict => ({
  kind: 'service',
  recoverySuggestion,
  retryable: false,
});
const transient = (recoverySuggestion: string): Verdict => ({
  kind: 'service',
  recoverySuggestion,
  retryable: true,
});
const setup = (recoverySuggestion: string): Verdict => ({
  kind: 'configuration',
  recoverySuggestion,
  retryable: false,
});

const SLOW_DOWN = transient('Wait a moment and try again; ask for a higher quota if this goes on.');
const TROUBLE_AT_COGNITO = transient('Try again; if it goes on, look at the AWS health dashboard.');
const NEEDS_A_SIGNATURE = setup('Make this call on a server, with AWS credentials: a user may not.');
const LOOK_AT_THE_TRIGGER = service('Look into the logs of the Lambda triggers of the user pool.');
const SMS_ROLE = setup('Give the user pool an IAM role that may send SMS, with its external id.');
const PASSKEYS = setup(
  'Check the passkey settings of the user pool: relying party id, origins, and that they are on.',
);

const VERDICTS: Readonly<Record<string, Verdict>> = {
  // Who, and with what
  NotAuthorizedException: {
    kind: 'notAuthorized',
    recoverySuggestion: 'Check the user name and the password, or sign in again where the session has ended.',
    retryable: false,
  },
  UserNotFoundException: service('Check the user name, or sign up.'),
  UserNotConfirmedException: service('Confirm the sign-up with the code that was sent, then sign in.'),
  PasswordResetRequiredException: service('Reset the password, then sign in with the new one.'),
  UnauthorizedException: service('Sign in again; the token is not one that this app client may use.'),
  AliasExistsException: service(
    'Use another e-mail address or phone number: an account has this one already.',
  ),
  UsernameExistsException: service('Choose another user name, or sign in with this one.'),
  UnsupportedUserStateException: service('Ask an administrator to look at the state of this user.'),

  // Codes, passwords and challenges
  CodeMismatchException: service('Enter the code again as it was received.'),
  ExpiredCodeException: service('Ask for a new code, and enter it while it is valid.'),
  EnableSoftwareTokenMFAException: service(
    'Enter a new code of the authenticator app, and check the clock of its device.',
  ),
  InvalidPasswordException: service('Choose a password that meets the policy of the user pool.'),
  PasswordHistoryPolicyViolationException: service('Choose a password that was not used before.'),
  CodeDeliveryFailureException: transient(
    'Ask for the code again; check the address or the number it goes to.',
  ),
  DeviceKeyExistsException: service(
    'Use the device key that is confirmed already, or forget the device first.',
  ),
  WebAuthnChallengeNotFoundException: service('Start the registration of the passkey again.'),
  WebAuthnCredentialNotSupportedException: service('Use another passkey or security key.'),
  WebAuthnClientMismatchException: service(
    'Finish the registration of the passkey with the app client that began it.',
  ),
  PreconditionNotMetException: service('Do what the message asks for first, then try again.'),

  // Tokens
  RefreshTokenReuseException: service('Use the newest refresh token, or sign in again.'),
  UnsupportedTokenTypeException: service('Revoke a refresh token: only those can be revoked.'),
  InvalidParameterException: service(
    'Check what was sent; for a sign-in, that the app client allows the authentication flow that is used.',
  ),

  // Too much, too fast
  TooManyRequestsException: SLOW_DOWN,
  LimitExceededException: service(
    'Wait before the next attempt: a limit of attempts, or of what one user may have, is reached.',
  ),
  TooManyFailedAttemptsException: service('Wait some time before the next attempt: too many have failed.'),
  ServiceQuotaExceededException: service('Ask AWS for a higher quota.'),
  Throttling: SLOW_DOWN,
  ThrottlingException: SLOW_DOWN,
  ThrottledException: SLOW_DOWN,
  RequestThrottled: SLOW_DOWN,
  RequestThrottledException: SLOW_DOWN,
  RequestLimitExceeded: SLOW_DOWN,
  BandwidthLimitExceeded: SLOW_DOWN,
  ProvisionedThroughputExceededException: SLOW_DOWN,
  SlowDown: SLOW_DOWN,
  ConcurrentModificationException: transient(
    'Try again: something else changed the same thing at that moment.',
  ),

  // Trouble on the other side
  InternalErrorException: TROUBLE_AT_COGNITO,
  InternalServerException: TROUBLE_AT_COGNITO,
  InternalServerError: TROUBLE_AT_COGNITO,
  InternalFailure: TROUBLE_AT_COGNITO,
  ServiceUnavailable: TROUBLE_AT_COGNITO,
  ServiceUnavailableException: TROUBLE_AT_COGNITO,
  RequestTimeout: TROUBLE_AT_COGNITO,
  RequestTimeoutException: TROUBLE_AT_COGNITO,
  ForbiddenException: service('Look at the AWS WAF web ACL of the user pool: it refused the request.'),
  UserLambdaValidationException: service(
    'Do what the message says; it comes from a Lambda trigger of the user pool.',
  ),
  UnexpectedLambdaException: LOOK_AT_THE_TRIGGER,
  InvalidLambdaResponseException: LOOK_AT_THE_TRIGGER,

  // Set up otherwise
  ResourceNotFoundException: setup(
    'Check userPoolId, userPoolClientId and the region: there is no such pool, client or device.',
  ),
  InvalidUserPoolConfigurationException: setup('Check the settings of the user pool.'),
  InvalidSmsRoleAccessPolicyException: SMS_ROLE,
  InvalidSmsRoleTrustRelationshipException: SMS_ROLE,
  InvalidEmailRoleAccessPolicyException: setup(
    'Allow the user pool to send e-mail by the identity it is configured with.',
  ),
  MFAMethodNotFoundException: setup('Switch a method of multi-factor authentication on in the user pool.'),
  SoftwareTokenMFANotFoundException: setup('Switch authenticator apps (TOTP) on in the user pool.'),
  OperationNotEnabledException: setup('Switch the operation on in the app client of the user pool.'),
  UnsupportedOperationException: setup(
    'Switch the feature on in the app client; for RevokeToken, token revocation.',
  ),
  UnknownOperationException: setup(
    'Check userPoolEndpoint: what answers there does not know this operation.',
  ),
  FeatureUnavailableInTierException: setup('Move the user pool to a plan that has this feature.'),
  UserPoolAddOnNotEnabledException: setup('Switch threat protection on in the user pool.'),
  UnsupportedIdentityProviderException: setup('Use an identity provider that the user pool supports.'),
  InvalidOAuthFlowException: setup('Allow the OAuth flow in the app client.'),
  ScopeDoesNotExistException: setup('Define the scope in the user pool, or ask for another one.'),
  WebAuthnNotEnabledException: PASSKEYS,
  WebAuthnConfigurationMissingException: PASSKEYS,
  WebAuthnOriginNotAllowedException: PASSKEYS,
  WebAuthnRelyingPartyMismatchException: PASSKEYS,

  // Calls that are not for users
  AccessDeniedException: NEEDS_A_SIGNATURE,
  MissingAuthenticationTokenException: NEEDS_A_SIGNATURE,
  MissingAuthenticationToken: NEEDS_A_SIGNATURE,
  IncompleteSignatureException: NEEDS_A_SIGNATURE,
  InvalidSignatureException: NEEDS_A_SIGNATURE,
  UnrecognizedClientException: NEEDS_A_SIGNATURE,

  // Requests that Cognito could not read
  SerializationException: service('Check the types of what was sent.'),
  ValidationException: service('Check what was sent against the limits that the message names.'),
};

const STATUS_TOO_MANY = 429;
const STATUS_SERVER_ERROR = 500;
const STRANGE = service('Look the exception up in the API reference of Amazon Cognito user pools.');

/** Whether an exception is one of Cognito's. */
export const isKnownException = (name: string): boolean => Object.hasOwn(VERDICTS, name);

/** Returns what an exception means: by its name, and by the status of the answer only where the name is unknown. */
export function verdictOf(name: string, status: number | undefined): Verdict {
  const known = isKnownException(name) ? VERDICTS[name] : undefined;
  if (known) return known;
  if (status === STATUS_TOO_MANY) return SLOW_DOWN;
  return status !== undefined && status >= STATUS_SERVER_ERROR ? TROUBLE_AT_COGNITO : STRANGE;
}

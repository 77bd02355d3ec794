import type { OwnErrorCode } from './model/error-codes';

/** Is what {@link userMessages} holds: a sentence for each code, and one that fits where nothing is known. */
export interface UserMessages {
  readonly [code: string]: string | undefined;
  readonly Unknown: string;
}

const CONNECTION = 'The service could not be reached. Check your connection and try again.';
const OUR_FAULT = 'Something is not set up as it should be. This is not your fault; please contact us.';
const OUR_TROUBLE = 'The service has trouble right now. Please try again later.';
const RELOAD = 'A part of the page could not be loaded. Check your connection, then reload the page.';
const TOO_FAST = 'There are too many requests right now. Please wait a moment and try again.';
const NOT_EVERYWHERE =
  'You are signed out on this device, but the server may not know it yet. Try again when your connection is better.';
const OTHER_WAY = 'Passkeys cannot be used here. Please choose another way.';
const SIGN_IN_ANEW = 'Signing in did not work. Please start again.';
const CREDENTIALS = 'The user name or the password is not right, or your sign-in has expired.';
const CONTACT_FOR_CODE = 'The code could not be sent. Please try again later, or contact us.';

/**
 * Sentences for the people who use an application, by the `code` of an `AuthError`: our own codes, and the exceptions of Cognito.
 * They speak of nothing that its developers alone know, and stand in `docs/errors.md` beside what those are to do. An
 * application that does not import them loads nothing of them.
 *
 * @example
 * ```ts
 * import { userMessages } from 'rx-cognito';
 * import type { AuthError } from 'rx-cognito';
 *
 * const shown = ({ code }: AuthError): string => userMessages[code] ?? userMessages.Unknown;
 * ```
 */
export const userMessages: UserMessages = /* @__PURE__ */ Object.freeze({
  Aborted: 'That was interrupted. Please try again.',
  AdoptedSessionNotRemoved:
    'You are signed in, but data of an earlier version could not be removed from this device.',
  AuthDestroyed: 'This page is no longer active. Please reload it.',
  AuthSessionClosed: 'The window for signing in was closed. Please try again.',
  CleanupFailed: 'Some data could not be tidied up on this device. Please reload the page.',
  ClientSecretInBrowser: OUR_FAULT,
  ConnectionRefused: CONNECTION,
  CryptoNotAvailable: OUR_FAULT,
  DeviceMetadataNotFoundException: 'This device is not among your devices. Sign in again to add it.',
  DeviceNotConfirmed:
    'You are signed in, but this device could not be registered. You may have to sign in again soon.',
  DeviceRefused: 'This device was not recognised. Please sign in again.',
  DeviceNotStored: 'This device could not be remembered. Allow this site to store data, or free some space.',
  EncryptedStorageUnavailable: 'This browser cannot keep you signed in safely. Please use another one.',
  ForeignRedirect: 'This sign-in was not started here, or has been used already. Please sign in again.',
  ForgetDeviceNotRetryable: 'You are signed out, but this device is still on your list. Remove it there.',
  GlobalSignOutNotRetryable:
    'You are signed out here, but perhaps not on your other devices. Sign in once more, and sign out everywhere again.',
  HostNotFound: CONNECTION,
  IdentityChanged: 'You have signed in meanwhile. Please try again.',
  InvalidArgument: 'Please check what you have entered.',
  InvalidCommand: OUR_FAULT,
  InvalidOption: OUR_FAULT,
  InvalidPasskeyAuthenticationOptions:
    'You cannot sign in with a passkey right now. Please choose another way.',
  InvalidPasskeyRegistrationOptions: 'A passkey cannot be added right now. Please try again later.',
  InvalidTokens: OUR_FAULT,
  MfaSetupNotPossible:
    'Your account needs a second way to confirm that it is you, which cannot be set up here. Please contact us.',
  NetworkError: CONNECTION,
  NewerVersionStored: 'This page is out of date. Reload it.',
  NoPage: OUR_FAULT,
  NoPendingChallenge: 'This step is over. Please start to sign in again.',
  NoTimeLeft: NOT_EVERYWHERE,
  NoTotpSecret: 'An authenticator app cannot be set up right now. Please try again.',
  NonceMismatch: SIGN_IN_ANEW,
  NotReturned: 'You are signed out here, but perhaps not on the sign-in page. Close the browser to be sure.',
  Offline: 'You are offline. Check your connection and try again.',
  PasskeyAlreadyExists: 'This device has a passkey for your account already.',
  PasskeyAuthenticationCanceled: 'You were not signed in. Try your passkey again, or choose another way.',
  PasskeyNotSupported: OTHER_WAY,
  PasskeyOperationAborted: 'The request for your passkey was closed. Please try again.',
  PasskeyRegistrationCanceled: 'No passkey was added. You can try again at any time.',
  PasskeyRegistrationFailed: 'Your device could not make a passkey. Try again, or use another device.',
  PasskeyRetrievalFailed: 'Your passkey could not be used. Try again, or choose another way.',
  PlatformIncomplete: 'This browser or device is not supported. Please use another one.',
  PopupBlocked: 'Your browser blocked the window for signing in. Please allow it, and try again.',
  RedirectWithoutState: SIGN_IN_ANEW,
  RefreshPending: NOT_EVERYWHERE,
  RelyingPartyMismatch: OTHER_WAY,
  RenderedOnServer: 'Please wait until the page has loaded.',
  SdkNotLoaded: RELOAD,
  SessionNotAdopted: 'Your earlier sign-in could not be carried over. Please sign in again.',
  SessionNotCleared:
    'You are signed out, but this browser did not delete your data. Please clear the data of this site.',
  SessionNotConfirmed: 'We could not check who is signed in. Please try again.',
  SessionNotStored:
    'Your browser did not let us keep you signed in. Allow this site to store data, or free some space.',
  SessionRemoved: 'You are signed out. Your browser had trouble with the data of this site.',
  SessionTooLarge: OUR_FAULT,
  SignInCancelled: 'Signing in was not finished. Please try again.',
  SignInSuperseded: 'This sign-in was replaced by a newer one.',
  SignOutIncomplete: NOT_EVERYWHERE,
  SignedOut: 'You are not signed in. Please sign in.',
  SignedOutInOtherTab: 'Something has changed in another tab while you signed in. Please sign in again.',
  SrpEphemeralUsed: SIGN_IN_ANEW,
  SrpFailed: SIGN_IN_ANEW,
  SrpRefused: 'You could not be signed in safely over this connection. Try again, or use another network.',
  StorageIsReadOnly: 'You cannot sign in here. Please reload the page and try again.',
  StorageNotAnswering: 'Your browser has not deleted your data yet. Please keep this page open for a moment.',
  StorageNotReadable:
    'Your browser did not let us read the data of this site. Allow it to store data, then reload the page.',
  Timeout: 'That took too long. Check your connection and try again.',
  TokenRefusedAgain:
    'The service does not accept your sign-in right now. Please wait a moment and try again.',
  UnexpectedChallenge: 'Please sign out and sign in again.',
  Unknown: 'Something went wrong. Please try again.',
  UnknownChallenge: 'Signing in takes a step that is not supported here yet. Please contact us.',
  UnreadableAnswer:
    'The service could not be reached. If you use a public network, log in to it first, then try again.',
  UserAlreadyAuthenticatedException: 'You are signed in already. Sign out first to use another account.',
  WebCryptoUnavailable:
    'You cannot sign in safely here. Use the secure address of this site and an up-to-date browser.',

  // Cognito: who, and with what
  NotAuthorizedException: CREDENTIALS,
  UserNotFoundException: CREDENTIALS,
  UserNotConfirmedException: 'Please confirm your sign-up first, with the code that you were sent.',
  PasswordResetRequiredException: 'Please choose a new password first.',
  UnauthorizedException: 'Please sign in again.',
  AliasExistsException: 'This e-mail address or phone number is used by another account.',
  UsernameExistsException: 'There is an account with this name already. Choose another one, or sign in.',
  UnsupportedUserStateException: 'This is not possible with your account right now. Please contact us.',

  // Cognito: codes, passwords and challenges
  CodeMismatchException: 'The code is not right. Please enter it again.',
  ExpiredCodeException: 'The code has expired. Please ask for a new one.',
  EnableSoftwareTokenMFAException: 'The code is not right. Enter the newest code of your authenticator app.',
  InvalidPasswordException: 'This password does not meet the rules. Please choose another one.',
  PasswordHistoryPolicyViolationException: 'You have used this password before. Please choose another one.',
  CodeDeliveryFailureException: CONTACT_FOR_CODE,
  DeviceKeyExistsException: 'This device is registered already.',
  WebAuthnChallengeNotFoundException: 'Adding the passkey took too long. Please start again.',
  WebAuthnCredentialNotSupportedException:
    'This passkey or security key cannot be used. Please try another one.',
  WebAuthnClientMismatchException: 'The passkey could not be added. Please start again.',
  PreconditionNotMetException: 'This is not possible yet. Please contact us.',

  // Cognito: tokens
  RefreshTokenReuseException: 'Please sign in again.',
  UnsupportedTokenTypeException: OUR_FAULT,
  InvalidParameterException: 'This did not work with what you have entered. Please check it, or contact us.',

  // Cognito: too much, too fast
  TooManyRequestsException: TOO_FAST,
  LimitExceededException: 'You have tried this too often. Please wait a while before the next attempt.',
  TooManyFailedAttemptsException: 'Too many attempts have failed. Please wait a while before the next one.',
  ServiceQuotaExceededException: OUR_TROUBLE,
  Throttling: TOO_FAST,
  ThrottlingException: TOO_FAST,
  ThrottledException: TOO_FAST,
  RequestThrottled: TOO_FAST,
  RequestThrottledException: TOO_FAST,
  RequestLimitExceeded: TOO_FAST,
  BandwidthLimitExceeded: TOO_FAST,
  ProvisionedThroughputExceededException: TOO_FAST,
  SlowDown: TOO_FAST,
  ConcurrentModificationException: 'Something else was changed at the same moment. Please try again.',

  // Cognito: trouble on the other side
  InternalErrorException: OUR_TROUBLE,
  InternalServerException: OUR_TROUBLE,
  InternalServerError: OUR_TROUBLE,
  InternalFailure: OUR_TROUBLE,
  ServiceUnavailable: OUR_TROUBLE,
  ServiceUnavailableException: OUR_TROUBLE,
  RequestTimeout: OUR_TROUBLE,
  RequestTimeoutException: OUR_TROUBLE,
  ForbiddenException: 'The request was refused. Try another network, or contact us.',
  UserLambdaValidationException: 'This was not accepted. Please check what you have entered, or contact us.',
  UnexpectedLambdaException: OUR_TROUBLE,
  InvalidLambdaResponseException: OUR_TROUBLE,

  // Cognito: set up otherwise
  ResourceNotFoundException:
    'That is not there any more. Please reload the page, and contact us if that does not help.',
  InvalidUserPoolConfigurationException: OUR_FAULT,
  InvalidSmsRoleAccessPolicyException: CONTACT_FOR_CODE,
  InvalidSmsRoleTrustRelationshipException: CONTACT_FOR_CODE,
  InvalidEmailRoleAccessPolicyException: CONTACT_FOR_CODE,
  MFAMethodNotFoundException: 'This way to confirm that it is you is not offered. Please choose another one.',
  SoftwareTokenMFANotFoundException: 'Authenticator apps cannot be used here. Please choose another way.',
  OperationNotEnabledException: OUR_FAULT,
  UnsupportedOperationException: OUR_FAULT,
  UnknownOperationException: OUR_FAULT,
  FeatureUnavailableInTierException: OUR_FAULT,
  UserPoolAddOnNotEnabledException: OUR_FAULT,
  UnsupportedIdentityProviderException: OUR_FAULT,
  InvalidOAuthFlowException: OUR_FAULT,
  ScopeDoesNotExistException: OUR_FAULT,
  WebAuthnNotEnabledException: OTHER_WAY,
  WebAuthnConfigurationMissingException: OTHER_WAY,
  WebAuthnOriginNotAllowedException: OTHER_WAY,
  WebAuthnRelyingPartyMismatchException: OTHER_WAY,

  // Cognito: calls that are not for users
  AccessDeniedException: OUR_FAULT,
  MissingAuthenticationTokenException: OUR_FAULT,
  MissingAuthenticationToken: OUR_FAULT,
  IncompleteSignatureException: OUR_FAULT,
  InvalidSignatureException: OUR_FAULT,
  UnrecognizedClientException: OUR_FAULT,

  // Cognito: requests that Cognito could not read
  SerializationException: OUR_FAULT,
  ValidationException: 'Please check what you have entered.',
} satisfies Readonly<Record<OwnErrorCode, string> & Record<string, string>>);

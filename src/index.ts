export type { Auth, AuthEvent, CognitoCommand, SignedOutEvent } from './auth';
export type { AuthOptions, CognitoClientLike } from './auth-options';
export { createCookieStorage } from './adapters/storage/cookie-storage';
export type { CookieStorageOptions } from './adapters/storage/cookie-storage';
export { createEncryptedStorage } from './adapters/storage/encrypted-storage';
export type { EncryptedStorageOptions } from './adapters/storage/encrypted-storage';
export { createMemoryStorage } from './adapters/storage/memory-storage';
export { createAuth } from './create-auth';
export type { AfterClearContext, BeforeRevokeContext, SessionCleanup } from './ports/session-cleanup';
export type { AuthFlowType, ConfirmSignInInput, SignInInput } from './flows/sign-in/input';
export type { SignOutOptions } from './flows/sign-out/asked';
export type { SignOutResult } from './flows/sign-out/result';
export type { TokensOptions } from './flows/session/tokens';
export { AuthError } from './model/auth-error';
export type { AuthErrorFields, AuthErrorJson, AuthErrorKind } from './model/auth-error';
export type { OwnErrorCode } from './model/error-codes';
export type {
  DeviceConfirmedEvent,
  LateTokensRevokedEvent,
  SessionRestoredEvent,
  SignedInEvent,
  TokenRefreshFailedEvent,
  TokensRefreshedEvent,
  UserChangedEvent,
} from './model/auth-event';
export type {
  AuthState,
  AuthUser,
  Freshness,
  RestoringState,
  SignedInState,
  SignedOutReason,
  SignedOutState,
  SigningInState,
  SigningOutState,
  SignOutScope,
  SignOutStep,
} from './model/auth-state';
export type { AuthTokens } from './model/auth-tokens';
export type { RedirectResult } from './model/redirect-result';
export type { LeftDevice, LeftSession } from './model/left-session';
export type {
  CodeDeliveryDetails,
  FirstFactor,
  MfaType,
  SignInNextStep,
  SignInResult,
  SignInStateStep,
  SignInStep,
  TotpSetupDetails,
} from './model/sign-in-step';
export type {
  SignOutReport,
  StepOutcome,
  StepOutcomes,
  StepResult,
  StillValid,
} from './model/sign-out-report';
export { userMessages } from './user-messages';
export type { UserMessages } from './user-messages';
export { withLogging } from './logging';
export type { InputLogEntry, LogEntry, RequestLogEntry } from './logging';
export { connectReduxDevTools } from './redux-devtools';
export type { ReduxDevToolsOptions } from './redux-devtools';
export { requireComplete, takeUntilSignedOut, whenSignedIn, whenSignedOut } from './operators';
export type { AuthenticationResult } from './ports/cognito-api';
export type {
  BrowserSession,
  HostedUi,
  HostedUiAttempt,
  HostedUiConnection,
  HostedUiExchange,
  HostedUiParts,
  HostedUiProvider,
  HostedUiSignOut,
  RunHostedUiAttempt,
  SignInWithRedirectInput,
} from './ports/hosted-ui';
export type { AuthLogger } from './ports/auth-logger';
export type { KeyValueStorage } from './ports/key-value-storage';
export type { AdoptableSession, AdoptionParts, SessionAdoption } from './ports/session-adoption';

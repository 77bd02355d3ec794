export { createManualClock, createSystemClock } from './clock';
export type { ManualClock, PoolClock } from './clock';
export { createEmulatorControl } from './control/client';
export type { EmulatorControl, EmulatorDescription, RemotePlannedFault } from './control/client';
export { createUserPool } from './create-user-pool';
export { totpCode } from './crypto/totp';
export type { CognitoErrorType } from './errors';
export type { EndpointName } from './oauth/endpoint-name';
export type { OAuthRefusal } from './oauth/refusal';
export type { OperationName } from './operations/table';
export type {
  AppClientOptions,
  DeviceTracking,
  ExplicitAuthFlow,
  FirstAuthFactor,
  FederatedUserOptions,
  IdentityProviderOptions,
  IdentityPoolOptions,
  MfaType,
  OAuthFlow,
  OAuthOptions,
  PasswordPolicy,
  SessionTracking,
  PoolSettings,
  UserMfaOptions,
  UserOptions,
  UserPoolOptions,
  UserStatus,
  WebAuthnOptions,
} from './options';
export type { Administration } from './pool/administration';
export type { ClientSettings } from './pool/clients/client-settings';
export type {
  CustomAuthDecision,
  CustomAuthEvent,
  CustomAuthStep,
  CustomAuthTriggers,
  CustomChallenge,
} from './pool/triggers/custom-auth';
export type { IssuedCredentials } from './pool/identities/identity-pool';
export type { CodePurpose, Outbox, SentCode } from './pool/messages/outbox';
export type {
  ClaimChanges,
  CustomMessageResponse,
  GroupChanges,
  PoolTriggers,
  PreSignUpResponse,
  PreTokenGenerationEvent,
  PreTokenGenerationResponse,
  TriggerEvent,
  UserMigrationResponse,
} from './pool/triggers/triggers';
export type { SsoSessionEnd } from './pool/sessions/sso-sessions';
export type { FamilyEnd } from './pool/tokens/token-families';
export { startUserPool } from './start-user-pool';
export type { RunningUserPool, ServerOptions } from './start-user-pool';
export type {
  EmulatedIdentityPool,
  SsoSessionSummary,
  TokenFamilySummary,
  UserPool,
  UserSummary,
} from './user-pool';
export type { Fault, FaultMoment, FaultPlan, Faults, PlannedFault } from './wire/faults';
export type { Handler } from './wire/handler';
export type { LoggedRequest, RequestLog } from './wire/request-log';
export type { RequestName } from './wire/request-name';

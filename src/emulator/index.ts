export { createManualClock, createSystemClock } from './clock';
export type { ManualClock, PoolClock } from './clock';
export { createUserPool } from './create-user-pool';
export type { EmulatedIdentityPool, TokenFamilySummary, UserPool } from './create-user-pool';
export { totpCode } from './crypto/totp';
export type { CognitoErrorType } from './errors';
export type { OperationName } from './operations/table';
export type {
  AppClientOptions,
  DeviceTracking,
  ExplicitAuthFlow,
  IdentityPoolOptions,
  MfaType,
  PasswordPolicy,
  PoolSettings,
  UserMfaOptions,
  UserOptions,
  UserPoolOptions,
  UserStatus,
} from './options';
export type { Administration } from './pool/administration';
export type { ClientSettings } from './pool/client-settings';
export type {
  CustomAuthDecision,
  CustomAuthEvent,
  CustomAuthStep,
  CustomAuthTriggers,
  CustomChallenge,
} from './pool/custom-auth';
export type { IssuedCredentials } from './pool/identity-pool';
export type { CodePurpose, Outbox, SentCode } from './pool/outbox';
export type { FamilyEnd } from './pool/token-families';
export { startUserPool } from './start-user-pool';
export type { RunningUserPool } from './start-user-pool';
export type { Fault, FaultMoment, FaultPlan, Faults, PlannedFault } from './wire/faults';
export type { Handler } from './wire/handler';
export type { LoggedRequest, RequestLog } from './wire/request-log';

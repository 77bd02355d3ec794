export type {
  ClientSessionConfigurationDescription,
  MfaConfigDescription,
  PoolDescription,
  SessionConfigurationDescription,
  UserPoolClientDescription,
  UserPoolDescription,
} from './description';
export { diagnose } from './diagnose';
export type { Finding, FindingSeverity } from './finding';

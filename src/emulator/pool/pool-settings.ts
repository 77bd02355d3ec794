import type { PoolSettings } from '../options';

/** How token sessions are tracked, as `SetUserPoolSessionConfiguration` takes it. */
interface SessionConfiguration {
  readonly UserSessionTracking: 'ENABLED' | 'DISABLED';
  readonly TokenSession: { readonly MaxPerUser: number };
}

/** What is told about a pool beyond the rules by which it runs. */
export interface DescribedPool {
  readonly createdAt: number;
  readonly userPool: Readonly<Record<string, unknown>>;
  readonly mfaConfig: Readonly<Record<string, unknown>>;
  sessionConfiguration: SessionConfiguration;
}

/** Fills in what is told about a pool of which nothing was said. */
export function createPoolSettings(settings: PoolSettings = {}, now: number): DescribedPool {
  return {
    createdAt: now,
    userPool: {
      Name: 'emulated-pool',
      UserPoolTier: 'ESSENTIALS',
      DeletionProtection: 'INACTIVE',
      IssuerConfiguration: { Type: 'ORIGINAL' },
      ...settings.userPool,
    },
    mfaConfig: settings.mfaConfig ?? {},
    sessionConfiguration: { UserSessionTracking: 'DISABLED', TokenSession: { MaxPerUser: 20 } },
  };
}

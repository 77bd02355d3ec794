import type { UserPoolOptions } from '../options';

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
export function createPoolSettings(
  { settings = {}, issuer = 'original', sessionTracking }: UserPoolOptions,
  now: number,
): DescribedPool {
  return {
    createdAt: now,
    userPool: {
      Name: 'emulated-pool',
      UserPoolTier: 'ESSENTIALS',
      DeletionProtection: 'INACTIVE',
      IssuerConfiguration: { Type: issuer === 'updated' ? 'UPDATED' : 'ORIGINAL' },
      ...settings.userPool,
    },
    mfaConfig: settings.mfaConfig ?? {},
    sessionConfiguration: {
      UserSessionTracking: sessionTracking ? 'ENABLED' : 'DISABLED',
      TokenSession: { MaxPerUser: sessionTracking?.maxPerUser ?? 20 },
    },
  };
}

/** Tells whether a pool tracks the sessions of its users. */
export function tracksSessions({ described }: { readonly described: DescribedPool }): boolean {
  return described.sessionConfiguration.UserSessionTracking === 'ENABLED';
}

import { createSystemClock, type PoolClock } from '../clock';
import { createRandomSource, type RandomSource } from '../crypto/random';
import type { PasswordPolicy, UserPoolOptions } from '../options';
import { AppClients } from './app-clients';
import { Challenges } from './challenges';
import { Codes } from './codes';
import { Directory } from './directory';
import { IdentityPool } from './identity-pool';
import { Outbox } from './outbox';
import type { SessionChallenge, SrpChallenge } from './pending-sign-in';
import { createPoolSettings, type DescribedPool } from './pool-settings';
import { TokenFamilies } from './token-families';

/** The state of a pool, and the rules that it was made with. */
export interface Pool {
  readonly id: string;
  /** What follows `_` in the pool id: the group name of SRP. */
  readonly name: string;
  readonly region: string;
  readonly issuer: string;
  readonly rules: PoolRules;
  readonly clock: PoolClock;
  readonly random: RandomSource;
  readonly clients: AppClients;
  readonly users: Directory;
  readonly families: TokenFamilies;
  /** Challenges that are answered with a `Session`. */
  readonly sessions: Challenges<SessionChallenge>;
  /** Password proofs, which are found again by their `SECRET_BLOCK`. */
  readonly proofs: Challenges<SrpChallenge>;
  readonly codes: Codes;
  readonly outbox: Outbox;
  /** What is told about the pool beyond its rules. */
  readonly described: DescribedPool;
  readonly identities: IdentityPool;
}

/** The options that are rules, with their defaults. */
type PoolRules = Required<
  Pick<UserPoolOptions, 'mfaConfiguration' | 'enabledMfas' | 'requiredAttributes' | 'autoVerifiedAttributes'>
> &
  Pick<UserPoolOptions, 'customAuth' | 'deviceTracking'> & { readonly passwordPolicy: PasswordPolicy };

/** One request on its way through the pool. */
export interface Call {
  readonly pool: Pool;
  readonly now: number;
  readonly random: RandomSource;
}

/** Makes a pool with its first users and clients. */
export function createPool(options: UserPoolOptions): Pool {
  const clock = options.clock ?? createSystemClock();
  const random = createRandomSource(options.seed);
  const region = options.region ?? options.userPoolId?.split('_')[0] ?? 'eu-west-1';
  const id = options.userPoolId ?? `${region}_${random.uuid().replaceAll('-', '').slice(0, 9)}`;
  const users = new Directory(options);
  for (const user of options.users ?? []) users.add(user, clock.now(), random);
  return {
    id,
    name: id.slice(id.indexOf('_') + 1),
    region,
    issuer: `https://cognito-idp.${region}.amazonaws.com/${id}`,
    rules: rulesFrom(options),
    clock,
    random,
    clients: new AppClients(options.clients ?? [], random, clock.now()),
    users,
    families: new TokenFamilies(),
    sessions: new Challenges(480),
    proofs: new Challenges(900),
    codes: new Codes(),
    outbox: new Outbox(),
    described: createPoolSettings(options.settings, clock.now()),
    identities: new IdentityPool(region, options.identityPool, random),
  };
}

function rulesFrom(options: UserPoolOptions): PoolRules {
  return {
    mfaConfiguration: options.mfaConfiguration ?? 'OPTIONAL',
    enabledMfas: options.enabledMfas ?? ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'],
    requiredAttributes: options.requiredAttributes ?? [],
    autoVerifiedAttributes: options.autoVerifiedAttributes ?? ['email'],
    ...(options.customAuth && { customAuth: options.customAuth }),
    ...(options.deviceTracking && { deviceTracking: options.deviceTracking }),
    passwordPolicy: {
      minimumLength: 8,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      historySize: 0,
      ...options.passwordPolicy,
    },
  };
}

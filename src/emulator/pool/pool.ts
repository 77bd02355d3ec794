import { createSystemClock, type PoolClock } from '../clock';
import { createRandomSource, type RandomSource } from '../crypto/random';
import type { PasswordPolicy, UserPoolOptions } from '../options';
import { AppClients } from './clients/app-clients';
import { AuthorizationCodes } from './sessions/authorization-codes';
import { Challenges } from './sessions/challenges';
import { Codes } from './messages/codes';
import { Directory } from './users/directory';
import { IdentityPool } from './identities/identity-pool';
import { Outbox } from './messages/outbox';
import type { PasskeyRegistration } from './authenticators/passkey-registration';
import type { SignUpSession } from './sessions/sign-up-session';
import {
  identityProvidersFrom,
  type FederatedReturn,
  type IdentityProvider,
} from './identities/identity-providers';
import type { SessionChallenge, SrpChallenge } from './sessions/pending-sign-in';
import { SsoSessions } from './sessions/sso-sessions';
import { createPoolSettings, type DescribedPool } from './pool-settings';
import { TokenFamilies } from './tokens/token-families';

/** The state of a pool, and the rules that it was made with. */
export interface Pool {
  readonly id: string;
  /** What follows `_` in the pool id: the group name of SRP. */
  readonly name: string;
  readonly region: string;
  readonly issuer: string;
  /** The address under which the pool is reached. */
  readonly endpoint: string;
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
  readonly identityProviders: readonly IdentityProvider[];
  /** Who is signed in at managed login, in which browser. */
  readonly ssoSessions: SsoSessions;
  readonly authorizationCodes: AuthorizationCodes;
  /** Browsers that come back from an identity provider. */
  readonly federatedReturns: Challenges<FederatedReturn>;
  /** Registrations of passkeys, which are found again by their challenge. */
  readonly passkeyRegistrations: Challenges<PasskeyRegistration>;
  /** Sign-ups that go over into a sign-in. */
  readonly signUps: Challenges<SignUpSession>;
  readonly outbox: Outbox;
  /** The groups that there are. */
  readonly groups: Set<string>;
  /** What is told about the pool beyond its rules. */
  readonly described: DescribedPool;
  readonly identities: IdentityPool;
}

/** The options that are rules, with their defaults. */
type PoolRules = Required<
  Pick<
    UserPoolOptions,
    | 'mfaConfiguration'
    | 'enabledMfas'
    | 'requiredAttributes'
    | 'customAttributes'
    | 'autoVerifiedAttributes'
    | 'allowedFirstAuthFactors'
  >
> &
  Pick<UserPoolOptions, 'customAuth' | 'triggers' | 'deviceTracking' | 'webAuthn'> & {
    readonly passwordPolicy: PasswordPolicy;
  };

/** One request on its way through the pool. */
export interface Call {
  readonly pool: Pool;
  readonly now: number;
  readonly random: RandomSource;
  /** What the caller says it is. */
  readonly userAgent: string | undefined;
}

/**
 * Makes a pool with its first users and clients.
 *
 * @param birth - What its ids and its users' are made from: a pool that is made again from the same has the same.
 */
export function createPool(options: UserPoolOptions, birth: number | string): Pool {
  const clock = options.clock ?? createSystemClock();
  const random = createRandomSource(birth);
  const region = options.region ?? options.userPoolId?.split('_')[0] ?? 'eu-west-1';
  const id = options.userPoolId ?? `${region}_${random.uuid().replaceAll('-', '').slice(0, 9)}`;
  const endpoint = options.endpoint ?? `https://cognito-idp.${region}.amazonaws.com`;
  const users = new Directory(options);
  for (const user of options.users ?? []) {
    if (users.find(user.username)) {
      throw new TypeError(`There are two users who answer to ${JSON.stringify(user.username)}.`);
    }
    users.add(user, clock.now(), random);
  }
  return {
    id,
    name: id.slice(id.indexOf('_') + 1),
    region,
    issuer: issuerOf(options.issuer ?? 'original', endpoint, region, id),
    endpoint,
    rules: rulesFrom(options),
    clock,
    random: options.seed === undefined ? createRandomSource() : random,
    clients: new AppClients(options.clients ?? [], random, clock.now()),
    users,
    families: new TokenFamilies(),
    sessions: new Challenges(480),
    proofs: new Challenges(900),
    codes: new Codes(),
    identityProviders: identityProvidersFrom(options.identityProviders ?? []),
    ssoSessions: new SsoSessions(),
    authorizationCodes: new AuthorizationCodes(),
    federatedReturns: new Challenges(32),
    passkeyRegistrations: new Challenges(32),
    signUps: new Challenges(480),
    outbox: new Outbox(),
    groups: new Set([...(options.groups ?? []), ...users.all.flatMap(({ groups }) => [...groups])]),
    described: createPoolSettings(options, clock.now()),
    identities: new IdentityPool(region, options.identityPool, random),
  };
}

/**
 * Makes a pool anew from what it was made from. It goes on with the clock, the outbox, which is emptied, and the AWS
 * credentials that were handed out. A request that the former pool was asked goes on in that one, and comes to nothing.
 */
export function renewPool(former: Pool, options: UserPoolOptions, birth: number | string): Pool {
  const { clock, random, outbox, identities } = former;
  outbox.clear();
  Object.assign(former, { outbox: new Outbox() } satisfies Partial<Pool>);
  return { ...createPool({ ...options, clock }, birth), random, outbox, identities };
}

function issuerOf(
  form: NonNullable<UserPoolOptions['issuer']>,
  endpoint: string,
  region: string,
  id: string,
): string {
  switch (form) {
    case 'original':
      return `https://cognito-idp.${region}.amazonaws.com/${id}`;
    case 'updated':
      return `https://issuer-cognito-idp.${region}.amazonaws.com/${id}`;
    case 'endpoint':
      return `${endpoint}/${id}`;
  }
}

function rulesFrom(options: UserPoolOptions): PoolRules {
  return {
    mfaConfiguration: options.mfaConfiguration ?? 'OPTIONAL',
    enabledMfas: options.enabledMfas ?? ['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'],
    requiredAttributes: options.requiredAttributes ?? [],
    customAttributes: options.customAttributes ?? [],
    allowedFirstAuthFactors: options.allowedFirstAuthFactors ?? ['PASSWORD'],
    autoVerifiedAttributes: options.autoVerifiedAttributes ?? ['email'],
    ...(options.customAuth && { customAuth: options.customAuth }),
    ...(options.triggers && { triggers: options.triggers }),
    ...(options.deviceTracking && { deviceTracking: options.deviceTracking }),
    ...(options.webAuthn && { webAuthn: options.webAuthn }),
    passwordPolicy: {
      minimumLength: 8,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      historySize: 0,
      temporaryPasswordValidityDays: 7,
      ...options.passwordPolicy,
    },
  };
}

import type { PoolClock } from './clock';
import type { MfaType, UserStatus } from './options';
import type { Administration } from './pool/administration';
import type { IssuedCredentials } from './pool/identities/identity-pool';
import type { Outbox } from './pool/messages/outbox';
import type { SsoSessionEnd } from './pool/sessions/sso-sessions';
import type { FamilyEnd } from './pool/tokens/token-families';
import type { Faults } from './wire/faults';
import type { Handler } from './wire/handler';
import type { RequestLog } from './wire/request-log';

/** One sign-in, as the pool knows it. */
export interface TokenFamilySummary {
  readonly originJti: string;
  /** Its name in `ListUserSessions`. */
  readonly sessionId: string;
  readonly username: string;
  readonly clientId: string;
  readonly deviceKey: string | undefined;
  readonly scopes: readonly string[];
  /** The identity provider by which the user came in at managed login; nothing where an application signed in by itself. */
  readonly provider: string | undefined;
  readonly authenticatedAt: number;
  readonly expiresAt: number;
  /** What ended it before its time, if anything did. */
  readonly endedBy: FamilyEnd | undefined;
  /** The refresh, access and id tokens that the pool would still accept. */
  readonly liveTokens: readonly string[];
}

/** A browser's session at managed login, as the pool knows it. */
export interface SsoSessionSummary {
  readonly username: string;
  readonly clientId: string;
  readonly provider: string;
  readonly startedAt: number;
  readonly expiresAt: number;
  /** What ended it before its hour was over, if anything did. */
  readonly endedBy: SsoSessionEnd | undefined;
  /** Whether the browser would be signed in without a password. */
  readonly isLive: boolean;
}

/** A user, as the pool knows them. */
export interface UserSummary {
  readonly username: string;
  readonly sub: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly mfa: readonly MfaType[];
  readonly passkeys: number;
  readonly devices: number;
}

/** The identity pool that gives users of a pool AWS credentials. */
export interface EmulatedIdentityPool {
  readonly identityPoolId: string;
  /** Every credentials that were ever handed out, oldest first: nothing ends them but their time. */
  readonly issued: readonly IssuedCredentials[];
  /** Forgets an identity, as a merge does with the one that is merged away. */
  disable(identityId: string): void;
}

/** A user pool that runs in this process. */
export interface UserPool {
  readonly userPoolId: string;
  /** The first app client. */
  readonly userPoolClientId: string;
  /** The identity pool behind the same endpoint. */
  readonly identityPool: EmulatedIdentityPool;
  /** Answers requests as `fetch` would bring the answers. */
  readonly handler: Handler;
  readonly clock: PoolClock;
  /** The codes that would have been sent. */
  readonly outbox: Outbox;
  /** The requests that came. */
  readonly requests: RequestLog;
  /** What shall go wrong. */
  readonly faults: Faults;
  /** What an administrator does, without a request. */
  readonly admin: Administration;
  /** Tells whether the pool would still accept a token: the truth against which a client's report is held. */
  isTokenLive(token: string): boolean;
  /** Lists the sign-ins, of one user where a name is given. */
  tokenFamilies(username?: string): readonly TokenFamilySummary[];
  /** Lists the sessions that browsers have at managed login, of one user where a name is given. */
  ssoSessions(username?: string): readonly SsoSessionSummary[];
  /** Lists the users. */
  users(): readonly UserSummary[];
  /** Puts the pool back to what it was made from, under the same ids: users, clients, sign-ins, messages, faults; not its clock. */
  reset(): void;
  /** Forgets requests, messages, and sign-ins that are over, for runs of many thousand of them. */
  forgetHistory(): void;
}

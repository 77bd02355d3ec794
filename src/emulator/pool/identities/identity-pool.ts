import type { RandomSource } from '../../crypto/random';
import type { IdentityPoolOptions } from '../../options';

/** Somebody who may have AWS credentials: a user of the pool, or a guest. */
export interface Identity {
  readonly identityId: string;
  /** The `sub` of its user; a guest has none. */
  readonly sub: string | undefined;
}

/** AWS credentials that were handed out. */
export interface IssuedCredentials {
  readonly identityId: string;
  readonly sub: string | undefined;
  readonly accessKeyId: string;
  readonly secretKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds: nothing ends them before. */
  readonly expiresAt: number;
}

/** The identities behind a user pool, and the credentials that they have. */
export class IdentityPool {
  readonly identityPoolId: string;
  readonly allowsGuests: boolean;
  readonly serverSideTokenCheck: boolean;
  readonly #validityMs: number;
  readonly #identities = new Map<string, Identity>();
  readonly #issued: IssuedCredentials[] = [];

  constructor(
    readonly region: string,
    options: IdentityPoolOptions = {},
    random: RandomSource,
  ) {
    this.identityPoolId = options.identityPoolId ?? `${region}:${random.uuid()}`;
    this.allowsGuests = options.allowGuests ?? true;
    this.serverSideTokenCheck = options.serverSideTokenCheck ?? true;
    this.#validityMs = options.credentialsValidityMs ?? 3_600_000;
  }

  /** Every credentials that were ever handed out, oldest first. */
  get issued(): readonly IssuedCredentials[] {
    return this.#issued;
  }

  find(identityId: string): Identity | undefined {
    return this.#identities.get(identityId);
  }

  /** The one identity of a user, or a new one of a guest. */
  identityOf(sub: string | undefined, random: RandomSource): Identity {
    const known = [...this.#identities.values()].find(
      (identity) => sub !== undefined && identity.sub === sub,
    );
    if (known) return known;
    const identity = { identityId: `${this.region}:${random.uuid()}`, sub };
    this.#identities.set(identity.identityId, identity);
    return identity;
  }

  /** Makes a guest's identity that of a user, or, where the user has one already, merges it into that. */
  link(guest: Identity, sub: string): Identity {
    this.disable(guest.identityId);
    const known = [...this.#identities.values()].find((identity) => identity.sub === sub);
    if (known) return known;
    const identity = { ...guest, sub };
    this.#identities.set(identity.identityId, identity);
    return identity;
  }

  /** Forgets an identity, as a merge does with the one that is merged away. */
  disable(identityId: string): void {
    this.#identities.delete(identityId);
  }

  issue({ identityId, sub }: Identity, now: number, random: RandomSource): IssuedCredentials {
    const upper = (length: number) =>
      random
        .token(2 * length)
        .replace(/[^A-Za-z0-9]/g, 'X')
        .slice(0, length);
    const credentials: IssuedCredentials = {
      identityId,
      sub,
      accessKeyId: `ASIA${upper(16).toUpperCase()}`,
      secretKey: upper(40),
      sessionToken: `IQoJb3JpZ2luX2VjE${upper(400)}==`,
      expiresAt: now + this.#validityMs,
    };
    this.#issued.push(credentials);
    return credentials;
  }
}

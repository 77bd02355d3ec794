import { toNumber } from '../../crypto/encoding';
import type { RandomSource } from '../../crypto/random';
import { createTotpSecret } from '../../crypto/totp';
import { CognitoError } from '../../errors';
import type { UserOptions, UserPoolOptions } from '../../options';
import { Password, type User, type UserMfa } from './user';

type SignInNames = Pick<UserPoolOptions, 'aliasAttributes' | 'usernameAttributes'>;

/** The users of a pool, found by every name that they may sign in with. */
export class Directory {
  readonly #bySub = new Map<string, User>();

  constructor(readonly names: SignInNames) {}

  get all(): readonly User[] {
    return [...this.#bySub.values()];
  }

  /** Finds a user by username, sub or verified alias; usernames do not mind the case. */
  find(name: string): User | undefined {
    const wanted = fold(name);
    return (
      this.#bySub.get(name) ??
      this.all.find((user) => fold(user.username) === wanted) ??
      this.all.find((user) => this.#aliasesOf(user).some((alias) => fold(alias) === wanted))
    );
  }

  bySub(sub: string): User | undefined {
    return this.#bySub.get(sub);
  }

  /** Finds another user who already owns an alias. */
  ownerOfAlias(attribute: string, value: string, except: User | undefined): User | undefined {
    return this.all.find(
      (user) =>
        user !== except &&
        this.#isSignInName(attribute) &&
        isVerified(user, attribute) &&
        fold(user.attributes.get(attribute) ?? '') === fold(value),
    );
  }

  /** Refuses a name that somebody has. */
  requireFree(username: string): void {
    if (!this.find(username)) return;
    const namedBy = this.namingAttribute(username);
    const text = namedBy ? `An account with the given ${namedBy} already exists.` : 'User already exists';
    throw new CognitoError('UsernameExistsException', text);
  }

  /** Adds a user; the name must be free. */
  add(options: UserOptions, at: number, random: RandomSource): User {
    this.requireFree(options.username);
    const namedBy = this.namingAttribute(options.username);
    const sub = random.uuid();
    const user: User = {
      sub,
      username: namedBy ? sub : options.username,
      password: options.password === undefined ? undefined : newPassword(options.password, random),
      formerPasswords: [],
      passwordSetAt: at,
      status: options.status ?? 'CONFIRMED',
      enabled: options.enabled ?? true,
      attributes: new Map([
        ...Object.entries(options.attributes ?? {}),
        ...(namedBy ? ([[namedBy, options.username]] as const) : []),
      ]),
      groups: new Set(options.groups),
      mfa: mfaOf(options, random),
      devices: new Map(),
      passkeys: [],
      failedPasswords: 0,
      lockedUntil: 0,
      createdAt: at,
      modifiedAt: at,
    };
    this.#bySub.set(sub, user);
    return user;
  }

  /** Tells which attribute a username is, where attributes serve as usernames. */
  namingAttribute(username: string): 'email' | 'phone_number' | undefined {
    return this.names.usernameAttributes?.find((attribute) =>
      attribute === 'email' ? username.includes('@') : username.startsWith('+'),
    );
  }

  remove(user: User): void {
    this.#bySub.delete(user.sub);
  }

  #aliasesOf(user: User): readonly string[] {
    const names = [...(this.names.aliasAttributes ?? []), ...(this.names.usernameAttributes ?? [])];
    return names
      .filter(
        (name) => isVerified(user, name) || this.names.usernameAttributes?.some((other) => other === name),
      )
      .flatMap((name) => user.attributes.get(name) ?? []);
  }

  #isSignInName(attribute: string): boolean {
    return [...(this.names.aliasAttributes ?? []), ...(this.names.usernameAttributes ?? [])].some(
      (name) => name === attribute,
    );
  }
}

/** Makes a password with a salt of its own. */
export function newPassword(text: string, random: RandomSource): Password {
  return new Password(text, toNumber(random.bytes(16)));
}

function mfaOf({ mfa }: UserOptions, random: RandomSource): UserMfa {
  const enabled = new Set(mfa?.enabled);
  return {
    enabled,
    preferred: mfa?.preferred,
    totpSecret: enabled.has('SOFTWARE_TOKEN_MFA') ? (mfa?.totpSecret ?? createTotpSecret(random)) : undefined,
    pendingTotpSecret: undefined,
    lastTotpStep: -1,
    totpDeviceName: undefined,
    isPasskeyEnough: false,
  };
}

function isVerified(user: User, attribute: string): boolean {
  return attribute === 'preferred_username' || user.attributes.get(`${attribute}_verified`) === 'true';
}

function fold(name: string): string {
  return name.toLowerCase();
}

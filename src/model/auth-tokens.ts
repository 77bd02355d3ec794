import { expiresFirstAt } from './freshness';
import type { Session } from './session';

/**
 * Holds the tokens to call an API with. They are read as properties, and stand in nothing else: not in
 * `JSON.stringify`, not in a spread copy, not in what a console or `util.inspect` prints.
 */
export class AuthTokens {
  readonly #accessToken: string;
  readonly #idToken: string;
  /** When the token that ends first expires, epoch milliseconds. */
  readonly expiresAt: number;

  /** @internal */
  constructor(session: Session) {
    this.#accessToken = session.accessToken;
    this.#idToken = session.idToken;
    this.expiresAt = expiresFirstAt(session);
    Object.freeze(this);
  }

  /** The access token: for APIs that authorise by scope, and for the user pool itself. */
  get accessToken(): string {
    return this.#accessToken;
  }

  /** The id token: for APIs that ask who the user is. */
  get idToken(): string {
    return this.#idToken;
  }

  /** Returns what may be written down: the expiry. */
  toJSON(): { readonly expiresAt: number } {
    return { expiresAt: this.expiresAt };
  }
}

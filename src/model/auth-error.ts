import type { BorrowedErrorCode, OwnErrorCode } from './error-codes';

/** The families of failure that a caller may want to tell apart. */
export type AuthErrorKind =
  | 'configuration'
  | 'validation'
  | 'notAuthorized'
  | 'invalidState'
  | 'signedOut'
  | 'sessionExpired'
  | 'service'
  | 'network'
  | 'timeout'
  | 'cancelled'
  | 'storage'
  | 'unknown';

/**
 * How far the request behind an error came. `notSent`: the server never saw it. `unanswered`: it was sent, or may have
 * been, and no readable answer came. `notKnown`: it failed, and the platform does not say how far it came, as browsers do not.
 * `answered`: Cognito itself refused it.
 */
export type Delivery = 'notSent' | 'unanswered' | 'notKnown' | 'answered';

/** What an {@link AuthError} is made of. */
export interface AuthErrorFields {
  readonly kind: AuthErrorKind;
  /** Cognito's exception name verbatim, or one of ours. */
  readonly code: string;
  /** What happened. */
  readonly message: string;
  /** What to do about it. */
  readonly recoverySuggestion: string;
  /** Whether the same call may succeed later without a change by the caller. Default: `false`. */
  readonly retryable?: boolean;
  /** How long the server asked to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
  /**
   * How far the request behind the error came. Default: `unanswered` for the kinds `network` and `timeout`, since a
   * token is better held for alive than for dead; nothing for all others.
   *
   * @internal
   */
  readonly delivery?: Delivery;
  /**
   * The HTTP status of the answer behind the error, where there was one.
   *
   * @internal
   */
  readonly httpStatus?: number | undefined;
}

/** What an {@link AuthError} of our own is made of: its code is one that is written down. */
export interface OwnErrorFields extends AuthErrorFields {
  readonly code: OwnErrorCode | BorrowedErrorCode;
}

/** The serialisable form of an {@link AuthError}, without its cause. */
export interface AuthErrorJson {
  readonly name: 'AuthError';
  readonly kind: AuthErrorKind;
  readonly code: string;
  readonly message: string;
  readonly recoverySuggestion: string;
  readonly retryable: boolean;
}

/**
 * Is the only error that this library emits or throws.
 *
 * It never carries a token, a password, a code or a session string: causes from outside are reduced to their name
 * and a redacted message before they are attached.
 *
 * @example
 * ```ts
 * import { AuthError } from 'rx-cognito';
 *
 * const describe = (error: unknown): string =>
 *   error instanceof AuthError ? `${error.message} ${error.recoverySuggestion}` : 'Something else failed.';
 * ```
 */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  declare readonly kind: AuthErrorKind;
  declare readonly code: string;
  declare readonly recoverySuggestion: string;
  declare readonly retryable: boolean;
  declare readonly retryAfterMs?: number;
  /** Private, so that neither stores nor logs see it; also the mark that no look-alike carries. */
  readonly #delivery: Delivery | undefined;
  readonly #httpStatus: number | undefined;

  constructor(fields: AuthErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.kind = fields.kind;
    this.code = fields.code;
    this.recoverySuggestion = fields.recoverySuggestion;
    this.retryable = fields.retryable ?? false;
    if (fields.retryAfterMs !== undefined) this.retryAfterMs = fields.retryAfterMs;
    const isOfTheWay = fields.kind === 'network' || fields.kind === 'timeout';
    this.#delivery = fields.delivery ?? (isOfTheWay ? 'unanswered' : undefined);
    this.#httpStatus = fields.httpStatus;
  }

  /**
   * How far the request behind the error came, where there was one.
   *
   * @internal
   */
  get delivery(): Delivery | undefined {
    return this.#delivery;
  }

  /**
   * The HTTP status of the answer behind the error, where there was one.
   *
   * @internal
   */
  get httpStatus(): number | undefined {
    return this.#httpStatus;
  }

  /**
   * Tells whether a value is an `AuthError`. Unlike `instanceof` it never throws, whatever was thrown (a revoked Proxy,
   * say), and takes no Proxy for one.
   *
   * @internal
   */
  static isAuthError(thrown: unknown): thrown is AuthError {
    return typeof thrown === 'object' && thrown !== null && #delivery in thrown;
  }

  /** Returns the plain form that `JSON.stringify`, stores and logs take. */
  toJSON(): AuthErrorJson {
    const { name, kind, code, message, recoverySuggestion, retryable } = this;
    return { name, kind, code, message, recoverySuggestion, retryable };
  }
}

/** Makes an error of our own. `new AuthError()` takes any code: it is for those of Cognito, and of an application. */
export const ownError = (fields: OwnErrorFields): AuthError => new AuthError(fields);

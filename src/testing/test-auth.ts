import type { Observable } from 'rxjs';
import type {
  Auth,
  AuthError,
  AuthEvent,
  AuthState,
  AuthTokens,
  AuthUser,
  ConfirmSignInInput,
  SignedOutReason,
  SignInInput,
  SignInResult,
  SignOutOptions,
  SignOutResult,
  TokensOptions,
} from 'rx-cognito';
import type { TestClock } from './test-clock';

/** What each call emits in the end, by the name of the member without its `$`. */
export interface Answers {
  readonly signIn: SignInResult;
  readonly confirmSignIn: SignInResult;
  readonly tokens: AuthTokens;
  readonly send: object;
  readonly sendPublic: object;
  readonly signOut: SignOutResult;
}

/**
 * What a call answers: a value, an error, or a stream of rxjs, `NEVER` for a call that hangs. A result of `signIn$` or
 * `signOut$`, and its failure, moves the state as it does in a real `Auth`.
 */
export type Answer<T> = T | AuthError | Observable<T>;

/** A call that was subscribed to, and what with. */
export type AuthCall =
  | { readonly member: 'signIn'; readonly input: SignInInput }
  | { readonly member: 'confirmSignIn'; readonly input: ConfirmSignInInput }
  | { readonly member: 'tokens'; readonly input: TokensOptions | undefined }
  | { readonly member: 'send' | 'sendPublic'; readonly input: object }
  | { readonly member: 'signOut'; readonly input: SignOutOptions | undefined };

/** The options of `createTestAuth`. */
export interface TestAuthOptions {
  /** The state to begin with. Default: signed out, without a session. */
  readonly state?: AuthState;
  /** The clock behind it. Default: a new one that stands at 2026-01-01T00:00:00Z. */
  readonly clock?: TestClock;
}

/** Is an {@link Auth} without a user pool, driven by the spec. */
export interface TestAuth extends Auth {
  /** Its clock: `clock.advance(60_000)`. Where tokens expire by it, the next `tokens$` refreshes them. */
  readonly clock: TestClock;

  /** The calls that were subscribed to, oldest first. */
  readonly calls: readonly AuthCall[];

  /** Puts it in a state, without an event. */
  setState(state: AuthState): void;

  /**
   * Lets somebody be signed in, with the event `signedIn`, `userChanged` where another user was, or `sessionRestored` where the
   * state is `restoring`.
   */
  startSession(user?: Partial<AuthUser>): void;

  /** Ends the session as something outside would (another tab, a revocation), with the event `signedOut`. */
  endSession(reason?: SignedOutReason): void;

  /** Emits an event on `events$`; the state stays. */
  emitEvent(event: AuthEvent): void;

  /** Emits an error on `errors$`; the state stays. */
  emitError(error: AuthError): void;

  /**
   * Says what the next calls of a member answer, one answer each; after the last one they do by themselves what a
   * healthy user pool would: sign in, hand out tokens, sign out completely.
   *
   * @example
   * ```ts
   * import { createTestAuth, signOutResult, testError } from 'rx-cognito/testing';
   *
   * const auth = createTestAuth();
   * auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'timeout' }) }));
   * ```
   */
  readonly answer: <Member extends keyof Answers>(
    member: Member,
    ...answers: readonly Answer<Answers[Member]>[]
  ) => void;
}

import type { Observable } from 'rxjs';
import type {
  Auth,
  AuthError,
  AuthEvent,
  AuthState,
  AuthTokens,
  AuthUser,
  ConfirmSignInInput,
  RedirectResult,
  SessionCleanup,
  SignedOutReason,
  SignInInput,
  SignInResult,
  SignInWithRedirectInput,
  SignOutOptions,
  SignOutResult,
  TokensOptions,
} from 'rx-cognito';
import type { TestClock } from './test-clock';

/** What is answered to each call, by the name of the member without its `$`. */
export interface Answers {
  readonly signIn: SignInResult;
  readonly signInWithRedirect: SignInResult;
  readonly confirmSignIn: SignInResult;
  readonly tokens: AuthTokens;
  readonly send: object;
  readonly sendPublic: object;
  readonly signOut: SignOutResult;
}

/**
 * What a call is answered: a value, an error, or a stream of rxjs, `NEVER` for a call that hangs. It is the user pool's answer: what
 * becomes of it is up to the core, as in every `Auth`.
 */
export type Answer<T> = T | AuthError | Observable<T>;

/** A call that was subscribed to, and what with. */
export type AuthCall =
  | { readonly member: 'signIn'; readonly input: SignInInput }
  | { readonly member: 'signInWithRedirect'; readonly input: SignInWithRedirectInput | undefined }
  | { readonly member: 'confirmSignIn'; readonly input: ConfirmSignInInput }
  | { readonly member: 'tokens'; readonly input: TokensOptions | undefined }
  | { readonly member: 'send' | 'sendPublic'; readonly input: object }
  | { readonly member: 'signOut'; readonly input: SignOutOptions | undefined };

/** What a page learns that a sign-in at managed login returns to. */
export type RedirectSignIn = Extract<RedirectResult, { readonly type: 'signedIn' | 'signInFailed' }>;

/** The options of `createTestAuth`. */
export interface TestAuthOptions {
  /** The state to begin with. Default: signed out, without a session. */
  readonly state?: AuthState;
  /** The clock behind it. Default: a new one that stands at 2026-01-01T00:00:00Z. */
  readonly clock?: TestClock;
  /**
   * What this page learns by coming back from managed login: a user who is signed in from then on, a sign-in that failed, or the report of
   * a sign-out. A stream of rxjs for a sign-in that takes its time: the state is `signingIn` until it emits. Default: `none`.
   */
  // eslint-disable-next-line rxjs-x/finnish -- it is a value, mostly
  readonly redirectResult?: RedirectResult | Observable<RedirectSignIn>;
}

/** Is an {@link Auth} without a user pool, driven by the spec: the core itself, over scripted answers. */
export interface TestAuth extends Auth {
  /** Its clock: `clock.advance(60_000)`. Where tokens are due by it, the next `tokens$` refreshes them. */
  readonly clock: TestClock;

  /** The calls that were subscribed to, oldest first. */
  readonly calls: readonly AuthCall[];

  /** Puts it in a state, without an event; what waits for the one that is left is told so. */
  setState(state: AuthState): void;

  /**
   * Lets somebody be signed in, with the event `signedIn`, `userChanged` where another user was, `tokensRefreshed` where the same one
   * was, or `sessionRestored` where the state is `restoring`.
   */
  startSession(user?: Partial<AuthUser>): void;

  /** Ends the session as something outside would (another tab, a revocation), with the event `signedOut`. */
  endSession(reason?: SignedOutReason): void;

  /**
   * Adds cleanups, which the end of every session runs as it does those of the option `cleanups` of `createAuth`; returns what takes
   * them away again. `provideTestAuth` does so with those of `withSessionCleanup`.
   */
  addCleanups(...cleanups: readonly SessionCleanup[]): () => void;

  /** Emits an event on `events$`; the state stays. */
  emitEvent(event: AuthEvent): void;

  /** Emits an error on `errors$`; the state stays. */
  emitError(error: AuthError): void;

  /**
   * Says what the next calls of a member are answered, one answer each; after the last one comes by itself what a
   * healthy user pool answers: a session, new tokens, a complete sign-out. An answer of `tokens` is what a refresh brings; one
   * of `signOut` says what the steps come to. A sign-in at managed login, and a sign-out of a session that began there, leave the page where
   * nothing is said: they emit nothing.
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

import type {
  CognitoIdentityProviderClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Command } from '@smithy/types';
import type { Observable } from 'rxjs';
import type { ConfirmSignInInput, SignInInput } from './flows/sign-in/input';
import type { SignOutOptions } from './flows/sign-out/asked';
import type { SignOutResult } from './flows/sign-out/result';
import type { TokensOptions } from './flows/session/tokens';
import type { AuthError } from './model/auth-error';
import type { AuthEvent as MachineEvent, SignedOutEvent as EndEvent } from './model/auth-event';
import type { AuthState } from './model/auth-state';
import type { AuthTokens } from './model/auth-tokens';
import type { SignInResult } from './model/sign-in-step';
import type { HostedUi } from './ports/hosted-ui';

/** Is a command of the AWS SDK for Cognito user pools: `new GetUserCommand({ … })`, say. */
export type CognitoCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = Command<
  ServiceInputTypes,
  Input,
  ServiceOutputTypes,
  Output,
  CognitoIdentityProviderClientResolvedConfig
>;

/** A session ended, in whatever way. */
export type SignedOutEvent = EndEvent<SignOutResult>;

/** What happened. The discriminant is `type`. */
export type AuthEvent = MachineEvent<SignOutResult>;

/**
 * Is the auth state of one app client of a user pool, and everything that can be done to it.
 *
 * Members whose names are nouns are hot; those that are verbs are cold. Errors are `AuthError`s, all of which are also
 * emitted on `errors$`.
 */
export interface Auth {
  /**
   * The state, now and from now on.
   *
   * Hot; emits the current state synchronously at subscription, then each state that differs. Completes on
   * `destroy()`. Never errors. Unsubscribing only stops the delivery.
   */
  readonly state$: Observable<AuthState>;

  /** The state now. */
  readonly state: AuthState;

  /**
   * What happened, once each.
   *
   * Hot, without replay: what a synchronous storage held was taken up (`sessionRestored`) before anybody can listen, and is the
   * first value of `state$`. Completes on `destroy()`. Never errors. Unsubscribing only stops the delivery.
   */
  readonly events$: Observable<AuthEvent>;

  /**
   * Every `AuthError` that arose anywhere, those inside a partial result too.
   *
   * Hot, without replay. Completes on `destroy()`. Never errors. Unsubscribing only stops the delivery.
   */
  readonly errors$: Observable<AuthError>;

  /**
   * Signs a user in.
   *
   * Cold; each subscription is a new attempt, and cancels the one that is under way. While a sign-out runs, it waits for its end.
   * Emits one result, signed in or with the next step, and completes. Errors with what the user pool refused, kind
   * `invalidState` while a user is signed in, kind `cancelled` when a newer attempt or a sign-out cut it off.
   * Unsubscribing before the result cancels the attempt; tokens that come after that are revoked.
   */
  signIn$(input: SignInInput): Observable<SignInResult>;

  /**
   * Makes ahead what a sign-in by password needs, while the password is typed: the code, and the first half of SRP.
   *
   * Cold; each subscription prepares, unless a prepared pair waits already. The next sign-in uses it, once. Emits nothing;
   * completes when everything is at hand, also where something could not be had: the sign-in then makes it itself.
   * Errors with kind `invalidState` after `destroy()` only. Unsubscribing gives up the wait, not the preparation.
   */
  prepareSignIn$(): Observable<never>;

  /**
   * Answers the challenge that waits.
   *
   * Cold; each subscription answers once. Emits one result and completes. Errors like `signIn$`, and with kind
   * `invalidState` where no challenge waits, kind `validation` for what cannot be an answer. After that, a wrong code
   * (`CodeMismatchException`), a password that the policy refuses, or a failure that is `retryable`, the challenge
   * stays open; any other error ends the attempt.
   * Unsubscribing before the result cancels the attempt.
   */
  confirmSignIn$(input: ConfirmSignInInput): Observable<SignInResult>;

  /**
   * Hands out the tokens of the session.
   *
   * Cold; fresh tokens are emitted synchronously, from memory. Due ones are refreshed first, in one request for all
   * callers; while `restoring` it waits. Emits one {@link AuthTokens} and completes. Errors with kind `signedOut` where
   * there is no session, or none any more. Unsubscribing gives up the wait, not the refresh.
   */
  tokens$(options?: TokensOptions): Observable<AuthTokens>;

  /**
   * Sends any command of the AWS SDK with a fresh access token.
   *
   * Cold; each subscription sends once, and once more after a refresh where the token is refused before it expired. Emits
   * the output and completes. Errors with the user pool's refusal as an `AuthError`, kind `signedOut` where there is no session.
   * Unsubscribing aborts the request.
   *
   * @example
   * ```ts
   * import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
   * import { createAuth } from 'rx-cognito';
   *
   * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
   * auth
   *   .send$((accessToken) => new GetUserCommand({ AccessToken: accessToken }))
   *   .subscribe(({ UserAttributes }) => console.log(UserAttributes));
   * ```
   */
  send$<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    build: (accessToken: string) => CognitoCommand<Input, Output>,
  ): Observable<Output>;

  /**
   * Sends a command of the AWS SDK that needs no access token: to sign up, to reset a forgotten password.
   *
   * Cold; each subscription sends once, whoever is signed in. `SecretHash` is added where the client has a secret. Emits
   * the output and completes. Errors with the user pool's refusal as an `AuthError`, kind `timeout` after ten seconds.
   * Unsubscribing aborts the request.
   *
   * @example
   * ```ts
   * import { ForgotPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
   * import { createAuth } from 'rx-cognito';
   *
   * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
   * auth
   *   .sendPublic$((clientId) => new ForgotPasswordCommand({ ClientId: clientId, Username: 'ada' }))
   *   .subscribe(({ CodeDeliveryDetails }) => console.log(CodeDeliveryDetails));
   * ```
   */
  sendPublic$<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    build: (userPoolClientId: string) => CognitoCommand<Input, Output>,
  ): Observable<Output>;

  /**
   * Signs the user out: fence → forgetDevice → globalSignOut → revokeToken → clearCache → hostedUi → `signedOut`.
   *
   * Cold; begins at subscription, synchronously: from then on no token is handed out. Joins a sign-out that runs, and the stronger of what both ask counts. Emits one
   * result and completes; for a session that began at managed login the page is gone by then, as a rule, and the page that returns
   * has the result (`redirectResult$` of `rx-cognito/hosted-ui`). A remote step that fails makes it `partial`, not an error. Errors with kind `storage` where
   * the stored session could not be removed, `configuration` where `hostedUi.redirectUrl` is not registered (nothing is touched then),
   * `invalidState` after `destroy()`. Once begun it runs to its end:
   * unsubscribing stops the delivery only.
   */
  signOut$(options?: SignOutOptions): Observable<SignOutResult>;

  /**
   * Managed login, where the option `hostedUi` is set: what the functions of `rx-cognito/hosted-ui` work on.
   *
   * @internal
   */
  readonly hostedUi?: HostedUi | undefined;

  /**
   * Ends every timer, listener, channel and stream; the session stays stored. A sign-out that runs is not stopped: it ends
   * within its deadline. Answers that are under way are listened to: tokens of a refresh are stored, for the next page; those
   * of a sign-in are revoked.
   */
  destroy(): void;
}

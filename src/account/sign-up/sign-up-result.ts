import type { Observable } from 'rxjs';
import type { SignInResult } from 'rx-cognito';
import type { AuthCodeDeliveryDetails } from '../code-delivery';

/** What has to be done next to have an account. Names and fields as in amplify-js 6. */
export type SignUpNextStep =
  | { readonly signUpStep: 'DONE' }
  | {
      readonly signUpStep: 'CONFIRM_SIGN_UP';
      readonly codeDeliveryDetails: AuthCodeDeliveryDetails;
    }
  | { readonly signUpStep: 'COMPLETE_AUTO_SIGN_IN' };

/** The steps of a sign-up, under the names that amplify-js 6 gives them. */
export type SignUpStep = SignUpNextStep['signUpStep'];

/** What `signUp$` and `confirmSignUp$` emit. */
export interface SignUpResult {
  /** Whether the account can be signed in to. */
  readonly isSignUpComplete: boolean;
  /** The `sub` of the new user. */
  readonly userId?: string;
  readonly nextStep: SignUpNextStep;
  /**
   * The sign-in that may follow by itself: on each result whose `signUpStep` is `COMPLETE_AUTO_SIGN_IN`.
   *
   * Cold; each subscription is an attempt of `signIn$`, with what that emits, how it errors and what unsubscribing does.
   * The handle of the sign-up that it uses is good for one attempt, within the few minutes of a Cognito session.
   */
  readonly autoSignIn$?: Observable<SignInResult>;
}

/** Returns the result of a sign-up that is complete. */
export function completeSignUp(
  autoSignIn$: Observable<SignInResult> | undefined,
  userId?: string,
): SignUpResult {
  return Object.freeze({
    isSignUpComplete: true,
    ...(userId === undefined ? {} : { userId }),
    nextStep: Object.freeze({ signUpStep: autoSignIn$ ? 'COMPLETE_AUTO_SIGN_IN' : 'DONE' }),
    ...(autoSignIn$ ? { autoSignIn$ } : {}),
  });
}

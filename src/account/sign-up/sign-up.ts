import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { codeDeliveryOf } from '../code-delivery';
import { checkedAttributes, checkedPassword, checkedUsername, given, metadataOf } from '../input';
import { loaded$, operation$ } from '../operation';
import { autoSignInOf$ } from './auto-sign-in';
import type { AutoSignInOptions } from './auto-sign-in';
import { completeSignUp } from './sign-up-result';
import type { SignUpResult } from './sign-up-result';

/** What `signUp$` takes. */
export interface SignUpInput {
  /** 1–128 characters; an e-mail address or a phone number where the pool signs in by these. */
  readonly username: string;
  /** Not needed where the pool lets users sign in without one. */
  readonly password?: string;
  readonly userAttributes?: Readonly<Record<string, string>>;
  /** Handed to the pre sign-up trigger of the pool, and not kept. */
  readonly validationData?: Readonly<Record<string, string>>;
  /** Handed to the Lambda triggers of the pool. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
  /**
   * Whether a sign-in is offered as `autoSignIn$` where a trigger confirms the user at once: `true`, or how; by the password,
   * and by Cognito's handle for who has none. Default: none, since that handle is meant for `confirmSignUp$`.
   */
  readonly autoSignIn?: boolean | AutoSignInOptions;
}

/**
 * Signs a user up.
 *
 * Cold; each subscription asks once. Emits one {@link SignUpResult} and completes: `CONFIRM_SIGN_UP` with where the code
 * went, or that the account is complete, where a trigger confirms users. Errors as `sendPublic$` does
 * (`UsernameExistsException`, `InvalidPasswordException`, `UserLambdaValidationException`…), and with kind `validation`
 * before asking. Unsubscribing aborts the request; the user may have been made all the same.
 *
 * @example
 * ```ts
 * import { createAuth } from 'rx-cognito';
 * import { signUp$ } from 'rx-cognito/account';
 *
 * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * signUp$(auth, {
 *   username: 'ada',
 *   password: 'correct horse battery staple',
 *   userAttributes: { email: 'ada@example.com' },
 * }).subscribe(({ nextStep }) => console.log(nextStep.signUpStep));
 * ```
 */
export function signUp$(auth: Auth, input: SignUpInput): Observable<SignUpResult> {
  return operation$(() => {
    const { userAttributes, validationData, clientMetadata, autoSignIn, ...who } = given(input);
    const username = checkedUsername(who.username);
    const password = who.password === undefined ? undefined : checkedPassword('password', who.password);
    const request = {
      Username: username,
      ...(password === undefined ? {} : { Password: password }),
      ...(userAttributes === undefined
        ? {}
        : { UserAttributes: checkedAttributes('userAttributes', userAttributes) }),
      ...(validationData === undefined
        ? {}
        : { ValidationData: checkedAttributes('validationData', validationData) }),
      ...metadataOf(clientMetadata),
    };
    return loaded$(() => import('../commands/sign-up-commands')).pipe(
      switchMap(({ signUp }) => auth.sendPublic$((ClientId) => signUp({ ClientId, ...request }))),
      map(({ UserConfirmed, UserSub, CodeDeliveryDetails, Session }): SignUpResult => {
        if (UserConfirmed === true) {
          const signedUp = { username, autoSignIn: autoSignIn ?? false, session: Session, password };
          return completeSignUp(autoSignInOf$(auth, signedUp), UserSub);
        }
        return Object.freeze({
          isSignUpComplete: false,
          ...(UserSub === undefined ? {} : { userId: UserSub }),
          nextStep: Object.freeze({
            signUpStep: 'CONFIRM_SIGN_UP',
            codeDeliveryDetails: codeDeliveryOf(CodeDeliveryDetails),
          }),
        });
      }),
    );
  });
}

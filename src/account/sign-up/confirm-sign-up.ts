import { map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { checkedCode, checkedUsername, given, metadataOf } from '../input';
import { loaded$, operation$ } from '../operation';
import { autoSignInOf$ } from './auto-sign-in';
import type { AutoSignInOptions } from './auto-sign-in';
import { completeSignUp } from './sign-up-result';
import type { SignUpResult } from './sign-up-result';

/** What `confirmSignUp$` takes. */
export interface ConfirmSignUpInput {
  /** The name that was signed up with. */
  readonly username: string;
  /** The code that was sent. */
  readonly confirmationCode: string;
  /** Whether an address that another account has is taken over from it. Default: an `AliasExistsException` instead. */
  readonly forceAliasCreation?: boolean;
  /** Handed to the Lambda triggers of the pool. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
  /** Whether, and how, a sign-in is offered as `autoSignIn$`. Default: where Cognito offers one; `false`: never. */
  readonly autoSignIn?: boolean | AutoSignInOptions;
}

/**
 * Confirms a sign-up by the code that was sent.
 *
 * Cold; each subscription asks once. Emits one {@link SignUpResult} and completes: `COMPLETE_AUTO_SIGN_IN` with
 * `autoSignIn$` where Cognito lets the code count as a sign-in (app clients that allow `USER_AUTH`), else `DONE`.
 * Errors as `sendPublic$` does: `CodeMismatchException`; `ExpiredCodeException`, which is also the answer for a user who
 * does not exist, where the app client hides that; `NotAuthorizedException` for one who is confirmed already.
 * Unsubscribing aborts the request; the user may have been confirmed all the same.
 */
export function confirmSignUp$(auth: Auth, input: ConfirmSignUpInput): Observable<SignUpResult> {
  return operation$(() => {
    const { forceAliasCreation, clientMetadata, autoSignIn, ...answer } = given(input);
    const username = checkedUsername(answer.username);
    const request = {
      Username: username,
      ConfirmationCode: checkedCode('confirmationCode', answer.confirmationCode),
      ...(forceAliasCreation === undefined ? {} : { ForceAliasCreation: forceAliasCreation }),
      ...metadataOf(clientMetadata),
    };
    return loaded$(() => import('../commands/sign-up-commands')).pipe(
      switchMap(({ confirmSignUp }) =>
        auth.sendPublic$((ClientId) => confirmSignUp({ ClientId, ...request })),
      ),
      map(({ Session }) => completeSignUp(autoSignInOf$(auth, { username, autoSignIn, session: Session }))),
    );
  });
}

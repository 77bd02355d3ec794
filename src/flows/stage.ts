import type { Observable } from 'rxjs';
import type { PendingChallenge } from '../model/pending-challenge';
import type { SignInNextStep } from '../model/sign-in-step';
import type { AuthAnswer, AuthenticationResult, CognitoOperations } from '../ports/cognito-api';
import type { ConfirmSignInInput, SignInInput } from './sign-in-input';

/** Sends a request whose answer may carry tokens. */
export type TokenRequest = <Name extends 'InitiateAuth' | 'RespondToAuthChallenge'>(
  operation: Name,
  input: CognitoOperations[Name]['input'],
) => Observable<AuthAnswer>;

/** An answer of the user pool, and the name of the user that goes with it. */
export interface Answered {
  readonly answer: AuthAnswer;
  readonly answersAs: string;
}

/** A challenge that was read from an answer. Its `nextStep` is for the caller, and may hold a secret to show. */
export interface Challenged {
  readonly pending: PendingChallenge;
  readonly nextStep: SignInNextStep;
}

/** How far an exchange brought a sign-in: tokens, or the next challenge. */
export type Stage = { readonly tokens: AuthenticationResult } | Challenged;

/** What passes between the client and the user pool in a sign-in. Every Observable is cold and emits one stage. */
export interface Exchanges {
  /** The first factor, up to what has to be asked of the user. */
  begin$(input: SignInInput): Observable<Stage>;
  /**
   * Answers a challenge.
   *
   * @param advance - called where a part of the answer has been accepted: what a failure leaves open is then this
   */
  answer$(
    pending: PendingChallenge,
    input: ConfirmSignInInput,
    username: string,
    advance: (advanced: PendingChallenge) => void,
  ): Observable<Stage>;
  /** Makes ahead what the next proof of a password needs; emits nothing. */
  prepare$(): Observable<never>;
}

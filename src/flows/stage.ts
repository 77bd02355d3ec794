import type { Observable } from 'rxjs';
import type { PendingChallenge } from '../model/pending-challenge';
import type { SignInNextStep } from '../model/sign-in-step';
import type { AuthAnswer, CognitoOperations } from '../ports/cognito-api';

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
export type Stage = { readonly tokens: AuthAnswer } | Challenged;

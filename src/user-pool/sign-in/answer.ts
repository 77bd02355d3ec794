import type { Observable } from 'rxjs';
import type { ConfirmSignInInput } from '../../flows/sign-in/input';
import type { PendingChallenge } from '../../model/pending-challenge';
import type { SignInNextStep, SignInStateStep } from '../../model/sign-in-step';
import type { AuthAnswer, AuthenticationResult, CognitoOperations } from '../../ports/cognito-api';
import type { PoolContext } from '../pool-context';

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
export type Progress = { readonly tokens: AuthenticationResult } | Challenged;

/** A challenge as Cognito gives it; what is no text is left out. */
export interface GivenChallenge {
  readonly name: string;
  readonly session: string | undefined;
  readonly parameters: Readonly<Partial<Record<string, string>>>;
  readonly available: readonly string[];
}

/** What is proven, and to whom. */
export interface ProofInput {
  readonly username: string;
  readonly password: string;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** Proves a password by SRP: without sending it. */
export interface PasswordSrp {
  /** Sends A by `open$`, and answers the challenge `PASSWORD_VERIFIER` where one comes. */
  prove$(input: ProofInput, open$: (srpA: string) => Observable<AuthAnswer>): Observable<Answered>;
  /** Makes A ahead, for the next proof. Emits nothing; completes once it is made. */
  prepare$(): Observable<never>;
}

/** What the answer to a challenge is made with. */
export interface AnswerTools {
  readonly context: PoolContext;
  readonly srp: PasswordSrp;
  /** The name that was typed. */
  readonly username: string;
  /** Answers by one request, with the session of the challenge or a newer one. */
  readonly respond$: (responses: Readonly<Record<string, string>>, session?: string) => Observable<Answered>;
  /** Called where a part of the answer has been accepted: what a failure leaves open is then this. */
  readonly advance: (advanced: PendingChallenge) => void;
}

/** One challenge of Cognito: how it is read, and how it is answered. */
export interface Challenge {
  /** Returns the step that the user is shown. @throws AuthError for what cannot be answered */
  read(given: GivenChallenge): SignInStateStep;
  /** Does what comes before the user is asked; emits the challenge as it then is. Default: nothing. */
  enter$?(context: PoolContext, pending: PendingChallenge, username: string): Observable<Challenged>;
  /** Answers, by one request mostly, by none where a choice only says what to ask next. @throws AuthError for what cannot be right */
  answer$(
    tools: AnswerTools,
    pending: PendingChallenge,
    input: ConfirmSignInInput,
  ): Observable<Answered | Challenged>;
}

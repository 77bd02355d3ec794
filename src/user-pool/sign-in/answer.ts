import type { Observable } from 'rxjs';
import type { ConfirmSignInInput } from '../../flows/sign-in/input';
import type { PendingChallenge } from '../../model/pending-challenge';
import type { SignInNextStep, SignInStateStep } from '../../model/sign-in-step';
import type { AuthAnswer, AuthenticationResult, CognitoOperations } from '../../ports/cognito-api';
import type { DeviceKeys } from '../../ports/srp';
import type { PoolContext } from '../pool-context';

/** An answer of the user pool to a request of a sign-in. */
export interface SignInAnswer extends AuthAnswer {
  /** The device that the request came from, where it is one that the user pool knows. */
  readonly deviceKey?: string;
}

/** Sends a request whose answer may carry tokens; the key of this device goes along where the user is known by either name. */
export type TokenRequest = <Name extends 'InitiateAuth' | 'RespondToAuthChallenge'>(
  operation: Name,
  input: CognitoOperations[Name]['input'],
  /** The name that was typed. */
  username: string,
) => Observable<SignInAnswer>;

/** An answer of the user pool, and the name of the user that goes with it. */
export interface Answered {
  readonly answer: SignInAnswer;
  readonly answersAs: string;
}

/** A challenge that was read from an answer. Its `nextStep` is for the caller, and may hold a secret to show. */
export interface Challenged {
  readonly pending: PendingChallenge;
  readonly nextStep: SignInNextStep;
}

/** How far an exchange brought a sign-in: tokens, and the device that they are for, or the next challenge. */
export type Progress =
  { readonly tokens: AuthenticationResult; readonly deviceKey: string | undefined } | Challenged;

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
  /** The name that was typed, where it is another one. */
  readonly typed?: string;
  readonly password: string;
  /** The device that the password is the secret of. Default: it is the user's own. */
  readonly device?: DeviceKeys;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** Proves a password by SRP: without sending it. */
export interface PasswordSrp {
  /** Sends A by `open$`, and answers the challenge `PASSWORD_VERIFIER`, or that of a device, where one comes. */
  prove$(input: ProofInput, open$: (srpA: string) => Observable<SignInAnswer>): Observable<Answered>;
  /** Makes A ahead, for the next proof. Emits nothing; completes once it is made. */
  prepare$(): Observable<never>;
}

/** What the answer to a challenge is made with. */
export interface AnswerTools {
  readonly context: PoolContext;
  readonly srp: PasswordSrp;
  /** The name that was typed. */
  readonly username: string;
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
  /** Answers by one request, with the session of the challenge or a newer one. */
  readonly respond$: (responses: Readonly<Record<string, string>>, session?: string) => Observable<Answered>;
  /** Called with what a failure leaves open from here on: a challenge that was just entered, or what is left of one that is half answered. */
  readonly advance: (advanced: PendingChallenge) => void;
}

/** One challenge of Cognito that the user is asked about: how it is read, and how it is answered. */
export interface Challenge {
  /** Returns the step that the user is shown. @throws AuthError for what cannot be answered */
  read(given: GivenChallenge, context: PoolContext): SignInStateStep;
  /** Returns what of the challenge the answer will be made of, and nobody is shown. Default: nothing. */
  keep?(given: GivenChallenge): Pick<PendingChallenge, 'passkeyOptions'>;
  /** Does what comes before the user is asked; emits the challenge as it then is. Default: nothing. */
  enter$?(context: PoolContext, pending: PendingChallenge, username: string): Observable<Challenged>;
  /** The answer that the challenge is given at once, for one that the platform asks the user about by itself. */
  readonly givenAtOnce?: string;
  /** Answers, by one request mostly, by none where a choice only says what to ask next. @throws AuthError for what cannot be right */
  answer$(
    tools: AnswerTools,
    pending: PendingChallenge,
    input: ConfirmSignInInput,
  ): Observable<Answered | Challenged>;
}

/** One challenge of Cognito that is answered without asking the user. */
export interface SilentChallenge {
  /** Answers. @throws AuthError for what cannot be answered */
  answerAlone$(tools: AnswerTools, given: GivenChallenge, answersAs: string): Observable<Answered>;
}

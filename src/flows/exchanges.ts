import { of, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { PendingChallenge } from '../model/pending-challenge';
import type { PoolContext } from './auth-context';
import { createChallengeAnswers } from './challenge-answers';
import { createChallengeReader } from './challenges';
import { createFirstFactor } from './first-factor';
import { createPasswordProof } from './password-proof';
import type { ConfirmSignInInput, SignInInput } from './sign-in-input';
import type { Answered, Stage, TokenRequest } from './stage';

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

/** Creates the exchanges of one `Auth`. */
export function createExchanges(context: PoolContext, request$: TokenRequest): Exchanges {
  const proof = createPasswordProof(context, request$);
  const firstFactor$ = createFirstFactor(context, request$, proof);
  const read$ = createChallengeReader(context);
  const answerChallenge$ = createChallengeAnswers(context, request$, proof);

  const stage$ = ({ answer, answersAs }: Answered, username: string): Observable<Stage> =>
    answer.AuthenticationResult ? of({ tokens: answer }) : read$(answer, answersAs, username);

  return {
    begin$: (input) => firstFactor$(input).pipe(switchMap((answered) => stage$(answered, input.username))),
    answer$: (pending, input, username, advance) =>
      answerChallenge$(pending, input, username, advance).pipe(
        switchMap((answer) =>
          'pending' in answer ? of(answer) : stage$({ answer, answersAs: pending.answersAs }, username),
        ),
      ),
    prepare$: () => proof.prepare$(),
  };
}

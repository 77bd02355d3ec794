import { of, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { PoolContext } from './auth-context';
import { createChallengeAnswers } from './challenge-answers';
import { createChallengeReader } from './challenges';
import { createFirstFactor } from './first-factor';
import { createPasswordProof } from './password-proof';
import type { Answered, Exchanges, Stage, TokenRequest } from './stage';

/** Creates the exchanges of one `Auth`. */
export function createExchanges(context: PoolContext, request$: TokenRequest): Exchanges {
  const proof = createPasswordProof(context, request$);
  const firstFactor$ = createFirstFactor(context, request$, proof);
  const read$ = createChallengeReader(context);
  const answerChallenge$ = createChallengeAnswers(context, request$, proof);

  const stage$ = ({ answer, answersAs }: Answered, username: string): Observable<Stage> =>
    answer.AuthenticationResult
      ? of({ tokens: answer.AuthenticationResult })
      : read$(answer, answersAs, username);

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

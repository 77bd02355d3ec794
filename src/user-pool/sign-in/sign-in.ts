import { catchError, concat, concatMap, defer, merge, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SignInOperations } from '../../flows/load-user-pool';
import { rereadStorage$ } from '../../flows/session/follow-storage';
import type { ConfirmSignInInput, SignInInput } from '../../flows/sign-in/input';
import { noChallengeError } from '../../model/errors';
import type { SignInResult } from '../../model/sign-in-step';
import type { Attempt } from '../../model/situation';
import type { PoolContext } from '../pool-context';
import { followPartsOf, discardTokens, listenToTheEnd$ } from '../requests';
import type { TokenRequest } from './answer';
import { textsOf } from './course';
import type { Course } from './course';
import { readConfirmSignInInput } from './challenge-input';
import { isDeviceRefused } from './device-proof';
import { createFirstFactor } from './first-factor';
import { keepChallenge } from './keep-challenge';
import { withDeviceKey } from './known-device';
import { failed$, settled$ } from './outcome';
import { createPasswordSrp } from './password-srp';
import { createProgression } from './progress';
import { takeTokens$ } from './take-tokens';

/** Creates what a sign-in asks of the user pool. */
export function createSignInOperations(context: PoolContext): SignInOperations {
  const { api, machine } = context;

  /** Its answer may carry tokens, so it is listened to whether or not the attempt still lives. */
  const request$: TokenRequest = withDeviceKey(context, (operation, input) =>
    listenToTheEnd$(api.call$(operation, input), (answer) => {
      discardTokens(context, answer.AuthenticationResult);
    }),
  );

  keepChallenge(context);
  const srp = createPasswordSrp(context, request$);
  const firstFactor$ = createFirstFactor(context, request$, srp);
  const progression = createProgression(context, request$, srp);

  const begin$ = (attempt: Attempt, input: SignInInput): Observable<SignInResult> =>
    defer(() => {
      const { username, password, clientMetadata } = input;
      const course: Course = {
        attempt,
        from: undefined,
        username,
        clientMetadata,
        secrets: textsOf(password),
      };
      const exchange$ = firstFactor$(input).pipe(
        concatMap((answered) => progression.progress$(answered, course)),
      );
      const begun$ = defer(() => {
        course.from = machine.now.epoch;
        // A device that was refused has been dropped: what it stood in for is asked for then.
        return exchange$.pipe(
          catchError((error: unknown) => (isDeviceRefused(error) ? exchange$ : throwError(() => error))),
          concatMap((progress) => settled$(context, progress, course)),
        );
      });
      // Without channels between tabs memory may be behind the storage: a session found there cuts this attempt off.
      const reread$ = rereadStorage$(context, followPartsOf(context));
      return concat(reread$, begun$).pipe(catchError((error: unknown) => failed$(context, course, error)));
    });

  const answer$ = (
    { waiting: { from, pending: taken }, ...attempt }: Required<Attempt>,
    input: ConfirmSignInInput,
  ): Observable<SignInResult> => {
    const { username } = attempt;
    const { challengeResponse, clientMetadata } = input;
    const course: Course = {
      attempt,
      from,
      username,
      clientMetadata,
      secrets: textsOf(challengeResponse),
      open: taken,
    };
    return progression.respond$(taken, course, input).pipe(
      switchMap((progress) => settled$(context, progress, course)),
      catchError((error: unknown) => failed$(context, course, error)),
    );
  };

  return {
    begin$,
    answer$: ({ id }, given) =>
      defer(() => {
        const input = readConfirmSignInInput(given);
        // No answer is sent twice, nor after a reload: the challenge is taken out to be answered.
        const { attempt } = machine.now;
        if (!machine.send({ type: 'challengeTaken', attemptId: id })) return throwError(noChallengeError);
        return answer$(attempt as Required<Attempt>, input);
      }),
    takeTokens$: (start) => takeTokens$(context, start),
    prepare$: () => merge(api.preload$(), srp.prepare$()),
  };
}

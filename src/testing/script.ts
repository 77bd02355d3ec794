import { isObservable, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Answer, Answers } from './test-auth';

/** What the next calls answer. */
export interface Script {
  /** Puts answers at the end of a member's queue. */
  readonly add: <Member extends keyof Answers>(
    member: Member,
    ...answers: readonly Answer<Answers[Member]>[]
  ) => void;
  /** Takes the next answer of a member, or the usual one where none waits. */
  next$<Member extends keyof Answers>(
    member: Member,
    usual: () => Answers[Member],
  ): Observable<Answers[Member]>;
}

type Queues = { [Member in keyof Answers]: Answer<Answers[Member]>[] };

/** Creates an empty script. */
export function createScript(): Script {
  const queues: Queues = { signIn: [], confirmSignIn: [], tokens: [], send: [], sendPublic: [], signOut: [] };
  return {
    add: (member, ...answers) => {
      queues[member].push(...answers);
    },
    next$: <Member extends keyof Answers>(member: Member, usual: () => Answers[Member]) =>
      streamOf$<Answers[Member]>(queues[member].shift() ?? usual()),
  };
}

function streamOf$<T>(answer$: Answer<T>): Observable<T> {
  if (answer$ instanceof AuthError) return throwError(() => answer$);
  return isObservable(answer$) ? answer$ : of(answer$);
}

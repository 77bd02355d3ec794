import { isObservable, of, take, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { AuthErrorKind } from 'rx-cognito';
import type { Answer, Answers } from './test-auth';

/** What the next calls answer. */
export interface Script {
  /** Puts answers at the end of a member's queue. */
  readonly add: <Member extends keyof Answers>(
    member: Member,
    ...answers: readonly Answer<Answers[Member]>[]
  ) => void;
  /** Whether an answer of a member waits. */
  has(member: keyof Answers): boolean;
  /** Takes the next answer of a member where it is an error of one of the kinds. */
  takeError(member: keyof Answers, kinds: readonly AuthErrorKind[]): AuthError | undefined;
  /** Takes the next answer of a member, which is emitted once; `undefined` where none waits. */
  take$<Member extends keyof Answers>(member: Member): Observable<Answers[Member]> | undefined;
}

type Queues = { [Member in keyof Answers]: Answer<Answers[Member]>[] };

/** Creates an empty script. */
export function createScript(): Script {
  const queues: Queues = {
    signIn: [],
    signInWithRedirect: [],
    confirmSignIn: [],
    tokens: [],
    send: [],
    sendPublic: [],
    signOut: [],
  };
  return {
    add: (member, ...answers) => {
      queues[member].push(...answers);
    },
    has: (member) => queues[member].length > 0,
    takeError: (member, kinds) => {
      const [next$] = queues[member];
      if (!(next$ instanceof AuthError) || !kinds.includes(next$.kind)) return undefined;
      queues[member].shift();
      return next$;
    },
    take$: <Member extends keyof Answers>(member: Member) => {
      const answer$ = queues[member].shift();
      return answer$ === undefined ? undefined : streamOf$<Answers[Member]>(answer$).pipe(take(1));
    },
  };
}

function streamOf$<T>(answer$: Answer<T>): Observable<T> {
  if (answer$ instanceof AuthError) return throwError(() => answer$);
  return isObservable(answer$) ? answer$ : of(answer$);
}

import { defer, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Attempt } from '../../model/situation';
import type {
  HostedUi,
  HostedUiAttempt,
  HostedUiConnection,
  RunHostedUiAttempt,
} from '../../ports/hosted-ui';
import type { AuthContext } from '../context';
import { imported$ } from '../../ports/imported';
import { loadedInTime } from '../../ports/time-limit';
import { asAuthError } from '../limits';
import type { LazyUserPool } from '../load-user-pool';
import type { ResumeSignIn } from '../session/restore';
import type { Attempts } from './attempt';
import type { SignIn } from './sign-in';

/** What managed login is connected to. */
export interface HostedUiFlows {
  readonly attempts: Attempts;
  readonly signIn: SignIn;
  readonly userPool: Pick<LazyUserPool, 'inTime$'>;
  /** Refuses after `destroy()`, and reports what errors. */
  readonly guarded$: <T>(operation$: () => Observable<T>) => Observable<T>;
}

/** Managed login, connected, and how a sign-in goes on that an earlier page left. */
export interface ConnectedHostedUi {
  readonly hostedUi: HostedUi | undefined;
  readonly resumeSignIn: ResumeSignIn;
}

/** Connects managed login, where an application uses it, to the flows: a sign-in there is an attempt like any other. */
export function connectHostedUi(
  { environment, identity, machine, scheduler }: AuthContext,
  connection: HostedUiConnection | undefined,
  { attempts, guarded$, signIn, userPool }: HostedUiFlows,
): ConnectedHostedUi {
  const resumeChallenge: ResumeSignIn = (epoch, isSignedIn) =>
    isSignedIn ? undefined : attempts.resume(epoch);
  if (!connection) return { hostedUi: undefined, resumeSignIn: resumeChallenge };

  /** An attempt that fails here is over: nothing of it can be answered again. */
  const worked$ = <T>(
    { id: attemptId }: Attempt,
    work$: (attempt: HostedUiAttempt) => Observable<T>,
  ): Observable<T> =>
    defer(() =>
      work$({
        epoch: machine.now.epoch,
        begin$: (from, exchange$, nonce) =>
          userPool.inTime$.pipe(
            switchMap((pool) => pool.signIn.takeTokens$({ attemptId, from, exchange$, nonce })),
          ),
      }),
    ).pipe(
      tap({
        error: (error: unknown) => {
          const reason = asAuthError(error).kind === 'cancelled' ? 'signInCancelled' : 'noSession';
          machine.send({ type: 'signInEnded', attemptId, reason });
        },
      }),
    );

  const hostedUi = connection({
    userPoolClientId: identity.userPoolClientId,
    scheduler,
    isOnline: () => environment.isOnline(),
    load$: (import$) => imported$(import$).pipe(loadedInTime(scheduler)),
    report: (error) => {
      machine.report(asAuthError(error));
    },
    attempt$: (work$) => signIn.attempt$(undefined, (attempt) => worked$(attempt, work$)),
  });

  return {
    hostedUi: { ...hostedUi, signIn$: (input) => guarded$(() => hostedUi.signIn$(input)) },
    resumeSignIn: (epoch, isSignedIn) => {
      const attempt = attempts.create();
      const run$: RunHostedUiAttempt = (work$) => defer(() => signIn.run$(attempt, worked$(attempt, work$)));
      return hostedUi.resume(epoch, run$) ? attempt : resumeChallenge(epoch, isSignedIn);
    },
  };
}

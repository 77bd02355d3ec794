import { AsyncSubject, defer, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SignOutScope } from '../../model/auth-state';
import { NOT_NEEDED } from '../../model/sign-out-report';
import type { BrowserSession, HostedUi } from '../../ports/hosted-ui';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import type { LazyUserPool } from '../load-user-pool';
import type { Restoration } from '../session/restore';
import { askedOf } from './asked';
import type { Asked, SignOutOptions } from './asked';
import { nothingToSignOut } from './result';
import type { SignOutResult } from './result';
import { createSignOutRun } from './run';
import type { SignOutRun } from './run';
import { endSignIn$, endStored$ } from './without-session';

/** The sign-out that runs, for others to join. */
interface Running extends Asked {
  scope: SignOutScope;
  forgetsDevice: boolean;
  browserSession: BrowserSession | undefined;
  readonly result$: AsyncSubject<SignOutResult>;
}

/** Gives a running sign-out what another one asks: the stronger one counts, of each thing. */
function join$(
  { devices, machine }: AuthContext,
  joined: Running,
  { scope, forgetsDevice, browserSession }: Asked,
): Observable<SignOutResult> {
  const { state } = machine.now;
  joined.browserSession ??= browserSession;
  if (forgetsDevice) {
    joined.forgetsDevice = true;
    // The storage may have been cleared already, and the page may be leaving.
    if (state.status === 'signingOut') devices.drop$(state.user).subscribe();
  }
  if (scope === 'global') {
    joined.scope = 'global';
    machine.send({ type: 'signOutWidened' });
  }
  return joined.result$;
}

/** Works on a sign-out that has begun, and says right before its result is told. */
type Work = (started: Running, onFinished: () => void) => Observable<SignOutResult>;

/** The sign-outs of one `Auth`, of which one runs at a time. */
interface Runs {
  /** The one that runs. */
  readonly running: Running | undefined;
  /** Begins one: it runs to its end, whoever listens. */
  begin$(asked: Asked, work$: Work): Observable<SignOutResult>;
}

function createRuns({ machine }: AuthContext): Runs {
  let running: Running | undefined;
  return {
    get running() {
      return running;
    },
    begin$(asked, work$) {
      const started: Running = { ...asked, result$: new AsyncSubject() };
      const { result$ } = started;
      const stop = (): void => {
        if (running === started) running = undefined;
      };
      running = started;
      // Subscribed here and by nobody else: a caller who unsubscribes gives up the result, never the sign-out.
      defer(() => work$(started, stop)).subscribe({
        next: (result) => {
          result$.next(result);
        },
        error: (error: unknown) => {
          const failure = asAuthError(error);
          stop();
          machine.report(failure);
          result$.error(failure);
        },
        complete: () => {
          result$.complete();
        },
      });
      return result$;
    },
  };
}

/** Creates `signOut$`. One sign-out runs at a time; whoever asks for one meanwhile joins it. */
export function createSignOut(
  context: AuthContext,
  userPool: LazyUserPool,
  restoration: Restoration,
  hostedUi?: HostedUi,
): (options?: SignOutOptions) => Observable<SignOutResult> {
  const { machine, remoteTimeoutMs } = context;
  const run$ = createSignOutRun(context, userPool);
  const runs = createRuns(context);

  const endingOf =
    (target: Pick<SignOutRun, 'session' | 'epoch' | 'limitMs'>): Work =>
    (started, onFinished) =>
      run$({
        ...target,
        onFinished,
        reason: started.reason,
        // Asked again and again: who joins may have changed them.
        browserSession: () => started.browserSession,
        scope: () => started.scope,
        forgetsDevice: () => started.forgetsDevice,
      });

  const endUnseen$: Work = (started, onFinished) =>
    endStored$(context, started, {
      userPool,
      restoration,
      onFinished,
      endSession$: (session, epoch, limitMs) => endingOf({ session, epoch, limitMs })(started, onFinished),
    });

  return (options) =>
    defer(() => {
      const asked = askedOf(options, remoteTimeoutMs, hostedUi);
      const { forgetsDevice, limitMs, scope } = asked;
      // Whoever waits for a turn to sign in asked before this: the last word counts.
      machine.send({ type: 'signOutAsked' });
      const { session, epoch, attempt, state, isUnread } = machine.now;
      // What is there now is ended first: one that runs may be ending an older attempt.
      if (attempt) {
        return runs.begin$(asked, (started, onFinished) =>
          endSignIn$(context, started, attempt, { onFinished }),
        );
      }
      if (session) return runs.begin$(asked, endingOf({ session, epoch, limitMs }));
      if (runs.running) return join$(context, runs.running, asked);
      if (state.status === 'restoring' || isUnread) return runs.begin$(asked, endUnseen$);
      return of(nothingToSignOut(scope, forgetsDevice && NOT_NEEDED));
    });
}

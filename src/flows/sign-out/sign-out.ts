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

/** Creates `signOut$`. One sign-out runs at a time; whoever asks for one meanwhile joins it. */
export function createSignOut(
  context: AuthContext,
  userPool: LazyUserPool,
  restoration: Restoration,
  hostedUi?: HostedUi,
): (options?: SignOutOptions) => Observable<SignOutResult> {
  const { machine, remoteTimeoutMs } = context;
  const run$ = createSignOutRun(context, userPool);
  let running: Running | undefined;

  const stop = (stopped: Running): void => {
    if (running === stopped) running = undefined;
  };

  const begin$ = (
    asked: Asked,
    work$: (started: Running, onFinished: () => void) => Observable<SignOutResult>,
  ): Observable<SignOutResult> => {
    const started: Running = { ...asked, result$: new AsyncSubject() };
    const onFinished = (): void => {
      stop(started);
    };
    running = started;
    // Subscribed here and by nobody else: a caller who unsubscribes gives up the result, never the sign-out.
    defer(() => work$(started, onFinished)).subscribe({
      next: (result) => {
        started.result$.next(result);
      },
      error: (error: unknown) => {
        const failure = asAuthError(error);
        stop(started);
        machine.report(failure);
        started.result$.error(failure);
      },
      complete: () => {
        started.result$.complete();
      },
    });
    return started.result$;
  };

  const endSession$ = (
    started: Running,
    onFinished: () => void,
    target: Pick<SignOutRun, 'session' | 'epoch' | 'limitMs'>,
  ): Observable<SignOutResult> =>
    run$({
      ...target,
      onFinished,
      reason: started.reason,
      // Asked again and again: who joins may have changed them.
      browserSession: () => started.browserSession,
      scope: () => started.scope,
      forgetsDevice: () => started.forgetsDevice,
    });

  return (options) =>
    defer(() => {
      const asked = askedOf(options, remoteTimeoutMs, hostedUi);
      const { limitMs } = asked;
      // Whoever waits for a turn to sign in asked before this: the last word counts.
      machine.send({ type: 'signOutAsked' });
      const { session, epoch, attempt, state, isUnread } = machine.now;
      // What is there now is ended first: one that runs may be ending an older attempt.
      if (attempt) {
        return begin$(asked, (started, onFinished) => endSignIn$(context, started, attempt, { onFinished }));
      }
      if (session) {
        return begin$(asked, (started, onFinished) =>
          endSession$(started, onFinished, { session, epoch, limitMs }),
        );
      }
      if (running) return join$(context, running, asked);
      if (state.status !== 'restoring' && !isUnread) {
        return of(nothingToSignOut(asked.scope, asked.forgetsDevice && NOT_NEEDED));
      }
      return begin$(asked, (started, onFinished) =>
        endStored$(context, started, {
          userPool,
          restoration,
          onFinished,
          endSession$: (stored, ofEpoch, leftMs) =>
            endSession$(started, onFinished, { session: stored, epoch: ofEpoch, limitMs: leftMs }),
        }),
      );
    });
}

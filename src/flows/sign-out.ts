import { AsyncSubject, catchError, concat, defer, ignoreElements, of, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { SignOutScope } from '../model/auth-state';
import { cancelledError, validationError } from '../model/errors';
import type { Session } from '../model/session';
import type { AskForTokens } from './ask-for-tokens';
import type { AuthContext } from './auth-context';
import { dispatched$ } from './dispatch';
import type { Refresher } from './refresh';
import { createRemoteSignOut } from './remote-sign-out';
import { asAuthError, withTimeLimit } from './requests';
import type { Restoration } from './restore';
import type { SignIn } from './sign-in';
import { nothingToSignOut } from './sign-out-result';
import type { SignOutResult } from './sign-out-result';
import { createSignOutRun, dropSession$ } from './sign-out-run';

/** How `signOut$` is asked. */
export interface SignOutOptions {
  /** Ends every session of the user, on every device. Default: `false`. */
  readonly globalSignOut?: boolean;
  /** The one deadline for all remote steps together, milliseconds. Default: the option of `createAuth`. */
  readonly remoteTimeoutMs?: number;
}

/** What a sign-out has to know of the other flows. */
export interface SignOutParts {
  readonly askForTokens$: AskForTokens;
  readonly refresher: Refresher;
  readonly restoration: Restoration;
  readonly signIn: SignIn;
}

/** The sign-out that runs, for others to join. */
interface Running {
  scope: SignOutScope;
  readonly result$: AsyncSubject<SignOutResult>;
}

const unreadStorageError = (cause: unknown): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'StorageNotAnswering',
    message: 'The storage did not answer, so a stored session could not be removed yet.',
    recoverySuggestion:
      'It is removed when the storage answers; if this page is closed before, remove it by hand.',
    cause,
  });

function checkedLimit(limitMs: number): number {
  if (Number.isFinite(limitMs) && limitMs > 0) return limitMs;
  throw validationError('remoteTimeoutMs', 'a positive number of milliseconds');
}

/** Creates `signOut$`. One sign-out runs at a time; whoever asks for one meanwhile joins it. */
export function createSignOut(
  context: AuthContext,
  { askForTokens$, refresher, restoration, signIn }: SignOutParts,
): (options?: SignOutOptions) => Observable<SignOutResult> {
  const { current, machine, scheduler, tabs } = context;
  const run$ = createSignOutRun(context, refresher, createRemoteSignOut(context, askForTokens$));
  let running: Running | undefined;

  const endSession$ = (started: Running, session: Session, limitMs: number): Observable<SignOutResult> =>
    run$({
      session,
      scope: () => started.scope,
      limitMs,
      onFinished: () => {
        running = undefined;
      },
    });

  /** A sign-in under way has no session to end: it is cut off, and what it may be storing is cleared. */
  const endSignIn$ = ({ scope }: Running): Observable<SignOutResult> => {
    const cleared$ = dropSession$(context);
    signIn.cut(cancelledError('SignedOut', 'The sign-in was cut off by a sign-out.'));
    tabs.announce();
    return concat(
      cleared$.pipe(ignoreElements()),
      defer(() =>
        dispatched$(machine, { type: 'sessionEnded', reason: 'signedOut' }, nothingToSignOut(scope)),
      ),
    );
  };

  /** A storage that does not answer in time is cleared once it does: the clearing waits behind the reading. */
  const giveUpRestoring$ = (error: unknown): Observable<never> => {
    dropSession$(context).subscribe({ error: () => undefined });
    return concat(
      dispatched$(machine, { type: 'sessionEnded', reason: 'signedOut' }, undefined).pipe(ignoreElements()),
      throwError(() => unreadStorageError(error)),
    );
  };

  /** A session that is being restored is ended without ever being shown. */
  const endRestored$ = (started: Running, limitMs: number): Observable<SignOutResult> => {
    restoration.claim();
    const startedAt = scheduler.now();
    return restoration.stored$.pipe(
      withTimeLimit('Reading the storage', limitMs, scheduler),
      catchError(giveUpRestoring$),
      switchMap(({ epoch, session }) => {
        current.begin(epoch, session);
        if (session)
          return endSession$(started, session, Math.max(1, limitMs - (scheduler.now() - startedAt)));
        return dispatched$(machine, { type: 'noSessionFound' }, nothingToSignOut(started.scope));
      }),
    );
  };

  const begin$ = (
    scope: SignOutScope,
    work$: (started: Running) => Observable<SignOutResult>,
  ): Observable<SignOutResult> => {
    const started: Running = { scope, result$: new AsyncSubject() };
    const stop = (): void => {
      if (running === started) running = undefined;
    };
    running = started;
    // Subscribed here and by nobody else: a caller who unsubscribes gives up the result, never the sign-out.
    work$(started).subscribe({
      next: (result) => {
        started.result$.next(result);
      },
      error: (error: unknown) => {
        const failure = asAuthError(error);
        stop();
        machine.report(failure);
        started.result$.error(failure);
      },
      complete: () => {
        stop();
        started.result$.complete();
      },
    });
    return started.result$;
  };

  const join$ = (joined: Running, scope: SignOutScope): Observable<SignOutResult> => {
    if (scope === 'global' && joined.scope === 'local') {
      joined.scope = 'global';
      machine.dispatch({ type: 'signOutWidened' });
    }
    return joined.result$;
  };

  return ({ globalSignOut = false, remoteTimeoutMs = context.remoteTimeoutMs } = {}) =>
    defer(() => {
      const limitMs = checkedLimit(remoteTimeoutMs);
      const scope = globalSignOut ? 'global' : 'local';
      const { session } = current;
      if (running) return join$(running, scope);
      if (session) return begin$(scope, (started) => endSession$(started, session, limitMs));
      if (signIn.isPending) return begin$(scope, endSignIn$);
      if (machine.state.status === 'restoring')
        return begin$(scope, (started) => endRestored$(started, limitMs));
      return of(nothingToSignOut(scope));
    });
}

import { AsyncSubject, catchError, defer, map, of, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SignOutScope } from '../model/auth-state';
import { cancelledError, validationError } from '../model/errors';
import type { Session } from '../model/session';
import type { Attempts } from './attempts';
import type { AuthContext } from './auth-context';
import { dispatched$ } from './dispatch';
import type { LazyOperations } from './lazy-operations';
import { asAuthError, withTimeLimit } from './requests';
import type { Restoration } from './restore';
import { nothingToSignOut } from './sign-out-result';
import type { SignOutResult } from './sign-out-result';
import { createSignOutRun, dropSession$, storageNotAnsweringError } from './sign-out-run';

/** How `signOut$` is asked. */
export interface SignOutOptions {
  /** Ends every session of the user, on every device. Default: `false`. */
  readonly globalSignOut?: boolean;
  /** The one deadline for all remote steps together, milliseconds. Default: the option of `createAuth`. */
  readonly remoteTimeoutMs?: number;
}

/** What a sign-out has to know of the other flows. */
export interface SignOutParts {
  readonly attempts: Pick<Attempts, 'cut' | 'isPending'>;
  readonly operations: LazyOperations;
  readonly restoration: Restoration;
}

/** The sign-out that runs, for others to join. */
interface Running {
  scope: SignOutScope;
  /** Its result is made, though the state may not say so yet. */
  isFinished: boolean;
  readonly result$: AsyncSubject<SignOutResult>;
}

function checkedLimit(limitMs: number): number {
  if (Number.isFinite(limitMs) && limitMs > 0) return limitMs;
  throw validationError('remoteTimeoutMs', 'a positive number of milliseconds');
}

/** Creates `signOut$`. One sign-out runs at a time; whoever asks for one meanwhile joins it. */
export function createSignOut(
  context: AuthContext,
  { attempts, operations, restoration }: SignOutParts,
): (options?: SignOutOptions) => Observable<SignOutResult> {
  const { current, machine, scheduler, tabs } = context;
  const run$ = createSignOutRun(context, operations);
  let running: Running | undefined;

  const endSession$ = (started: Running, session: Session, limitMs: number): Observable<SignOutResult> =>
    run$({
      session,
      scope: () => started.scope,
      limitMs,
      onFinished: () => {
        started.isFinished = true;
      },
    });

  const signedOut$ = <T>(value: T): Observable<T> =>
    dispatched$(machine, { type: 'sessionEnded', reason: 'signedOut' }, value);

  const cutSignIn = (): void => {
    attempts.cut(cancelledError('SignedOut', 'The sign-in was cut off by a sign-out.'));
  };

  /** A sign-in under way has no session to end: it is cut off, and what it may be storing is cleared. */
  const endSignIn$ = (started: Running): Observable<SignOutResult> => {
    const cleared$ = dropSession$(context);
    cutSignIn();
    tabs.announce();
    return cleared$.pipe(
      map(() => undefined),
      catchError((error: unknown) => of(asAuthError(error))),
      switchMap((storageError) => {
        started.isFinished = true;
        const result = nothingToSignOut(started.scope);
        // Over a slow storage a newer attempt may have begun meanwhile: the state is that one's by now.
        const told$ = attempts.isPending ? of(result) : signedOut$(result);
        return told$.pipe(
          map(() => {
            if (storageError) throw storageError;
            return result;
          }),
        );
      }),
    );
  };

  /** A storage that does not answer in time is cleared once it does, and what it held is revoked then. */
  const giveUpRestoring$ = (error: unknown): Observable<never> => {
    const report = (failure: unknown): void => {
      machine.report(asAuthError(failure));
    };
    restoration.stored$
      .pipe(
        switchMap(({ session }) => (session ? [session] : [])),
        switchMap(({ refreshToken }) => operations.load$.pipe(map((loaded) => ({ loaded, refreshToken })))),
      )
      .subscribe({
        next: ({ loaded, refreshToken }) => {
          loaded.revokeLateTokens(refreshToken);
        },
        error: report,
      });
    dropSession$(context).subscribe({ error: report });
    return signedOut$(undefined).pipe(
      map(() => {
        throw storageNotAnsweringError(error);
      }),
    );
  };

  /** A session that is being restored is ended without ever being shown. */
  const endRestored$ = (started: Running, limitMs: number): Observable<SignOutResult> => {
    restoration.claim();
    cutSignIn();
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
    const started: Running = { scope, isFinished: false, result$: new AsyncSubject() };
    const stop = (): void => {
      if (running === started) running = undefined;
    };
    running = started;
    // Subscribed here and by nobody else: a caller who unsubscribes gives up the result, never the sign-out.
    defer(() => work$(started)).subscribe({
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

  /** A sign-out that a subscriber of the state asks for meets a finished one whose end waits its turn to be told. */
  const isJoinable = ({ isFinished }: Running): boolean =>
    !isFinished || machine.state.status === 'signingOut';

  const join$ = (joined: Running, scope: SignOutScope): Observable<SignOutResult> => {
    cutSignIn();
    if (scope === 'global' && !joined.isFinished) {
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
      if (running && isJoinable(running)) return join$(running, scope);
      if (session) return begin$(scope, (started) => endSession$(started, session, limitMs));
      if (attempts.isPending) return begin$(scope, endSignIn$);
      if (machine.state.status === 'restoring')
        return begin$(scope, (started) => endRestored$(started, limitMs));
      return of(nothingToSignOut(scope));
    });
}

import { AsyncSubject, catchError, concatMap, defer, EMPTY, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import type { SignOutScope } from '../../model/auth-state';
import { epochAfter } from '../../model/epoch';
import { configurationError, validationError } from '../../model/errors';
import { forgetDeviceNotRetryableError, NOT_NEEDED } from '../../model/sign-out-report';
import type { StepResult } from '../../model/sign-out-report';
import type { Attempt } from '../../model/situation';
import type { BrowserSession, HostedUi, HostedUiSignOut } from '../../ports/hosted-ui';
import { withTimeLimit } from '../../ports/time-limit';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import type { LazyUserPool } from '../load-user-pool';
import { clearRecord$ } from '../session/clear-record';
import type { Restoration, Restored } from '../session/restore';
import { nothingToSignOut } from './result';
import type { SignOutResult } from './result';
import { createSignOutRun } from './run';
import type { SignOutRun } from './run';

/** How `signOut$` is asked. */
export interface SignOutOptions {
  /** Ends every session of the user, on every device. Default: `false`. */
  readonly globalSignOut?: boolean;
  /**
   * Has the user pool forget this device, for a machine that others use as well: the next sign-in on it asks for the second
   * factor. What it is known by here is removed whatever the pool says. Default: `false`.
   */
  readonly forgetDevice?: boolean;
  /** The one deadline for all remote steps together, milliseconds. Default: the option of `createAuth`. */
  readonly remoteTimeoutMs?: number;
  /** Why: what `state$` and `events$` say of it. Default: `signedOut`. */
  readonly reason?: 'signedOut' | 'idle';
  /**
   * Where the page returns to that a session of managed login leaves for `/logout`; `'skip'` leaves the browser signed in there. A
   * `redirectUrl` that is not one of `redirectSignOut` is refused before anything is touched. Default: see `hostedUi()`.
   */
  readonly hostedUi?: HostedUiSignOut;
}

/** The longest that a timer of the platform can be set to. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const REASONS: readonly string[] = ['signedOut', 'idle'] satisfies readonly Asked['reason'][];

/** What a sign-out is asked, checked. */
interface Asked {
  readonly scope: SignOutScope;
  readonly forgetsDevice: boolean;
  readonly limitMs: number;
  readonly reason: 'signedOut' | 'idle';
  readonly browserSession: BrowserSession | undefined;
}

/** The sign-out that runs, for others to join. */
interface Running extends Asked {
  scope: SignOutScope;
  forgetsDevice: boolean;
  browserSession: BrowserSession | undefined;
  readonly result$: AsyncSubject<SignOutResult>;
}

function checked(
  options: SignOutOptions | null | undefined,
  defaultLimitMs: number,
  managedLogin: HostedUi | undefined,
): Asked {
  const {
    globalSignOut = false,
    forgetDevice = false,
    remoteTimeoutMs = defaultLimitMs,
    reason = 'signedOut',
    hostedUi,
  } = options ?? {};
  const isDuration = remoteTimeoutMs > 0 && remoteTimeoutMs <= MAX_TIMER_MS;
  if (typeof remoteTimeoutMs !== 'number' || !isDuration) {
    throw validationError('remoteTimeoutMs', 'a number of milliseconds from 1 to 2^31 - 1');
  }
  if (typeof globalSignOut !== 'boolean') throw validationError('globalSignOut', 'true or false');
  if (typeof forgetDevice !== 'boolean') throw validationError('forgetDevice', 'true or false');
  if (!REASONS.includes(reason)) throw validationError('reason', REASONS.join(' or '));
  if (typeof hostedUi === 'object' && !managedLogin)
    throw configurationError('hostedUi', 'hostedUi({ … }) of rx-cognito/hosted-ui');
  return {
    scope: globalSignOut ? 'global' : 'local',
    forgetsDevice: forgetDevice,
    limitMs: remoteTimeoutMs,
    reason,
    browserSession: managedLogin?.browserSession(hostedUi),
  };
}

const notRevokedError = (): AuthError =>
  ownError({
    kind: 'storage',
    code: 'StorageNotReadable',
    message:
      'The storage could not be read. It was cleared, but the tokens that it may have held were not revoked.',
    recoverySuggestion: 'Sign in and sign out globally to end every session of the user.',
  });

/** Creates `signOut$`. One sign-out runs at a time; whoever asks for one meanwhile joins it. */
export function createSignOut(
  context: AuthContext,
  userPool: LazyUserPool,
  restoration: Restoration,
  hostedUi?: HostedUi,
): (options?: SignOutOptions) => Observable<SignOutResult> {
  const { devices, environment, machine, scheduler } = context;
  const run$ = createSignOutRun(context, userPool);
  let running: Running | undefined;

  const endSession$ = (
    started: Running,
    target: Pick<SignOutRun, 'session' | 'epoch' | 'limitMs'>,
  ): Observable<SignOutResult> =>
    run$({
      ...target,
      reason: started.reason,
      browserSession: () => started.browserSession,
      scope: () => started.scope,
      forgetsDevice: () => started.forgetsDevice,
      onFinished: () => {
        stop(started);
      },
    });

  /** Without a session the user pool cannot be told: what a user who was signing in is known by is removed here. */
  const deviceDropped$ = (
    { forgetsDevice }: Running,
    username: string | undefined,
  ): Observable<StepResult | false> => {
    if (!forgetsDevice || username === undefined) return of(forgetsDevice && NOT_NEEDED);
    return devices.find$(username).pipe(
      concatMap((device) => {
        if (!device) return of(NOT_NEEDED);
        const failed = { outcome: 'failed', error: forgetDeviceNotRetryableError() } as const;
        return devices.drop$(device).pipe(map(() => failed));
      }),
    );
  };

  /** A sign-in under way has no session to end: it is cut off, and what it may be storing is cleared. */
  const endSignIn$ = (started: Running, { username }: Attempt): Observable<SignOutResult> => {
    const epoch = epochAfter('signedOut', environment.randomId());
    let cleared$: Observable<void> | undefined;
    machine.send(
      { type: 'signInCutOff', epoch },
      { meanwhile: () => (cleared$ = clearRecord$(context, epoch, undefined)) },
    );
    return (cleared$ ?? of(undefined)).pipe(
      map(() => undefined),
      catchError((error: unknown) => of(asAuthError(error))),
      concatMap((storageError) =>
        deviceDropped$(started, username).pipe(map((forgetDevice) => ({ storageError, forgetDevice }))),
      ),
      concatMap(({ storageError, forgetDevice }) => {
        stop(started);
        machine.send({ type: 'signInCleared' });
        return machine.whenTold$(nothingToSignOut(started.scope, forgetDevice)).pipe(
          map((result) => {
            if (storageError) throw storageError;
            return result;
          }),
        );
      }),
    );
  };

  /** A storage that cannot be read is cleared all the same; what it held, should it answer later, is revoked then. */
  const clearUnread$ = (started: Running): Observable<SignOutResult> => {
    const epoch = epochAfter('signedOut', environment.randomId());
    const late$ = restoration.stored$;
    const cleared$ = clearRecord$(context, epoch, undefined);
    late$
      .pipe(
        concatMap(({ session, overwritten = session }) => {
          if (!overwritten) return EMPTY;
          userPool.revokeUnwanted(overwritten);
          return started.forgetsDevice ? devices.drop$(overwritten.user) : EMPTY;
        }),
      )
      .subscribe();
    return cleared$.pipe(
      map(notRevokedError),
      catchError((error: unknown) => of(asAuthError(error))),
      concatMap((storageError) => {
        stop(started);
        machine.send({ type: 'sessionEnded', reason: 'signedOut', epoch, isOwn: true });
        return machine.whenTold$(undefined).pipe(
          map(() => {
            throw storageError;
          }),
        );
      }),
    );
  };

  /** A session that nobody has seen yet is ended without ever being shown. */
  const endStored$ = (started: Running): Observable<SignOutResult> => {
    restoration.claim();
    const startedAt = environment.uptimeMs();
    const leftMs = (): number => Math.max(1, started.limitMs - (environment.uptimeMs() - startedAt));
    return restoration.stored$.pipe(
      withTimeLimit<Restored>('Reading the storage', started.limitMs, scheduler),
      catchError(() => of<Restored>({ epoch: undefined, isUnread: true })),
      concatMap(({ epoch, session, isUnread }) => {
        if (isUnread) return clearUnread$(started);
        if (session) return endSession$(started, { session, epoch, limitMs: leftMs() });
        stop(started);
        if (!machine.send({ type: 'noSessionFound', epoch })) machine.send({ type: 'epochMoved', epoch });
        return machine.whenTold$(nothingToSignOut(started.scope, started.forgetsDevice && NOT_NEEDED));
      }),
    );
  };

  const stop = (stopped: Running): void => {
    if (running === stopped) running = undefined;
  };

  const begin$ = (
    asked: Asked,
    work$: (started: Running) => Observable<SignOutResult>,
  ): Observable<SignOutResult> => {
    const started: Running = { ...asked, result$: new AsyncSubject() };
    running = started;
    // Subscribed here and by nobody else: a caller who unsubscribes gives up the result, never the sign-out.
    defer(() => work$(started)).subscribe({
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

  /** The stronger one counts, of each thing that is asked. */
  const join$ = (
    joined: Running,
    { scope, forgetsDevice, browserSession }: Asked,
  ): Observable<SignOutResult> => {
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
  };

  return (options) =>
    defer(() => {
      const asked = checked(options, context.remoteTimeoutMs, hostedUi);
      // Whoever waits for a turn to sign in asked before this: the last word counts.
      machine.send({ type: 'signOutAsked' });
      const { session, epoch, attempt, state, isUnread } = machine.now;
      // What is there now is ended first: one that runs may be ending an older attempt.
      if (attempt) return begin$(asked, (started) => endSignIn$(started, attempt));
      if (session) {
        return begin$(asked, (started) => endSession$(started, { session, epoch, limitMs: asked.limitMs }));
      }
      if (running) return join$(running, asked);
      if (state.status === 'restoring' || isUnread) return begin$(asked, endStored$);
      return of(nothingToSignOut(asked.scope, asked.forgetsDevice && NOT_NEEDED));
    });
}

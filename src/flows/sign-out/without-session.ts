import { catchError, concatMap, EMPTY, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import type { AuthInput } from '../../model/auth-input';
import { epochAfter } from '../../model/epoch';
import type { Session } from '../../model/session';
import { forgetDeviceNotRetryableError, NOT_NEEDED } from '../../model/sign-out-report';
import type { StepResult } from '../../model/sign-out-report';
import type { Attempt } from '../../model/situation';
import { withTimeLimit } from '../../ports/time-limit';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import type { LazyUserPool } from '../load-user-pool';
import { clearRecord$ } from '../session/clear-record';
import type { Restoration, Restored } from '../session/restore';
import type { Asked } from './asked';
import { nothingToSignOut } from './result';
import type { SignOutResult } from './result';

/** What a sign-out without a session in memory works with. */
export interface WithoutSessionParts {
  readonly userPool: LazyUserPool;
  readonly restoration: Restoration;
  /** Ends a session that the storage turns out to hold, within what is left of the deadline. */
  endSession$(session: Session, epoch: string | undefined, limitMs: number): Observable<SignOutResult>;
  /** Called when the result is made, right before subscribers are told of it. */
  onFinished(): void;
}

const notRevokedError = (): AuthError =>
  ownError({
    kind: 'storage',
    code: 'StorageNotReadable',
    message:
      'The storage could not be read. It was cleared, but tokens that it may have held were not revoked.',
    recoverySuggestion: 'Sign in and sign out globally to end every session of the user.',
  });

/** Without a session the user pool cannot be told: what a user who was signing in is known by is removed here. */
function deviceDropped$(
  { devices, machine }: AuthContext,
  { forgetsDevice }: Asked,
  username: string | undefined,
): Observable<StepResult | false> {
  if (!forgetsDevice || username === undefined) return of(forgetsDevice && NOT_NEEDED);
  return devices.drop$({ username }).pipe(
    map((wasKnown) => {
      if (!wasKnown) return NOT_NEEDED;
      const error = forgetDeviceNotRetryableError();
      machine.report(error);
      return { outcome: 'failed', error };
    }),
  );
}

/** Says in the state how it ended, once the record is cleared; then tells the result, or the error. */
function concluded$(
  context: AuthContext,
  asked: Asked,
  cleared$: Observable<AuthError | undefined>,
  input: AuthInput,
  { onFinished }: Pick<WithoutSessionParts, 'onFinished'>,
  username?: string,
): Observable<SignOutResult> {
  const { machine } = context;
  return cleared$.pipe(
    catchError((error: unknown) => of(asAuthError(error))),
    concatMap((error) =>
      deviceDropped$(context, asked, username).pipe(map((forgetDevice) => ({ error, forgetDevice }))),
    ),
    concatMap(({ error, forgetDevice }) => {
      onFinished();
      machine.send(input);
      // Whoever joined meanwhile may have asked for more.
      return machine.whenTold$(nothingToSignOut(asked.scope, forgetDevice)).pipe(
        map((result) => {
          if (error) throw error;
          return result;
        }),
      );
    }),
  );
}

/** A sign-in under way has no session to end: it is cut off, and what it may be storing is cleared. */
export function endSignIn$(
  context: AuthContext,
  asked: Asked,
  { username }: Attempt,
  parts: Pick<WithoutSessionParts, 'onFinished'>,
): Observable<SignOutResult> {
  const { environment, machine } = context;
  const epoch = epochAfter('signedOut', environment.randomId());
  const { isUnread } = machine.now;
  let cleared$: Observable<void> | undefined;
  machine.send(
    { type: 'signInCutOff', epoch },
    { meanwhile: () => (cleared$ = clearRecord$(context, epoch, undefined, isUnread)) },
  );
  const done$ = (cleared$ ?? of(undefined)).pipe(map(() => (isUnread ? notRevokedError() : undefined)));
  return concluded$(context, asked, done$, { type: 'signInCleared', reason: asked.reason }, parts, username);
}

/** A storage that cannot be read is cleared all the same; what it held, should it answer later, is revoked then. */
function clearUnread$(
  context: AuthContext,
  asked: Asked,
  parts: WithoutSessionParts,
): Observable<SignOutResult> {
  const epoch = epochAfter('signedOut', context.environment.randomId());
  const late$ = parts.restoration.stored$;
  const cleared$ = clearRecord$(context, epoch, undefined, true);
  // Whoever can read it revokes what they hold of it.
  context.tabs.announce();
  late$
    .pipe(
      concatMap(({ session, overwritten = session }) => {
        if (!overwritten) return EMPTY;
        parts.userPool.revokeUnwanted(overwritten);
        return asked.forgetsDevice ? context.devices.drop$(overwritten.user) : EMPTY;
      }),
    )
    .subscribe();
  const ended = { type: 'sessionEnded', reason: asked.reason, epoch, isOwn: true } as const;
  return concluded$(context, asked, cleared$.pipe(map(notRevokedError)), ended, parts);
}

/** A session that nobody has seen yet is ended without ever being shown. */
export function endStored$(
  context: AuthContext,
  asked: Asked,
  parts: WithoutSessionParts,
): Observable<SignOutResult> {
  const { environment, machine, scheduler } = context;
  const { restoration } = parts;
  restoration.claim();
  const startedAt = environment.uptimeMs();
  const leftMs = (): number => Math.max(1, asked.limitMs - (environment.uptimeMs() - startedAt));
  return restoration.stored$.pipe(
    withTimeLimit<Restored>('Reading the storage', asked.limitMs, scheduler),
    catchError(() => of<Restored>({ epoch: undefined, isUnread: true })),
    concatMap(({ epoch, session, isUnread }) => {
      if (isUnread) return clearUnread$(context, asked, parts);
      if (session) return parts.endSession$(session, epoch, leftMs());
      parts.onFinished();
      if (!machine.send({ type: 'noSessionFound', epoch })) machine.send({ type: 'epochMoved', epoch });
      return machine.whenTold$(nothingToSignOut(asked.scope, asked.forgetsDevice && NOT_NEEDED));
    }),
  );
}

import {
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  startWith,
  Subscription,
  take,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { SessionUnderEpoch } from '../../model/auth-input';
import { reasonOfEpoch } from '../../model/epoch';
import { holdsSession } from '../../model/situation';
import { issuedAt } from '../../model/session';
import type { Session } from '../../model/session';
import type { SessionEnd } from '../../ports/environment';
import type { StoredState } from '../../ports/session-store';
import type { AuthContext, WritingContext } from '../context';
import { asAuthError } from '../limits';
import { clearRecord$ } from './clear-record';
import { reportAfterClear } from './cleanups';

/** What a tab needs of the user pool to follow the storage. */
export interface FollowParts {
  /** Sees to the tokens of a session that gave way to one which another tab began at the same time. */
  readonly revoke: (session: Session) => void;
  /** Emits what a session can be stored again with. */
  readonly writing$: Observable<WritingContext>;
  /** Told where one could not be, and what the storage holds is not what it should hold. */
  readonly onNotStored?: () => void;
}

/** What all refresh tokens of one sign-in have in common. */
const familyOf = ({ originalRefreshToken, refreshToken }: Session): string =>
  originalRefreshToken ?? refreshToken;

function endElsewhere(
  context: AuthContext,
  { epoch, from, newer }: StoredState,
  { revoke }: FollowParts,
): void {
  const { machine } = context;
  const { epoch: held, session } = machine.now;
  // What a newer version goes on with can be neither followed nor renewed here: its refresh token is not to be used up.
  const reading = newer && ({ isUnread: true } as const);
  const reason = reasonOfEpoch(epoch);
  if (!session) {
    // Of what another library may have left, an empty record says nothing.
    if (epoch !== undefined || newer || !context.adoptable)
      machine.send({ type: 'epochMoved', epoch, ...reading });
  } else if (machine.send({ type: 'sessionEnded', reason, epoch, isOwn: false, ...reading })) {
    // A tombstone of another session: whoever wrote it has not known of this one, and revoked nothing of it.
    if (epoch !== undefined && from !== held) revoke(session);
    reportAfterClear(context, session.user, reason);
  }
}

/** Moves this tab to a session that another one stored: as a whole, and in one step. */
function replaceSession(context: AuthContext, next: SessionUnderEpoch, { revoke }: FollowParts): void {
  const { machine } = context;
  const { session: previous, from } = machine.now;
  if (!machine.send({ type: 'sessionReplaced', ...next })) return;
  if (!previous) return;
  // Both followed the same epoch, so they were begun at the same time, and one has to go; unless its tokens are the other's
  // as well: of a session that both tabs took over.
  if (from === next.from && familyOf(previous) !== familyOf(next.session)) revoke(previous);
  if (previous.user.userId === next.session.user.userId) return;
  reportAfterClear(context, previous.user, 'signedOutInOtherTab');
}

/** Puts in its place what a record of an ended session was written over: the session that is held now, or a tombstone. */
function putRight$(
  context: AuthContext,
  ended: string,
  { writing$, onNotStored }: FollowParts,
): Observable<unknown> {
  const { environment, machine, tabs } = context;
  const { epoch, session } = machine.now;
  if (!session) return clearRecord$(context, epoch ?? environment.randomId(), ended);
  return writing$.pipe(
    concatMap(({ store }) => {
      // The code that stores it may have come late.
      const { now } = machine;
      if (!now.session || now.epoch === undefined) return EMPTY;
      return store.begin$(now.session, ended, now.epoch, () => holdsSession(machine.now, now.epoch));
    }),
    // Who read the late write, its writer most of all, shows a session that has ended.
    tap(() => {
      tabs.announce();
    }),
    catchError((error: unknown) => {
      machine.report(asAuthError(error));
      onNotStored?.();
      return EMPTY;
    }),
  );
}

function align(context: AuthContext, stored: StoredState, parts: FollowParts): void {
  const { machine } = context;
  const { now } = machine;
  const { epoch, session, from } = stored;
  // What comes back of a session that this tab has ended, by a late write of another one, is cleared again.
  if (session && epoch !== undefined && epoch === now.endedEpoch) {
    putRight$(context, epoch, parts).subscribe({
      // A storage that does not let go of it has been reported by what ended the session.
      error: () => undefined,
    });
  } else if (!session || epoch === undefined) {
    if (stored.newer && !now.isUnread) machine.report(stored.newer);
    endElsewhere(context, stored, parts);
  } else if (!now.session || now.epoch !== epoch) {
    replaceSession(context, { epoch, session, from }, parts);
  } else if (session.accessToken !== now.session.accessToken && issuedAt(session) >= issuedAt(now.session)) {
    machine.send({ type: 'tokensRefreshed', epoch, session, from, isOwn: false });
  }
}

/** How long after a look that saw nothing, or could not put right what it saw, the next one is; doubled from one to the next. */
const LOOK_AGAIN_MS = 250;
/** After so many of them in a row the next hint is waited for. */
const LOOKS_AGAIN = 6;

/** Brings this tab in line with the stored record; errors, and changes nothing, where it cannot be read. */
function aligned$(context: AuthContext, parts: FollowParts): Observable<never> {
  const { store, machine } = context;
  return store.read$().pipe(
    tap({
      next: (stored) => {
        // A tab that restores, or signs out, decides for itself, and looks again at its end.
        const { status } = machine.now.state;
        if (status !== 'restoring' && status !== 'signingOut') align(context, stored, parts);
      },
      error: (error: unknown) => {
        machine.report(asAuthError(error));
      },
    }),
    ignoreElements(),
  );
}

/**
 * Brings this tab in line with the stored record: it alone decides who is signed in. Cold; emits nothing, completes once
 * that is done; a storage that cannot be read changes nothing and is reported.
 */
export function rereadStorage$(context: AuthContext, parts: FollowParts): Observable<never> {
  return aligned$(context, parts).pipe(catchError(() => EMPTY));
}

/** Looks at the storage, whenever it is called for. */
interface Look {
  readonly look: () => void;
  /** Looks once more, soon, for as often as that may help. */
  readonly lookAgain: () => void;
}

/**
 * Makes a look out of any number of calls: one at a time, and one more where a call came meanwhile. One that fails has not
 * seen what it was called for, and is made again, soon.
 */
function createLook(look$: Observable<never>, wait$: (failures: number) => Observable<unknown>): Look {
  let isLooking = false;
  let isAskedAgain = false;
  let failures = 0;
  let waiting = Subscription.EMPTY;
  const look = (): void => {
    isAskedAgain = isLooking;
    if (isLooking) return;
    isLooking = true;
    waiting.unsubscribe();
    look$.subscribe({
      error: () => {
        ended(lookAgain);
      },
      complete: () => {
        ended();
      },
    });
  };
  const lookAgain = (): void => {
    failures += 1;
    waiting.unsubscribe();
    waiting = wait$(failures).subscribe(look);
  };
  const ended = (next?: () => void): void => {
    isLooking = false;
    if (isAskedAgain) look();
    else next?.();
  };
  return {
    look: () => {
      failures = 0;
      look();
    },
    lookAgain,
  };
}

/** Rereads the storage whenever another tab, or a page that wakes, hints that it may have changed. */
export function followStorage(context: AuthContext, parts: FollowParts): void {
  const { tabs, environment, machine, scheduler } = context;
  const waitMs = (failures: number): number => LOOK_AGAIN_MS * 2 ** (failures - 1);
  const { look, lookAgain } = createLook(
    defer(() => {
      // A tab that restores looks when it is done.
      const restored$ = machine.moves$.pipe(
        startWith(machine.now),
        filter(({ state }) => state.status !== 'restoring'),
        take(1),
        ignoreElements(),
      );
      return concat(
        restored$,
        defer(() => aligned$(context, { ...parts, onNotStored: lookAgain })),
      );
    }),
    (failures) =>
      failures > LOOKS_AGAIN ? EMPTY : timer(waitMs(failures), scheduler).pipe(takeUntil(machine.destroyed$)),
  );
  const hear = (end?: SessionEnd): void => {
    // Before the storage is looked at: a write of this tab that was under way may have landed on the tombstone, and would say that
    // nothing has ended. It is not wanted any more, or cleared by the look.
    if (end && holdsSession(machine.now, end.endedEpoch)) {
      endElsewhere(context, { epoch: end.epoch, from: end.endedEpoch }, parts);
    }
    // Who was told of that may have destroyed the Auth.
    if (!machine.isDestroyed) look();
  };
  // Without operators: a page's first state waits for this.
  const listening = tabs.hints$.subscribe(hear);
  listening.add(environment.resumed$.subscribe(look));
  listening.add(
    machine.events$.subscribe(({ type }) => {
      if (type === 'signedOut') look();
    }),
  );
  machine.destroyed$.subscribe(() => {
    listening.unsubscribe();
  });
}

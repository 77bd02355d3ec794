import { AsyncSubject, catchError, concatMap, defer, EMPTY, endWith, Observable, of } from 'rxjs';
import { isExpired } from '../../model/freshness';
import type { LeftSession } from '../../model/left-session';
import type { Attempt } from '../../model/situation';
import type { AdoptableSession } from '../../ports/session-adoption';
import type { StoredState } from '../../ports/session-store';
import { soon } from '../../ports/soon';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';

/** What the storage held; where it could not be read, nobody knows. */
export type Restored = StoredState & { readonly isUnread?: true };

/** The reading of the storage at the start. */
export interface Restoration {
  /** Cold; emits what the storage holds: what the reading at the start brings, while it lasts, and a new one after it. */
  readonly stored$: Observable<Restored>;
  /** Takes the restored session over: a sign-out that was asked for meanwhile ends it without its being shown. */
  claim(): void;
}

/**
 * Returns the attempt to go on with that an earlier page left, if there is one. Called once, also where a session or a sign-out goes
 * before it: whoever waits for that attempt has to hear of it.
 */
export type ResumeSignIn = (epoch: string | undefined, isSignedIn: boolean) => Attempt | undefined;

function take(context: AuthContext, restored: Restored, attempt: Attempt | undefined): void {
  const { machine, scheduler } = context;
  const { epoch, session, from, isUnread } = restored;
  if (session && epoch !== undefined) {
    const freshness = isExpired(session, scheduler.now()) ? 'stale' : 'fresh';
    machine.send({ type: 'sessionRestored', epoch, session, from, freshness });
    return;
  }
  machine.send(
    // Who has asked for a sign-in meanwhile has had the last word.
    attempt && !machine.now.queued
      ? { type: 'signInResumed', epoch, attempt, ...(isUnread && { isUnread }) }
      : { type: 'noSessionFound', epoch, ...(isUnread && { isUnread }) },
  );
}

/** Takes over the session that another library left behind; emits what the storage holds by then. */
export type AdoptSession = (
  stored: StoredState,
  left: LeftSession,
  adoptable: AdoptableSession,
  report: (error: unknown) => void,
) => Observable<StoredState>;

/** What has to do with a start, and is not of the storage. */
export interface RestoreParts {
  /** Returns the sign-in that a reload broke off in the middle. */
  readonly resumeSignIn: ResumeSignIn;
  /** Loads the way to take over what another library left: code that nobody needs who has nothing to take over. */
  readonly loadAdoption$: Observable<AdoptSession>;
}

/**
 * Reads the storage once, at the start: synchronously where the storage is synchronous. Without a session, a sign-in
 * that a reload broke off in the middle is resumed; at the very first start, another library's session may be adopted.
 */
export function restore(context: AuthContext, { resumeSignIn, loadAdoption$ }: RestoreParts): Restoration {
  const { adoptable, store, machine } = context;
  // Let go of when it has answered: it would hold the tokens for ever.
  let underWay$: AsyncSubject<Restored> | undefined = new AsyncSubject<Restored>();
  let isClaimed = false;
  // Over a synchronous storage nobody can listen yet.
  const report = (error: unknown): void => {
    soon(() => {
      machine.report(asAuthError(error));
    });
  };
  const adopted$ = (stored: StoredState, left: AdoptableSession): Observable<Restored> => {
    // Ours was used in this storage before: what an earlier start has taken over, and could not remove, goes now.
    if (stored.epoch !== undefined) {
      return left.remove$().pipe(
        catchError((error: unknown) => {
          report(error);
          return EMPTY;
        }),
        endWith(stored),
      );
    }
    return left.find$().pipe(
      concatMap((found) =>
        found ? loadAdoption$.pipe(concatMap((adopt$) => adopt$(stored, found, left, report))) : of(stored),
      ),
      catchError((error: unknown) => {
        report(error);
        // Living tokens may be left: no sign-out may say that there was nothing to end.
        return of<Restored>({ ...stored, isUnread: true });
      }),
    );
  };
  // A page's first state waits for this: most have nothing to adopt, and do without operators.
  const read$ = new Observable<Restored>((subscriber) => {
    const stored$ = adoptable
      ? store.read$().pipe(concatMap((stored) => (stored.newer ? of(stored) : adopted$(stored, adoptable))))
      : store.read$();
    const tell = (restored: Restored): void => {
      subscriber.next(restored);
      subscriber.complete();
    };
    const tellUnread = (error: unknown): void => {
      report(error);
      tell({ epoch: undefined, isUnread: true });
    };
    return stored$.subscribe({
      next: (stored: Restored) => {
        if (stored.newer) tellUnread(stored.newer);
        else tell(stored);
      },
      error: tellUnread,
    });
  });
  underWay$.subscribe((restored) => {
    underWay$ = undefined;
    const attempt = resumeSignIn(restored.epoch, restored.session !== undefined);
    if (!isClaimed) take(context, restored, attempt);
  });
  read$.subscribe(underWay$);
  return {
    stored$: defer(() => underWay$ ?? read$),
    claim() {
      isClaimed = true;
    },
  };
}

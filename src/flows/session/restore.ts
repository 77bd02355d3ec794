import { asapScheduler, AsyncSubject, catchError, concatMap, defer, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { isExpired } from '../../model/freshness';
import type { Attempt } from '../../model/situation';
import type { StoredState } from '../../ports/session-store';
import type { AuthContext } from '../context';
import { asAuthError } from '../limits';
import { adoptSession$ } from './adopt-session';

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
    attempt
      ? { type: 'signInResumed', epoch, attempt }
      : { type: 'noSessionFound', epoch, ...(isUnread && { isUnread }) },
  );
}

/**
 * Reads the storage once, at the start: synchronously where the storage is synchronous. Without a session, a sign-in
 * that a reload broke off in the middle is resumed; at the very first start, another library's session may be adopted.
 */
export function restore(context: AuthContext, resumeSignIn: ResumeSignIn = () => undefined): Restoration {
  const { adoptable, store, machine } = context;
  // Let go of when it has answered: it would hold the tokens for ever.
  let underWay$: AsyncSubject<Restored> | undefined = new AsyncSubject<Restored>();
  let isClaimed = false;
  // Over a synchronous storage nobody can listen yet.
  const report = (error: unknown): void => {
    asapScheduler.schedule(() => {
      machine.report(asAuthError(error));
    });
  };
  const read$ = defer(() => store.read$()).pipe(
    concatMap((stored) => (adoptable ? adoptSession$(context, stored, adoptable, report) : of(stored))),
    catchError((error: unknown) => {
      report(error);
      return of<Restored>({ epoch: undefined, isUnread: true });
    }),
  );
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

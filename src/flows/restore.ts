import { asapScheduler, AsyncSubject, catchError, concatMap, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthInput } from '../model/auth-input';
import { isExpired } from '../model/freshness';
import type { StoredState } from '../ports/session-store';
import { adoptSession$ } from './adopt-session';
import type { AuthContext } from './auth-context';
import { asAuthError } from './requests';

/** The reading of the storage at the start. */
export interface Restoration {
  /** Emits what the storage held, once it has answered. */
  readonly stored$: Observable<StoredState>;
  /** Takes the restored session over: a sign-out that was asked for meanwhile ends it without its being shown. */
  claim(): void;
}

type ResumeSignIn = (epoch: string | undefined) => AuthInput | undefined;

function take(context: AuthContext, { epoch, session }: StoredState, resumeSignIn: ResumeSignIn): void {
  const { current, machine, scheduler } = context;
  current.begin(epoch, session);
  if (!session) {
    machine.dispatch(resumeSignIn(epoch) ?? { type: 'noSessionFound' });
    return;
  }
  machine.dispatch({
    type: 'sessionRestored',
    user: session.user,
    expiresAt: session.expiresAt,
    freshness: isExpired(session, scheduler.now()) ? 'stale' : 'fresh',
  });
}

/**
 * Reads the storage once, at the start: synchronously where the storage is synchronous. Without a session, a sign-in
 * that a reload broke off in the middle is resumed; at the very first start, another library's session may be adopted.
 */
export function restore(context: AuthContext, resumeSignIn: ResumeSignIn = () => undefined): Restoration {
  const { adoptable, store, machine } = context;
  const stored$ = new AsyncSubject<StoredState>();
  let isClaimed = false;
  stored$.subscribe((stored) => {
    if (!isClaimed) take(context, stored, resumeSignIn);
  });
  // Over a synchronous storage nobody can listen yet.
  const report = (error: unknown): void => {
    asapScheduler.schedule(() => {
      machine.report(asAuthError(error));
    });
  };
  store
    .read$()
    .pipe(
      concatMap((stored) => (adoptable ? adoptSession$(context, stored, adoptable, report) : of(stored))),
      catchError((error: unknown) => {
        report(error);
        return of<StoredState>({ epoch: undefined, session: undefined });
      }),
    )
    .subscribe(stored$);
  return {
    stored$,
    claim() {
      isClaimed = true;
    },
  };
}

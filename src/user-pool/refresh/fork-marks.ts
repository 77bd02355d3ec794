import { catchError, concatMap, map, of, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { newsOf } from '../../model/refresh-judgement';
import type { Session } from '../../model/session';
import type { PoolContext } from '../pool-context';
import { hold, isHeld, stored$ } from './held-renewal';
import type { Renewal, RenewalOutcome } from './held-renewal';

/** Marks the newest tokens that there are: another tab, which did not wait for the lock, may have stored some. */
const marked$ = (
  context: PoolContext,
  renewal: Renewal,
  session: Session,
  outcome: RenewalOutcome,
): Observable<RenewalOutcome> => {
  const { machine, store, tabs } = context;
  const marked: Session = Object.freeze({ ...session, mayHaveForked: true });
  const { epoch } = renewal;
  const isNewer = session.accessToken !== machine.now.session?.accessToken;
  const mark = (): boolean =>
    isNewer
      ? hold(context, renewal, marked, false)
      : machine.send({ type: 'forkSuspected', epoch, session: marked }, { isToldLater: true });
  return store.renew$(marked, epoch, mark).pipe(
    tap((isMarked) => {
      // A sign-out in another tab has to know as well.
      if (isMarked) tabs.announce();
    }),
    catchError(() => of(mark())),
    map((isMarked) => (isMarked && isNewer ? { type: 'renewed', session: marked } : outcome)),
  );
};

/** A branch of the family may be alive from here on that nobody holds: the sign-out has to know. */
export const markedAsForked$ = (
  context: PoolContext,
  renewal: Renewal,
  outcome: RenewalOutcome,
): Observable<RenewalOutcome> => {
  if (outcome.type === 'ended' || outcome.type === 'moved') return of(outcome);
  return stored$(context, renewal).pipe(
    concatMap((stored) => {
      const { session } = context.machine.now;
      if (!session || !isHeld(context, renewal)) return of(outcome);
      const news = newsOf({ ...renewal, asked: session }, stored);
      if (news.type === 'moved' || session.mayHaveForked) return of(outcome);
      return marked$(context, renewal, news.type === 'newer' ? news.session : session, outcome);
    }),
  );
};

import { catchError, concatMap, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import { newsOf } from '../../model/refresh-judgement';
import { issuedAt } from '../../model/session';
import type { Session } from '../../model/session';
import type { PoolContext } from '../pool-context';
import { hold, isHeld, stored$ } from './held-renewal';
import type { Renewal, RenewalOutcome } from './held-renewal';

/** Stores tokens, and holds them in the same turn. */
const written$ = (
  context: PoolContext,
  renewal: Renewal,
  session: Session,
  unwanted: () => RenewalOutcome,
): Observable<RenewalOutcome> =>
  context.store
    .renew$(session, renewal.epoch, () => hold(context, renewal, session, true))
    .pipe(
      map((isKept): RenewalOutcome => (isKept ? { type: 'renewed', session } : unwanted())),
      catchError((error: unknown): Observable<RenewalOutcome> => {
        // Good tokens in memory only are better than a refresh token that was used up for nothing.
        const isHeldNow = hold(context, renewal, session, true);
        return of(isHeldNow ? { type: 'renewed', session, storageError: asAuthError(error) } : unwanted());
      }),
    );

/** Keeps what came, unless a tab that did not wait for the lock has stored tokens which were issued later. */
export const kept$ = (
  context: PoolContext,
  renewal: Renewal,
  session: Session,
): Observable<RenewalOutcome> => {
  const unwanted = (): RenewalOutcome => {
    const isRotated = session.refreshToken !== renewal.asked.refreshToken;
    return { type: 'moved', ...(isRotated && !renewal.isClaimed && { unwanted: session }) };
  };
  if (!isHeld(context, renewal)) return of(unwanted());
  return stored$(context, renewal).pipe(
    concatMap((stored) => {
      const news = newsOf(renewal, stored);
      if (news.type !== 'newer') return written$(context, renewal, session, unwanted);
      const newest = issuedAt(news.session) > issuedAt(session) ? news.session : session;
      return written$(context, renewal, newest, unwanted);
    }),
  );
};

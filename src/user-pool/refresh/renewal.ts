import { AsyncSubject, catchError, concatMap, defer, filter, merge, of, takeUntil } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import { isRefreshDue } from '../../model/freshness';
import { newsOf } from '../../model/refresh-judgement';
import type { Session } from '../../model/session';
import type { PoolContext } from '../pool-context';
import { discardSession } from '../requests';
import { isHeld, stored$ } from './held-renewal';
import type { Renewal, RenewalOutcome } from './held-renewal';
import { kept$ } from './kept-tokens';
import { adopted, refused$ } from './refused-renewal';
import type { AskForTokens } from './token-request';

/** Creates the story of a renewal: lock → read again → ask → store. It emits its outcome once the lock is free again. */
export function createRenew(
  context: PoolContext,
  askForTokens$: AskForTokens,
): (renewal: Renewal) => Observable<RenewalOutcome> {
  const { machine, locks, scheduler, tabs } = context;

  const ask$ = (renewal: Renewal): Observable<RenewalOutcome> => {
    const answer$ = new AsyncSubject<Session>();
    renewal.answer$ = answer$;
    renewal.onSent();
    // Subscribed by nobody else: a sign-out cuts the renewal off, and the answer is listened to all the same.
    askForTokens$(renewal.asked).subscribe(answer$);
    // Kept whoever waits: after a destroy() the session goes on with it in another tab, or on the next page.
    const outcome$ = new AsyncSubject<RenewalOutcome>();
    answer$.pipe(concatMap((session) => kept$(context, renewal, session))).subscribe(outcome$);
    outcome$.subscribe({
      next: (outcome) => {
        if (!machine.isDestroyed) return;
        if (outcome.type === 'moved' && outcome.unwanted) discardSession(context, outcome.unwanted);
        // No move of this machine tells them any more that there are newer tokens than theirs.
        if (outcome.type === 'renewed') tabs.announce();
      },
      error: () => undefined,
    });
    return outcome$.pipe(catchError((error: unknown) => failed$(renewal, error)));
  };

  const failed$ = (renewal: Renewal, error: unknown): Observable<RenewalOutcome> =>
    refused$(context, renewal, asAuthError(error)).pipe(
      concatMap((outcome) => {
        if (outcome.type !== 'renewed' || !renewal.isForced) return of(outcome);
        // Tokens that another tab got are not enough for whoever wants some that are asked for from now on.
        renewal.asked = outcome.session;
        return ask$(renewal);
      }),
    );

  const underLock$ = (renewal: Renewal): Observable<RenewalOutcome> =>
    stored$(context, renewal).pipe(
      concatMap((stored): Observable<RenewalOutcome> => {
        const news = newsOf(renewal, stored);
        if (news.type === 'moved') return of(news);
        if (news.type === 'newer') {
          if (!renewal.isForced && !isRefreshDue(news.session, scheduler.now())) {
            return of(adopted(context, renewal, news.session));
          }
          renewal.asked = news.session;
        }
        return ask$(renewal);
      }),
    );

  return (renewal) => {
    const isOverBeforeAsking = (): boolean => !isHeld(context, renewal) && renewal.answer$ === undefined;
    return locks
      .exclusive$(defer(() => underLock$(renewal)))
      .pipe(takeUntil(merge(machine.moves$.pipe(filter(isOverBeforeAsking)), machine.destroyed$)));
  };
}

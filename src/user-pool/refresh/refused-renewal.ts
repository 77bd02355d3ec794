import { defaultIfEmpty, filter, find, map, merge, of, repeat, takeUntil, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../../model/auth-error';
import { isRefusal, judgeRefusal, newsOf } from '../../model/refresh-judgement';
import type { Session } from '../../model/session';
import type { SessionRecord } from '../../model/session-record';
import type { PoolContext } from '../pool-context';
import { hold, isHeld, stored$ } from './held-renewal';
import type { Renewal, RenewalOutcome } from './held-renewal';

/**
 * A refresh token that was used already was most likely used by another tab, a moment ago, and its answer is on its way.
 * Whoever had the lock for longer than others wait for it has its answer, or gives up, within these looks.
 */
const LOOKS_AFTER_REUSE = 21;
const LOOK_INTERVAL_MS = 250;

/** Takes tokens that another tab got. */
export const adopted = (context: PoolContext, renewal: Renewal, session: Session): RenewalOutcome =>
  hold(context, renewal, session, false) ? { type: 'renewed', session } : { type: 'moved' };

const judged = (
  context: PoolContext,
  renewal: Renewal,
  error: AuthError,
  stored: SessionRecord,
): RenewalOutcome => {
  const verdict = judgeRefusal(renewal, error.code, stored);
  switch (verdict.type) {
    case 'newer':
      return adopted(context, renewal, verdict.session);
    case 'moved':
      return verdict;
    case 'ended':
      return { ...verdict, error };
    case 'failed':
      return { type: 'failed', error };
  }
};

/** Waits for the answer of whoever used the refresh token before. */
const afterReuse$ = (context: PoolContext, renewal: Renewal): Observable<SessionRecord> =>
  stored$(context, renewal).pipe(
    repeat({ count: LOOKS_AFTER_REUSE, delay: () => timer(LOOK_INTERVAL_MS, context.scheduler) }),
    find((stored) => newsOf(renewal, stored).type !== 'none'),
    map((stored) => stored ?? { epoch: renewal.epoch, session: renewal.asked }),
    takeUntil(
      merge(context.machine.moves$.pipe(filter(() => !isHeld(context, renewal))), context.machine.destroyed$),
    ),
    defaultIfEmpty<SessionRecord, SessionRecord>({ epoch: undefined }),
  );

/** What the storage says to a failure; it is not asked where that is no refusal. */
const told$ = (context: PoolContext, renewal: Renewal, code: string): Observable<SessionRecord> => {
  if (code === 'RefreshTokenReuseException') return afterReuse$(context, renewal);
  return isRefusal(code) ? stored$(context, renewal) : of({ epoch: renewal.epoch, session: renewal.asked });
};

/** Judges a renewal whose request has failed, by what the storage says to that. */
export const refused$ = (
  context: PoolContext,
  renewal: Renewal,
  error: AuthError,
): Observable<RenewalOutcome> => {
  if (!isHeld(context, renewal)) return of({ type: 'moved' });
  return told$(context, renewal, error.code).pipe(map((stored) => judged(context, renewal, error, stored)));
};

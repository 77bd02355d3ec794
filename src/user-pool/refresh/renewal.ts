import {
  AsyncSubject,
  catchError,
  concatMap,
  defaultIfEmpty,
  defer,
  filter,
  find,
  map,
  merge,
  of,
  repeat,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import type { AuthError } from '../../model/auth-error';
import type { SignedOutReason } from '../../model/auth-state';
import { isRefreshDue } from '../../model/freshness';
import { isRefusal, judgeRefusal, newsOf } from '../../model/refresh-judgement';
import type { AskedRefresh } from '../../model/refresh-judgement';
import { issuedAt } from '../../model/session';
import type { Session } from '../../model/session';
import type { SessionRecord } from '../../model/session-record';
import { mayHaveTakenEffect } from '../../model/sign-out-report';
import { holdsSession } from '../../model/situation';
import type { PoolContext } from '../pool-context';
import type { AskForTokens } from './token-request';

/**
 * A refresh token that was used already was most likely used by another tab, a moment ago, and its answer is on its way.
 * Whoever had the lock for longer than others wait for it has its answer, or gives up, within these looks.
 */
const LOOKS_AFTER_REUSE = 21;
const LOOK_INTERVAL_MS = 250;

/** One renewal of the tokens of a session, under way. */
export interface Renewal extends AskedRefresh {
  /** The session it began with; once it asks, the one that the storage held, which may be newer. */
  asked: Session;
  isAccessTokenRefused: boolean;
  /** Whether tokens that another tab got are not enough: somebody wants tokens that are asked for from now on. */
  isForced: boolean;
  /** The answer of the user pool; set once the request is sent. */
  answer$?: Observable<Session>;
  /** Whether somebody else sees to tokens that come too late. */
  isClaimed: boolean;
  /** Called when the request is sent. */
  readonly onSent: () => void;
}

/** What became of a renewal. */
export type RenewalOutcome =
  /** The session has these tokens now; they live in memory only, where the storage did not take them. */
  | { readonly type: 'renewed'; readonly session: Session; readonly storageError?: AuthError }
  /** The storage tells another story than this tab, or the session is over; tokens that came all the same, nobody holds. */
  | { readonly type: 'moved'; readonly unwanted?: Session }
  | { readonly type: 'failed'; readonly error: AuthError }
  | { readonly type: 'ended'; readonly reason: SignedOutReason; readonly error: AuthError };

/** Creates the story of a renewal: lock → read again → ask → store. It emits its outcome once the lock is free again. */
export function createRenew(
  context: PoolContext,
  askForTokens$: AskForTokens,
): (renewal: Renewal) => Observable<RenewalOutcome> {
  const { machine, store, locks, scheduler, tabs } = context;
  const isHeld = ({ epoch }: Renewal): boolean => holdsSession(machine.now, epoch);

  const stored$ = ({ epoch, asked }: Renewal): Observable<SessionRecord> =>
    store.read$().pipe(catchError(() => of({ epoch, session: asked })));

  const hold = ({ epoch }: Renewal, session: Session, isOwn: boolean): boolean =>
    machine.send(
      { type: 'tokensRefreshed', epoch, session, from: machine.now.from, isOwn },
      { isToldLater: true },
    );

  const adopted = (renewal: Renewal, session: Session): RenewalOutcome =>
    hold(renewal, session, false) ? { type: 'renewed', session } : { type: 'moved' };

  /** Stores tokens, and holds them in the same turn. */
  const written$ = (
    renewal: Renewal,
    session: Session,
    unwanted: () => RenewalOutcome,
  ): Observable<RenewalOutcome> =>
    store
      .renew$(session, renewal.epoch, () => hold(renewal, session, true))
      .pipe(
        map((isKept): RenewalOutcome => (isKept ? { type: 'renewed', session } : unwanted())),
        catchError((error: unknown): Observable<RenewalOutcome> => {
          // Good tokens in memory only are better than a refresh token that was used up for nothing.
          const isHeldNow = hold(renewal, session, true);
          return of(isHeldNow ? { type: 'renewed', session, storageError: asAuthError(error) } : unwanted());
        }),
      );

  /** Keeps what came, unless a tab that did not wait for the lock has stored tokens which were issued later. */
  const kept$ = (renewal: Renewal, session: Session): Observable<RenewalOutcome> => {
    const unwanted = (): RenewalOutcome => {
      const isRotated = session.refreshToken !== renewal.asked.refreshToken;
      return { type: 'moved', ...(isRotated && !renewal.isClaimed && { unwanted: session }) };
    };
    if (!isHeld(renewal)) return of(unwanted());
    return stored$(renewal).pipe(
      concatMap((stored) => {
        const news = newsOf(renewal, stored);
        if (news.type !== 'newer') return written$(renewal, session, unwanted);
        const newest = issuedAt(news.session) > issuedAt(session) ? news.session : session;
        // Both came of one refresh token: the other branch is alive, and nobody holds it.
        return written$(renewal, Object.freeze({ ...newest, mayHaveForked: true }), unwanted);
      }),
    );
  };

  /** Marks the newest tokens that there are: another tab, which did not wait for the lock, may have stored some. */
  const marked$ = (
    renewal: Renewal,
    session: Session,
    outcome: RenewalOutcome,
  ): Observable<RenewalOutcome> => {
    const marked: Session = Object.freeze({ ...session, mayHaveForked: true });
    const { epoch } = renewal;
    const isNewer = session.accessToken !== machine.now.session?.accessToken;
    const mark = (): boolean =>
      isNewer
        ? hold(renewal, marked, false)
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
  const markedAsForked$ = (renewal: Renewal, outcome: RenewalOutcome): Observable<RenewalOutcome> => {
    if (outcome.type === 'ended' || outcome.type === 'moved') return of(outcome);
    return stored$(renewal).pipe(
      concatMap((stored) => {
        const { session } = machine.now;
        if (!session || !isHeld(renewal)) return of(outcome);
        const news = newsOf({ ...renewal, asked: session }, stored);
        if (news.type === 'moved' || session.mayHaveForked) return of(outcome);
        return marked$(renewal, news.type === 'newer' ? news.session : session, outcome);
      }),
    );
  };

  const judged = (renewal: Renewal, error: AuthError, stored: SessionRecord): RenewalOutcome => {
    const verdict = judgeRefusal(renewal, error.code, stored);
    switch (verdict.type) {
      case 'newer':
        return adopted(renewal, verdict.session);
      case 'moved':
        return verdict;
      case 'ended':
        return { ...verdict, error };
      case 'failed':
        return { type: 'failed', error };
    }
  };

  /** What the storage says to a failure; it is not asked where that is no refusal. */
  const told$ = (renewal: Renewal, code: string): Observable<SessionRecord> => {
    if (code === 'RefreshTokenReuseException') return afterReuse$(renewal);
    return isRefusal(code) ? stored$(renewal) : of({ epoch: renewal.epoch, session: renewal.asked });
  };

  /** Waits for the answer of whoever used the refresh token before. */
  const afterReuse$ = (renewal: Renewal): Observable<SessionRecord> =>
    stored$(renewal).pipe(
      repeat({ count: LOOKS_AFTER_REUSE, delay: () => timer(LOOK_INTERVAL_MS, scheduler) }),
      find((stored) => newsOf(renewal, stored).type !== 'none'),
      map((stored) => stored ?? { epoch: renewal.epoch, session: renewal.asked }),
      takeUntil(machine.moves$.pipe(filter(() => !isHeld(renewal)))),
      defaultIfEmpty<SessionRecord, SessionRecord>({ epoch: undefined }),
    );

  const failed$ = (renewal: Renewal, error: AuthError): Observable<RenewalOutcome> => {
    if (!isHeld(renewal)) return of({ type: 'moved' });
    const isReuse = error.code === 'RefreshTokenReuseException';
    const mayHaveForked = isReuse || mayHaveTakenEffect(error);
    return told$(renewal, error.code).pipe(
      map((stored) => judged(renewal, error, stored)),
      concatMap((outcome) => (mayHaveForked ? markedAsForked$(renewal, outcome) : of(outcome))),
      // Tokens that another tab got are not enough for whoever wants some that are asked for from now on.
      concatMap((outcome) =>
        outcome.type === 'renewed' && renewal.isForced ? askAgain$(renewal, outcome) : of(outcome),
      ),
    );
  };

  const askAgain$ = (
    renewal: Renewal,
    { session }: { readonly session: Session },
  ): Observable<RenewalOutcome> => {
    renewal.asked = session;
    return ask$(renewal);
  };

  const ask$ = (renewal: Renewal): Observable<RenewalOutcome> => {
    const answer$ = new AsyncSubject<Session>();
    renewal.answer$ = answer$;
    renewal.onSent();
    // Subscribed by nobody else: a sign-out cuts the renewal off, and the answer is listened to all the same.
    askForTokens$(renewal.asked).pipe(takeUntil(machine.destroyed$)).subscribe(answer$);
    return answer$.pipe(
      concatMap((session) => kept$(renewal, session)),
      catchError((error: unknown) => failed$(renewal, asAuthError(error))),
    );
  };

  const underLock$ = (renewal: Renewal): Observable<RenewalOutcome> =>
    stored$(renewal).pipe(
      concatMap((stored): Observable<RenewalOutcome> => {
        const news = newsOf(renewal, stored);
        if (news.type === 'moved') return of(news);
        if (news.type === 'newer') {
          if (!renewal.isForced && !isRefreshDue(news.session, scheduler.now())) {
            return of(adopted(renewal, news.session));
          }
          renewal.asked = news.session;
        }
        return ask$(renewal);
      }),
    );

  return (renewal) => {
    const isOverBeforeAsking = (): boolean => !isHeld(renewal) && renewal.answer$ === undefined;
    return locks
      .exclusive$(defer(() => underLock$(renewal)))
      .pipe(takeUntil(merge(machine.moves$.pipe(filter(isOverBeforeAsking)), machine.destroyed$)));
  };
}

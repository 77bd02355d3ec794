import {
  Observable,
  Subscription,
  concatMap,
  defer,
  dematerialize,
  materialize,
  of,
  timeout,
  toArray,
} from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { Locks } from '../../ports/environment';
import { asked } from './web-scope';
import type { WebScope } from './web-scope';

/** How the locks are had. */
export interface WebLocksOptions {
  readonly scheduler: SchedulerLike;
  /** How long to wait for the lock before going on without it, milliseconds. Default: 5 000. */
  readonly waitMs?: number;
  /** Default: the global object. */
  readonly scope?: WebScope;
}

/** Runs the work, keeps what it emits, and delivers it once the lock is given back. */
const underLock$ = <T>(work$: Observable<T>, release$: Observable<unknown>): Observable<T> =>
  work$.pipe(
    materialize(),
    toArray(),
    concatMap((notifications) => release$.pipe(concatMap(() => notifications))),
    dematerialize(),
  );

/** Asks for the lock and calls back once: with it, or without it after the wait or where it is refused, in whatever way. */
function acquire(
  locks: Pick<LockManager, 'request'>,
  name: string,
  waitMs: number,
  scheduler: SchedulerLike,
  onTurn: (release$: Observable<unknown>) => void,
): Subscription {
  const withdrawal = new AbortController();
  const wait = new Subscription();
  const claim = new Subscription(() => {
    wait.unsubscribe();
    withdrawal.abort();
  });
  const takeTurn = (release$: Observable<unknown>): void => {
    if (wait.closed) return;
    wait.unsubscribe();
    onTurn(release$);
  };
  const whileHeld = (): Promise<void> | undefined => {
    if (wait.closed) return undefined;
    return new Promise((giveBack) => {
      claim.add(giveBack);
      const release$ = defer(() => {
        giveBack();
        // The request settles when the lock is free, or long before where another page stole it.
        return settled;
      }).pipe(timeout({ first: waitMs, scheduler, with: () => of(undefined) }));
      takeTurn(release$);
    });
  };
  const withoutIt = (): void => {
    takeTurn(of(undefined));
  };
  // What throws here, or is no promise, is a refusal as well; and a callback that comes at once comes a moment later.
  const settled = Promise.resolve()
    .then(() => (wait.closed ? undefined : locks.request(name, { signal: withdrawal.signal }, whileHeld)))
    .then(withoutIt, withoutIt);
  wait.add(
    scheduler.schedule(() => {
      withoutIt();
      withdrawal.abort();
    }, waitMs),
  );
  return claim;
}

/**
 * Creates locks over the tabs of one origin by the Web Locks API. Where the platform has none, work runs at once.
 *
 * A lock is never stolen: its holder may be asleep in the middle of a request whose answer it will still store.
 */
export function createWebLocks(
  name: string,
  { scheduler, waitMs = 5_000, scope = globalThis }: WebLocksOptions,
): Locks {
  return {
    exclusive$: (work$) =>
      new Observable((subscriber) => {
        const locks = asked(() => scope.navigator?.locks);
        if (!locks) return work$.subscribe(subscriber);
        const running = new Subscription();
        running.add(
          acquire(locks, name, waitMs, scheduler, (release$) => {
            running.add(underLock$(work$, release$).subscribe(subscriber));
          }),
        );
        return running;
      }),
  };
}

import { AsyncSubject, NEVER, defer, delay, of, switchMap, throwError, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { AuthError } from '../../src/model/auth-error';
import type { ClearReport, Commit, StoredState, WritableSessionStore } from '../../src/ports/session-store';

/** The operations of a store, by name. */
type StoreOperation = 'read$' | 'begin$' | 'renew$' | 'clear$';

/** A store over a record in memory, which specs read, write and break. */
export interface FakeSessionStore extends WritableSessionStore {
  /** What the storage holds; set it to play another tab. */
  stored: StoredState;
  /** How long each operation takes, frames; 0 answers in the same turn. Operations run one after another. */
  delayMs: number;
  /** What the next clearing reports; the record goes all the same. */
  clearReport: ClearReport;
  /** The operations that were begun, in order. */
  readonly calls: readonly StoreOperation[];
  /** Lets a run of an operation fail, after some that do not; it changes nothing then. */
  failNext(operation: StoreOperation, error: AuthError, after?: number): void;
  /** Lets a run of an operation hang for ever, after some that do not; it changes nothing then. */
  hangNext(operation: StoreOperation, after?: number): void;
  /** Lets the next `renew$` find its session over; it changes nothing then. */
  refuseNextRenewal(): void;
}

/** Creates the fake: empty, and synchronous. */
export function createFakeSessionStore(scheduler: SchedulerLike): FakeSessionStore {
  const faults = new Map<StoreOperation, (Observable<unknown> | undefined)[]>();
  const calls: StoreOperation[] = [];
  let freeAt = 0;

  const addFault = (operation: StoreOperation, fault$: Observable<unknown> | undefined): void => {
    faults.set(operation, [...(faults.get(operation) ?? []), fault$]);
  };

  /** Runs to its end whether or not somebody still listens, as the port demands. */
  const run$ = <T>(operation: StoreOperation, work: () => T): Observable<T> =>
    defer(() => {
      calls.push(operation);
      const fault$ = faults.get(operation)?.shift() as Observable<T> | undefined;
      const worked$ = fault$ ?? defer(() => of(work()));
      if (store.delayMs === 0) return worked$;
      const now = scheduler.now();
      const startsAt = Math.max(now, freeAt);
      freeAt = startsAt + store.delayMs;
      const result$ = new AsyncSubject<T>();
      // A read tells what was stored when its turn came, a write counts from its end on.
      const turn$ = timer((operation === 'read$' ? startsAt : freeAt) - now, scheduler);
      const answer$ = turn$.pipe(switchMap(() => worked$));
      (operation === 'read$' ? answer$.pipe(delay(store.delayMs, scheduler)) : answer$).subscribe(result$);
      return result$;
    });

  /** Writes, and asks whether that is wanted; puts back what was there where it is not. */
  const put = (next: StoredState, commit: Commit = () => true): boolean => {
    const before = store.stored;
    store.stored = next;
    if (store.stored === next && commit()) return true;
    if (store.stored === next) store.stored = before;
    return false;
  };

  const store: FakeSessionStore = {
    stored: { epoch: undefined },
    delayMs: 0,
    clearReport: {},
    calls,
    failNext: (operation, error, after = 0) => {
      for (let run = 0; run < after; run += 1) addFault(operation, undefined);
      addFault(
        operation,
        throwError(() => error),
      );
    },
    hangNext: (operation, after = 0) => {
      for (let run = 0; run < after; run += 1) addFault(operation, undefined);
      addFault(operation, NEVER);
    },
    refuseNextRenewal: () => {
      addFault('renew$', of(false));
    },
    read$: () => run$('read$', () => store.stored),
    begin$: (session, from, to, commit) =>
      run$('begin$', () => store.stored.epoch === from && put({ epoch: to, session, from }, commit)),
    renew$: (session, epoch, commit) =>
      run$(
        'renew$',
        () =>
          store.stored.epoch === epoch &&
          store.stored.session !== undefined &&
          put({ ...store.stored, session }, commit),
      ),
    clear$: (to, ended) =>
      run$('clear$', () => {
        store.stored = { epoch: to, ...(ended !== undefined && { from: ended }) };
        return store.clearReport;
      }),
  };
  return store;
}

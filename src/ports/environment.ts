import type { Observable } from 'rxjs';

/** What the flows need to know of the page or the process they run in. */
export interface Environment {
  /** `false` only where the platform is sure that there is no connection. */
  isOnline(): boolean;
  /** Whether a user sees the page; `false` where there is no page. */
  isVisible(): boolean;
  /** Fires when the page may have slept: visible or focused again, back from the back/forward cache, resumed, online. */
  readonly resumed$: Observable<void>;
  /** Fires once when the browser has nothing better to do. */
  readonly idle$: Observable<void>;
  /** Returns what the browser or the process calls itself. */
  userAgent(): string;
  /** Returns an id that no other tab, page or device draws. It is no secret: not every platform has a source for one. */
  randomId(): string;
  /** How long the page or the process runs, milliseconds, by a clock that nobody sets: for how long something takes. */
  uptimeMs(): number;
  /** Returns a number from 0 up to 1, for jitter: nothing secret hangs on it. */
  random(): number;
}

/** The end of a session, as one tab tells it to the others. */
export interface SessionEnd {
  /** The epoch that has ended. */
  readonly endedEpoch: string;
  /** The one that followed it. */
  readonly epoch: string | undefined;
}

/** Tells the tabs of one origin that the stored session changed. What is heard is only a hint to read the storage. */
export interface TabChannel {
  /** @param end - the session that this tab has just ended */
  announce(end?: SessionEnd): void;
  /**
   * Cold; fires whenever the stored session may have changed, with what has ended in another tab where that said so: a late write
   * of this one may stand in the storage over the tombstone.
   */
  readonly hints$: Observable<SessionEnd | undefined>;
}

/** Mutual exclusion over the tabs of one origin. */
export interface Locks {
  /**
   * Runs the work while no other tab runs its own; without the lock where it is not had within a bound, or where
   * the platform has none. The lock is released before the last value reaches the subscriber.
   */
  exclusive$<T>(work$: Observable<T>): Observable<T>;
}

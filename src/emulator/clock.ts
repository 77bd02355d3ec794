/** The time by which a pool lives: token lifetimes, expiring sessions, lockouts and every planned delay. */
export interface PoolClock {
  /** The present instant, in epoch milliseconds. */
  now(): number;
  /** Calls `callback` when `delayMs` have passed; the returned function takes that back. */
  schedule(callback: () => void, delayMs: number): () => void;
}

// What is longer is cut down to nothing by the platform.
const LONGEST_WAIT_MS = 2 ** 31 - 1;

// Beyond it a date on the wire has five digits for its year, which nobody reads.
const LAST_INSTANT = Date.UTC(9999, 11, 31);

/** A clock that can be told to move. */
export interface ManualClock extends PoolClock {
  /**
   * Moves the time on, running what falls due on the way, in its order.
   *
   * @throws RangeError where the time would go backwards, or beyond the year 9999
   */
  advance(byMs: number): void;
}

/**
 * Makes a clock that tells the machine's time, and may be moved ahead of it; its timers do not keep a process alive.
 */
export function createSystemClock(): ManualClock {
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const timers = new Set<{ readonly dueAt: number; readonly run: () => void }>();
  return {
    now,
    schedule(callback, delayMs) {
      const entry = {
        dueAt: now() + delayMs,
        run: () => {
          cancel();
          callback();
        },
      };
      let timer: unknown;
      const waitFor = (leftMs: number) => {
        const next = Math.min(leftMs, LONGEST_WAIT_MS);
        timer = setTimeout(next < leftMs ? () => waitFor(leftMs - next) : entry.run, next);
        if (isNodeTimer(timer)) timer.unref();
      };
      const cancel = () => {
        timers.delete(entry);
        clearTimeout(timer as ReturnType<typeof setTimeout>);
      };
      timers.add(entry);
      waitFor(delayMs);
      return cancel;
    },
    advance(byMs) {
      requireForward(now(), byMs);
      aheadMs += byMs;
      const due = [...timers].filter(({ dueAt }) => dueAt <= now());
      for (const { run } of due.sort((one, other) => one.dueAt - other.dueAt)) run();
    },
  };
}

/**
 * Makes a clock for tests.
 *
 * @param startAt - Its first instant, in epoch milliseconds; by default 2026-01-01T00:00:00Z.
 */
export function createManualClock(startAt: number = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startAt;
  let timers: readonly { dueAt: number; callback: () => void }[] = [];
  const nextDueBy = (until: number) =>
    timers
      .filter(({ dueAt }) => dueAt <= until)
      .reduce<(typeof timers)[number] | undefined>(
        (first, timer) => (first && first.dueAt <= timer.dueAt ? first : timer),
        undefined,
      );
  return {
    now: () => now,
    schedule(callback, delayMs) {
      const timer = { dueAt: now + delayMs, callback };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(byMs) {
      requireForward(now, byMs);
      const until = now + byMs;
      for (let due = nextDueBy(until); due; due = nextDueBy(until)) {
        const timer = due;
        timers = timers.filter((other) => other !== timer);
        now = Math.max(now, timer.dueAt);
        timer.callback();
      }
      now = until;
    },
  };
}

function requireForward(now: number, byMs: number): void {
  if (!(byMs >= 0)) throw new RangeError('A clock moves by a number of milliseconds that is not negative.');
  if (now + byMs > LAST_INSTANT) throw new RangeError('A clock cannot move beyond the year 9999.');
}

function isNodeTimer(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer;
}

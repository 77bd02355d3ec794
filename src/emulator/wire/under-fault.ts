import type { Pool } from '../pool/pool';
import { spoil } from './answer';
import { strikesAt, takesEffect, type FaultMoment, type StrikingFault } from './faults';
import type { Answer } from './http';
import type { Task } from './task';

/** What a caller in the same process sees where a browser would see a broken connection. */
class SocketDropped extends TypeError {
  constructor() {
    super('fetch failed: the socket was dropped');
  }
}

/** Answers a call as the fault that strikes it has it. */
export async function underFault(
  pool: Pool,
  striking: StrikingFault | undefined,
  run: () => Promise<Answer>,
  refuse: Task['refuse'],
): Promise<Answer> {
  if (!striking) return run();
  const { fault, markReached } = striking;
  await wait(pool, striking, fault.delayBeforeMs);
  await pass(striking, 'beforeEffect');
  const answer = takesEffect(fault) ? await run() : NOTHING_DONE;
  await wait(pool, striking, fault.answerLateMs);
  await pass(striking, 'afterEffect');
  markReached();
  return spoil(fault.oauthError && refuse ? refuse(fault.oauthError) : answer, fault);
}

const NOTHING_DONE: Answer = { status: 200, body: '', headers: {} };

function wait(
  pool: Pool,
  { markReached }: StrikingFault,
  delayMs: number | undefined,
): Promise<void> | undefined {
  if (delayMs === undefined) return undefined;
  const passed = new Promise<void>((resolve) => {
    pool.clock.schedule(resolve, delayMs);
  });
  // Only now that the timer is set may a test move the clock.
  markReached();
  return passed;
}

async function pass({ fault, markReached, released }: StrikingFault, moment: FaultMoment): Promise<void> {
  if (strikesAt(moment, fault.hang)) {
    markReached();
    await released;
  }
  if (strikesAt(moment, fault.dropSocket)) {
    markReached();
    throw new SocketDropped();
  }
}

/** Waits for an answer while the caller does. Its going away ends the waiting, not the work: a server does what it has been asked. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>, onAbort: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      onAbort();
      reject(signal.reason as Error);
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
    const done = () => {
      signal.removeEventListener('abort', giveUp);
    };
    // Whoever has given up no longer hears how the work ended, be it in a fault.
    work.then(resolve, reject).finally(done);
  });
}

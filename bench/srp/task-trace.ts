import type { Browser, Page } from 'playwright-core';
import { MARKS } from './measure';

const CATEGORIES = ['disabled-by-default-devtools.timeline', 'blink.user_timing'];
const MICROSECONDS = 1000;

/** An entry of Chromium's trace, as far as it is read here; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Time that the thread had the processor. */
  readonly tdur?: number;
}

/**
 * Returns the processor time, in milliseconds, of each task of the page's main thread that ran between the two marks.
 *
 * Processor time, because by the wall clock every task is long on a machine that does something else as well.
 */
export async function traceTasks<T>(
  page: Page,
  browser: Browser,
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly taskMs: readonly number[] }> {
  await browser.startTracing(page, { categories: CATEGORIES });
  const result = await run();
  const trace = await browser.stopTracing();
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  return { result, taskMs: tasksBetweenMarks(traceEvents) };
}

function tasksBetweenMarks(events: readonly TraceEvent[]): readonly number[] {
  const [begin, end] = [MARKS.begin, MARKS.end].map((mark) => events.find(({ name }) => name === mark));
  if (begin === undefined || end === undefined) throw new Error('The trace lacks the marks.');
  const tasks = events.filter(
    ({ name, pid, tid, ts, dur = 0 }) =>
      name === 'RunTask' && pid === begin.pid && tid === begin.tid && ts + dur > begin.ts && ts < end.ts,
  );
  return tasks.map(({ tdur }) => {
    if (tdur === undefined) throw new Error('The trace lacks processor times.');
    return tdur / MICROSECONDS;
  });
}

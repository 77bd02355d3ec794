import type { Page } from 'playwright-core';

const CATEGORIES = ['disabled-by-default-devtools.timeline', 'blink.user_timing'];
const MICROSECONDS = 1_000;

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

/** A task of the page's main thread; times in milliseconds. */
interface Task {
  readonly beginsAt: number;
  readonly endsAt: number;
  /** Processor time, because by the wall clock every task is long on a machine that does something else as well. */
  readonly cpuMs: number;
}

/** What a traced run did. */
export interface Traced<T> {
  readonly result: T;
  /** The tasks of the thread that set the marks. */
  readonly tasks: readonly Task[];
  /** When a mark was set. */
  readonly at: (mark: string) => number;
}

/** Traces the main thread of a page while something runs, which sets the mark. */
export async function traced<T>(page: Page, mark: string, run: () => Promise<T>): Promise<Traced<T>> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('A page of a persistent context cannot be traced.');
  await browser.startTracing(page, { categories: CATEGORIES });
  let result: T;
  let trace: Buffer;
  try {
    result = await run();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const last = (wanted: string): TraceEvent | undefined =>
    traceEvents.filter(({ name }) => name === wanted).at(-1);
  const marked = last(mark);
  if (marked === undefined) throw new Error(`The trace lacks the mark "${mark}".`);
  const tasks = traceEvents
    .filter(({ name, pid, tid }) => name === 'RunTask' && pid === marked.pid && tid === marked.tid)
    .flatMap(taskOf);
  if (tasks.length === 0) throw new Error('The trace lacks processor times.');
  return {
    result,
    tasks,
    at: (name) => (last(name)?.ts ?? NaN) / MICROSECONDS,
  };
}

/** A task that was under way when the trace began or ended has no times. */
function taskOf({ ts, dur, tdur }: TraceEvent): readonly Task[] {
  if (dur === undefined || tdur === undefined) return [];
  return [{ beginsAt: ts / MICROSECONDS, endsAt: (ts + dur) / MICROSECONDS, cpuMs: tdur / MICROSECONDS }];
}

/** Returns the processor time of the main thread until the mark is set, in milliseconds. */
export async function mainThreadMs(page: Page, mark: string, run: () => Promise<unknown>): Promise<number> {
  const { tasks, at } = await traced(page, mark, run);
  const markedAt = at(mark);
  // The task in which the mark is set counts up to it.
  const share = ({ beginsAt, endsAt }: Task): number =>
    Math.min(1, (markedAt - beginsAt) / Math.max(endsAt - beginsAt, Number.EPSILON));
  return tasks
    .filter(({ beginsAt }) => beginsAt < markedAt)
    .reduce((sum, task) => sum + task.cpuMs * share(task), 0);
}

import { contestants } from './contestants';
import { sample, sampleInterleaved } from './measure';
import type { Sample } from './measure';

/** What one sign-in did to the page's responsiveness. */
export interface Responsiveness extends Sample {
  /** Durations of the tasks over 50 ms while it ran. */
  readonly longTasks: readonly number[];
}

/** What the driver calls in a page. */
export interface SrpPage {
  names(): readonly string[];
  cold(name: string): Promise<Sample>;
  warm(rounds: number): Promise<readonly Sample[]>;
  responsiveness(name: string): Promise<Responsiveness>;
}

declare global {
  var srpPage: SrpPage;
}

const named = (name: string) => {
  const contestant = contestants.find((candidate) => candidate.name === name);
  if (contestant === undefined) throw new Error(`There is no contestant ${name}.`);
  return contestant;
};

globalThis.srpPage = {
  names: () => contestants.map(({ name }) => name),
  cold: (name) => sample(named(name)),
  warm: (rounds) => sampleInterleaved(contestants, rounds),
  responsiveness: async (name) => {
    const longTasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    });
    // A task of its own, lest the page's loading is counted.
    await nextTask();
    observer.observe({ type: 'longtask' });
    const taken = await sample(named(name));
    // The entries of a task are delivered only after it.
    await nextTask();
    await nextTask();
    longTasks.push(...observer.takeRecords().map(({ duration }) => duration));
    observer.disconnect();
    return { ...taken, longTasks };
  },
};

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

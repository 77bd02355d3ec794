import { median } from './measure';
import type { Sample } from './measure';

/** The samples of one platform. */
export interface Timings {
  readonly warm: readonly Sample[];
  readonly cold: readonly Sample[];
}

/** What one sign-in did to the responsiveness of a throttled page. */
export interface Responsiveness extends Sample {
  /** Whether it was the first one in its page. */
  readonly cold: boolean;
  /** Processor time of the longest task, in milliseconds. */
  readonly longestTaskMs: number;
}

/** Processor time from which a task counts as long, in milliseconds. */
export const LONG_TASK_MS = 50;

const REFERENCE = 'aws-amplify';

/** Writes the medians of a platform and how many times as fast as Amplify each contestant is. */
export function timingTable({ warm, cold }: Timings): string {
  const names = [...new Set(warm.map(({ name }) => name))];
  const of = (samples: readonly Sample[], name: string): number =>
    median(samples.filter((taken) => taken.name === name).map(({ ms }) => ms));
  const rows = names.map((name) => {
    const [warmMs, coldMs] = [of(warm, name), of(cold, name)];
    const [warmRatio, coldRatio] = [of(warm, REFERENCE) / warmMs, of(cold, REFERENCE) / coldMs];
    return `| ${name} | ${warmMs.toFixed(1)} | ${times(warmRatio)} | ${coldMs.toFixed(1)} | ${times(coldRatio)} |`;
  });
  return [
    '| client | warm, ms | Amplify ÷ it | cold, ms | Amplify ÷ it |',
    '|---|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

/** Writes what each contestant did to a throttled page. */
export function responsivenessTable(samples: readonly Responsiveness[]): string {
  const names = [...new Set(samples.map(({ name }) => name))];
  const rows = names.map((name) => {
    const own = samples.filter((taken) => taken.name === name);
    const longest = (cold: boolean): string => {
      const tasks = own.filter((taken) => taken.cold === cold).map(({ longestTaskMs }) => longestTaskMs);
      return `${median(tasks).toFixed(0)} | ${Math.max(...tasks).toFixed(0)}`;
    };
    const long = own.filter(({ longestTaskMs }) => longestTaskMs > LONG_TASK_MS).length;
    return `| ${name} | ${longest(true)} | ${longest(false)} | ${String(long)} of ${String(own.length)} |`;
  });
  return [
    '| client | first sign-in: median | maximum | second: median | maximum | ' +
      `sign-ins with a task over ${String(LONG_TASK_MS)} ms |`,
    '|---|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`;
}

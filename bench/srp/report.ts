import { median } from './measure';
import type { Sample } from './measure';
import type { Responsiveness } from './page';

/** The samples of one platform. */
export interface Timings {
  readonly warm: readonly Sample[];
  readonly cold: readonly Sample[];
}

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
    const longTasks = own.flatMap((taken) => taken.longTasks);
    const longest = longTasks.length === 0 ? 'none' : `${Math.max(...longTasks).toFixed(0)} ms`;
    return `| ${name} | ${median(own.map(({ ms }) => ms)).toFixed(0)} | ${String(own.filter((taken) => taken.longTasks.length > 0).length)} of ${String(own.length)} | ${longest} |`;
  });
  return [
    '| client | sign-in, ms | runs with a task over 50 ms | longest such task |',
    '|---|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`;
}

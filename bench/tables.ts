import type { Machine } from './bench';
import type { Quartiles } from './statistics';

/** Writes a table; the columns after the first hold figures. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map((_, at) => (at === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** Writes milliseconds with as many digits as mean something. */
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** Writes a median, and between what half of the measurements lie. */
export const withSpread = ({ lower, median, upper }: Quartiles): string => {
  const digits = median < 10 ? 1 : 0;
  return `${median.toFixed(digits)} (${lower.toFixed(digits)}–${upper.toFixed(digits)})`;
};

/** Writes how many times as much one is as another. */
export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`;

/** Writes bytes as kB of 1 000. */
export const kB = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;

/** Writes on what machine a run was made. */
export const machineText = ({ processor, threads, load, node, chromium, day }: Machine): string =>
  `${processor}, ${threads} threads, ${load} processes running or waiting at the start; Node ${node}, Chromium ${chromium}; ${day}.`;

/** The middle of some measurements, and what half of them lie between. */
export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/** Quartiles of nothing. */
export const NONE: Quartiles = { lower: NaN, median: NaN, upper: NaN };

/** Returns what a share of the values lies below; between two of them where it falls there. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below = NaN, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/** Returns the middle of some measurements. */
export const median = (values: readonly number[]): number => quartiles(values).median;

/** Returns quartiles; NaN where nothing was measured. */
export function quartiles(values: readonly number[]): Quartiles {
  const sorted = [...values].sort((one, other) => one - other);
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
}

/** Rounds what is written into results: nobody measures nanoseconds. */
export const rounded = (value: number): number => Number(value.toPrecision(4));

/** Rounds quartiles. */
export const roundedQuartiles = ({ lower, median: middle, upper }: Quartiles): Quartiles => ({
  lower: rounded(lower),
  median: rounded(middle),
  upper: rounded(upper),
});

/** Orders contestants anew for each round, so that none of them always comes after the same one. */
export function inTurns<T>(contestants: readonly T[], round: number): readonly T[] {
  const first = round % contestants.length;
  return [...contestants.slice(first), ...contestants.slice(0, first)];
}

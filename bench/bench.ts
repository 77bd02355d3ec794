/** A row of the table that opens the document. */
export interface SummaryRow {
  /** In the order of the table, from 1. */
  readonly place: number;
  readonly what: string;
  readonly ours: string;
  /** The figure of the best peer, and who that is; where peers have such a thing. */
  readonly peer?: string;
  /** What cannot be beaten, where there is such a thing. */
  readonly limit?: string;
}

/** A chart: groups of bars, one a contestant. */
export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly groups: readonly {
    readonly name: string;
    readonly bars: readonly ChartBar[];
  }[];
}

/** One bar, with what half of the measurements lie between. */
export interface ChartBar {
  readonly name: string;
  readonly value: number;
  readonly lower?: number;
  readonly upper?: number;
  /** What stands at its end; by default the value and the unit. */
  readonly label?: string;
}

/** What is said of what was measured: everything that is written is made from the results. */
export interface Report<Results> {
  /** What contradicts what is promised; a run with faults fails, and is written down all the same. */
  faults(results: Results): readonly string[];
  /** What stands between the marks of this bench in a document. */
  text(results: Results): string;
  /** Where those marks are. Default: docs/benchmarks.md. */
  readonly document?: string;
  rows?(results: Results): readonly SummaryRow[];
  chart?(results: Results): Chart;
}

/** Something that is measured. */
export interface Bench {
  /** What it may take on two cores that have nothing else to do. */
  readonly budgetSeconds: number;
  readonly report: Report<unknown>;
  /** Measures; in a few rounds only, where somebody just tries it. */
  measure(isQuick: boolean): Promise<unknown>;
}

/** The machine of a run. */
export interface Machine {
  readonly processor: string;
  readonly threads: number;
  /** Processes running or waiting when the bench began. */
  readonly load: number;
  readonly node: string;
  readonly chromium: string;
  /** The day, as ISO 8601 writes it. */
  readonly day: string;
}

/** What a run leaves behind. */
export interface Run<Results> {
  readonly machine: Machine;
  readonly isQuick: boolean;
  /** How long it took. */
  readonly seconds: number;
  readonly results: Results;
}

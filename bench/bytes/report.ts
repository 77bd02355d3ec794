import type { Report, SummaryRow } from '../bench';
import { kB, table } from '../tables';

const MAX_BYTES = 50_000;

/** One file that a browser fetches. */
export interface Part {
  readonly what: string;
  readonly when: string;
  readonly gzipBytes: number;
}

/** What the bench leaves behind; all without rxjs but `rxjsBytes`. */
export interface ByteResults {
  readonly parts: readonly Part[];
  /** What only some applications load, each with what comes along. */
  readonly onDemand: Readonly<Record<string, number>>;
  readonly rxjsBytes: number;
  /** Of peers, all that they load. */
  readonly peers: Readonly<Record<string, number>>;
}

/** Adds parts up. */
export const sumOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);

function rows({ parts, peers }: ByteResults): readonly SummaryRow[] {
  const [peer = '', bytes = NaN] = Object.entries(peers).sort(([, one], [, other]) => one - other)[0] ?? [];
  return [
    {
      place: 5,
      what: 'All that a sign-in and a sign-out load (gzip, rxjs apart)',
      ours: kB(sumOf(parts)),
      peer: `${kB(bytes)}, ${peer}`,
    },
  ];
}

function text({ parts, onDemand, rxjsBytes, peers }: ByteResults): string {
  return table(
    ['part', 'comes with', 'gzip'],
    [
      ...parts.map(({ what, when, gzipBytes }) => [what, when, kB(gzipBytes)]),
      ['**together**', '', `**${kB(sumOf(parts))}**`],
      ...Object.entries(onDemand).map(([what, bytes]) => [what, 'its first use', kB(bytes)]),
      ['rxjs, which the application has', 'start', kB(rxjsBytes)],
      ...Object.entries(peers).map(([name, bytes]) => [name, 'start', kB(bytes)]),
    ],
  );
}

export const report: Report<ByteResults> = {
  text,
  rows,
  faults: ({ parts }) =>
    sumOf(parts) > MAX_BYTES ? [`A sign-in and a sign-out load ${kB(sumOf(parts))}.`] : [],
};

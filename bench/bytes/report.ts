import type { Report, SummaryRow } from '../bench';
import { kB, table } from '../tables';

const MAX_BYTES = 50_000;

/** One file that a browser fetches. */
export interface Part {
  readonly what: string;
  readonly when: string;
  readonly gzipBytes: number;
  /** Of the minified code, how much is of the AWS SDK. */
  readonly sdkShare: number;
}

/** What the bench leaves behind; all without rxjs but `rxjsBytes`. */
export interface ByteResults {
  readonly parts: readonly Part[];
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

function text({ parts, rxjsBytes, peers }: ByteResults): string {
  return table(
    ['part', 'comes with', 'gzip', 'of it the AWS SDK'],
    [
      ...parts.map(({ what, when, gzipBytes, sdkShare }) => [
        what,
        when,
        kB(gzipBytes),
        sdkShare === 0 ? '–' : `${Math.round(sdkShare * 100)} %`,
      ]),
      ['**together**', '', `**${kB(sumOf(parts))}**`, ''],
      ['rxjs, which the application has', 'start', kB(rxjsBytes), ''],
      ...Object.entries(peers).map(([name, bytes]) => [name, 'start', kB(bytes), '']),
    ],
  );
}

export const report: Report<ByteResults> = {
  text,
  rows,
  faults: ({ parts }) =>
    sumOf(parts) > MAX_BYTES ? [`A sign-in and a sign-out load ${kB(sumOf(parts))}.`] : [],
};

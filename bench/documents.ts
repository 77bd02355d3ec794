import type { Bench, Run, SummaryRow } from './bench';
import { svgOf, THEMES } from './chart';
import { machineText, table } from './tables';

const DOCUMENT = 'docs/benchmarks.md';
/** Where the charts are. */
export const CHARTS = 'docs/benchmarks';
/** The mark of the table and the charts that open the document. */
const SUMMARY = 'summary';

/** A bench, and what its last run has measured. */
export interface Measured {
  readonly name: string;
  readonly bench: Pick<Bench, 'report'>;
  readonly run: Run<unknown>;
}

/** What stands between two marks in a document. */
export interface Section {
  readonly document: string;
  readonly mark: string;
  readonly text: string;
}

/** A row of the table that opens the document, and how to measure it again. */
type CommandedRow = SummaryRow & { readonly command: string };

/** Returns the rows of the table that opens the document, in its order. */
export function summaryRowsOf(all: readonly Measured[]): readonly CommandedRow[] {
  const rowsOf = ({ name, bench, run }: Measured): readonly CommandedRow[] =>
    (bench.report.rows?.(run.results) ?? []).map((row) => ({ ...row, command: `npm run bench -- ${name}` }));
  return all.flatMap(rowsOf).sort((one, other) => one.place - other.place);
}

/** Writes the table that opens the document. */
export function summaryOf(rows: readonly CommandedRow[]): string {
  return table(
    ['', 'rx-cognito', 'best peer', 'the limit', 'command'],
    rows.map(({ what, ours, peer, limit, command }) => [
      what,
      `**${ours}**`,
      peer ?? '–',
      limit ?? '–',
      `\`${command}\``,
    ]),
  );
}

function chartText({ name, bench, run }: Measured): readonly string[] {
  const chart = bench.report.chart?.(run.results);
  if (!chart) return [];
  const source = `<source media="(prefers-color-scheme: dark)" srcset="./benchmarks/${name}-dark.svg">`;
  return [`<picture>${source}<img alt="${chart.title}" src="./benchmarks/${name}-light.svg"></picture>`];
}

/** Returns what the documents say of the results, section by section; the first is the summary. */
export function sectionsOf(all: readonly Measured[]): readonly Section[] {
  const summary = [summaryOf(summaryRowsOf(all)), ...all.flatMap(chartText)].join('\n\n');
  return [
    { document: DOCUMENT, mark: SUMMARY, text: summary },
    ...all.map(({ name, bench: { report }, run }) => ({
      document: report.document ?? DOCUMENT,
      mark: name,
      text: [report.text(run.results), `${machineText(run.machine)} It took ${run.seconds} s.`].join('\n\n'),
    })),
  ];
}

/** Returns the charts, light and dark, by the names of their files. */
export function chartsOf(all: readonly Measured[]): ReadonlyMap<string, string> {
  const charts = all.flatMap(({ name, bench, run }) => {
    const chart = bench.report.chart?.(run.results);
    return chart
      ? Object.entries(THEMES).map(
          ([theme, colours]) => [`${name}-${theme}.svg`, svgOf(chart, colours)] as const,
        )
      : [];
  });
  return new Map(charts);
}

const marksOf = (mark: string): readonly [string, string] => [
  `<!-- bench:${mark} -->`,
  `<!-- /bench:${mark} -->`,
];

interface Parts {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

function partsOf(whole: string, { document, mark }: Omit<Section, 'text'>): Parts {
  const [begin, end] = marksOf(mark);
  const [before, rest] = whole.split(begin);
  const [text, after] = rest?.split(end) ?? [];
  if (before === undefined || text === undefined || after === undefined)
    throw new Error(`${document} has no section ${begin}.`);
  return { before, text: text.trim(), after };
}

/** Returns what stands in a section of a document. */
export const sectionIn = (whole: string, section: Omit<Section, 'text'>): string =>
  partsOf(whole, section).text;

/** Returns the document with a section replaced. */
export function withSection(whole: string, section: Section): string {
  const { before, after } = partsOf(whole, section);
  const [begin, end] = marksOf(section.mark);
  return `${before}${begin}\n\n${section.text}\n\n${end}${after}`;
}

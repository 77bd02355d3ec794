import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Run, SummaryRow } from './bench';
import { BENCHES } from './benches';
import { svgOf, THEMES } from './chart';
import { replaceSection } from './document';
import { resultsFolder, resultsOf } from './results';
import { machineText, table } from './tables';

const DOCUMENT = 'docs/benchmarks.md';
const CHARTS = 'docs/benchmarks';

interface Written {
  readonly name: string;
  readonly bench: Bench<unknown>;
  readonly run: Run<unknown>;
}

/** Writes the table that opens the document. */
export function summaryOf(rows: readonly (SummaryRow & { readonly command: string })[]): string {
  const sorted = [...rows].sort((one, other) => one.place - other.place);
  return table(
    ['', 'rx-cognito', 'best peer', 'the limit', 'command'],
    sorted.map(({ what, ours, peer, limit, command }) => [
      what,
      `**${ours}**`,
      peer,
      limit ?? '–',
      `\`${command}\``,
    ]),
  );
}

function chartText({ name, bench, run }: Written): string | undefined {
  const chart = bench.chart?.(run.results);
  if (!chart) return undefined;
  const [light, dark] = ['light', 'dark'].map((theme) => `./benchmarks/${name}-${theme}.svg`);
  return (
    `<picture><source media="(prefers-color-scheme: dark)" srcset="${dark ?? ''}">` +
    `<img alt="${chart.title}" src="${light ?? ''}"></picture>`
  );
}

function writeCharts({ name, bench, run }: Written, folder: string): void {
  const chart = bench.chart?.(run.results);
  if (!chart) return;
  mkdirSync(folder, { recursive: true });
  for (const [theme, colours] of Object.entries(THEMES)) {
    writeFileSync(join(folder, `${name}-${theme}.svg`), svgOf(chart, colours));
  }
}

const sectionOf = ({ bench, run }: Written): string =>
  [bench.report(run.results), `${machineText(run.machine)} It took ${run.seconds} s.`].join('\n\n');

const summaryRows = (all: readonly Written[]): ReturnType<typeof rowsOf> => all.flatMap(rowsOf);

const rowsOf = ({ name, bench, run }: Written): (SummaryRow & { readonly command: string })[] =>
  (bench.rows?.(run.results) ?? []).map((row) => ({ ...row, command: `npm run bench -- ${name}` }));

/** Writes the documents, or a draft of them where somebody just tries, from the last results. */
export async function writeDocuments(isQuick: boolean): Promise<void> {
  const all: Written[] = [];
  for (const [name, load] of Object.entries(BENCHES)) {
    const run = resultsOf(name, isQuick);
    if (run) all.push({ name, run, bench: (await load()).bench });
  }
  const summary = [summaryOf(summaryRows(all)), ...all.map(chartText).filter((it) => it !== undefined)];
  if (isQuick) {
    const draft = [...summary, ...all.map((written) => `## ${written.name}\n\n${sectionOf(written)}`)];
    writeFileSync(join(resultsFolder(true), 'benchmarks.md'), `${draft.join('\n\n')}\n`);
    for (const written of all) writeCharts(written, join(resultsFolder(true), 'benchmarks'));
    process.stdout.write(`${draft.join('\n\n')}\n`);
    return;
  }
  await replaceSection(DOCUMENT, 'summary', summary.join('\n\n'));
  for (const written of all) {
    await replaceSection(written.bench.document ?? DOCUMENT, written.name, sectionOf(written));
    writeCharts(written, join(import.meta.dirname, '..', CHARTS));
  }
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { CHARTS, chartsOf, sectionsOf, withSection } from './documents';
import type { Section } from './documents';
import { measured } from './measured';
import { resultsFolder } from './results';

const root = join(import.meta.dirname, '..');

function writeCharts(charts: ReadonlyMap<string, string>, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, svg] of charts) writeFileSync(join(folder, file), svg);
}

/** In the format of the repository. */
async function writeSection(section: Section): Promise<void> {
  const path = join(root, section.document);
  const written = withSection(readFileSync(path, 'utf8'), section);
  writeFileSync(path, await format(written, { ...(await resolveConfig(path)), filepath: path }));
}

/** Writes the documents, or a draft of them where somebody just tries, from the last results. */
export async function writeDocuments(isQuick: boolean): Promise<void> {
  const all = measured(isQuick);
  const sections = sectionsOf(all);
  writeCharts(chartsOf(all), isQuick ? join(resultsFolder(true), 'benchmarks') : join(root, CHARTS));
  if (isQuick) {
    const draft = `${sections.map(({ mark, text }) => `## ${mark}\n\n${text}`).join('\n\n')}\n`;
    writeFileSync(join(resultsFolder(true), 'benchmarks.md'), draft);
    process.stdout.write(draft);
    return;
  }
  for (const section of sections) await writeSection(section);
}

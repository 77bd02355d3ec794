import { readdirSync, readFileSync } from 'node:fs';
import { BENCHES, WHOLE_SECONDS } from '../../bench/benches';
import { CHARTS, chartsOf, sectionIn, sectionsOf, summaryRowsOf, withSection } from '../../bench/documents';
import { measured } from '../../bench/measured';
import { gapsIn } from '../../bench/results';

/** Tables are padded in the documents, to be read there as well. */
const plain = (text: string): string =>
  text
    .split('\n')
    .map((line) =>
      line.startsWith('|')
        ? line
            .split('|')
            .map((cell) => cell.trim().replace(/^-{3,}(:?)$/, '--$1'))
            .join('|')
        : line,
    )
    .join('\n')
    .replaceAll('|--|', '|---|');

const kept = measured(false);

describe('docs/benchmarks.md', () => {
  it.each(sectionsOf(kept))('says in $document, $mark, what bench/results say (#16)', (section) => {
    const whole = readFileSync(section.document, 'utf8');
    // Another text? `npm run bench -- --write`
    expect(plain(sectionIn(whole, section))).toBe(plain(section.text));
  });

  it('says of what was not measured that it was not, and how it is', () => {
    const missing = Object.entries(BENCHES).filter(([name]) => !kept.some((it) => it.name === name));
    for (const [mark, { report }] of missing) {
      const document = report.document ?? 'docs/benchmarks.md';
      const text = sectionIn(readFileSync(document, 'utf8'), { document, mark });
      expect(text).toBe(`Not measured on a quiet machine yet: \`npm run bench -- ${mark}\`.`);
    }
  });

  it('shows the charts that bench/results draw, and no others', () => {
    const charts = chartsOf(kept);
    expect(readdirSync(CHARTS).sort()).toEqual([...charts.keys()].sort());
    for (const [file, svg] of charts) expect(readFileSync(`${CHARTS}/${file}`, 'utf8')).toBe(svg);
  });

  it('holds figures everywhere', () => {
    for (const { run } of kept) expect(gapsIn(run.results)).toEqual([]);
    for (const { text } of sectionsOf(kept)) expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('has one row a place in the table that opens it, each with the command that measures it', () => {
    const rows = summaryRowsOf(kept);
    const places = rows.map(({ place }) => place);
    expect(places).toEqual([...new Set(places)]);
    for (const { command } of rows) expect(command.replace('npm run bench -- ', '') in BENCHES).toBe(true);
  });
});

describe('withSection', () => {
  const document = 'a document';
  const whole = 'before\n\n<!-- bench:a -->\n\nold\n\n<!-- /bench:a -->\n\nafter\n';

  it('replaces what stands between the marks, and nothing else', () => {
    const written = withSection(whole, { document, mark: 'a', text: 'new' });
    expect(written).toBe(whole.replace('old', 'new'));
    expect(sectionIn(written, { document, mark: 'a' })).toBe('new');
  });

  it('says which marks are missing', () => {
    expect(() => withSection(whole, { document, mark: 'b', text: '' })).toThrow(
      'a document has no section <!-- bench:b -->.',
    );
  });
});

describe('BENCHES', () => {
  it('fit into the time of the whole, with the build before them (#16)', () => {
    const budgets = Object.values(BENCHES).map(({ budgetSeconds }) => budgetSeconds);
    expect(budgets.reduce((sum, seconds) => sum + seconds, 60)).toBeLessThanOrEqual(WHOLE_SECONDS);
  });
});

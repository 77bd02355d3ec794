import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PLATFORMS } from './srp-fixtures';
import type { HeapReport } from './srp-heap-program';

const LIMIT_MS = 120_000;
const NOTHING = { passwords: 0, bigints: 0, bytes: 0 };

describe.each(PLATFORMS)('SrpEphemeral, kept after its use, with %s', (name) => {
  let report: HeapReport;

  beforeAll(async () => {
    const program = join(__dirname, 'srp-heap-program.ts');
    const { stdout } = await promisify(execFile)('node', ['--expose-gc', '--import', 'tsx', program]);
    const found = (JSON.parse(stdout) as Readonly<Record<string, HeapReport>>)[name];
    if (found === undefined) throw new Error(`The heap of ${name} was not searched.`);
    report = found;
  }, LIMIT_MS);

  it('has its secrets in the heap before the claim, where the search finds them', () => {
    expect(report.held.passwords).toBeGreaterThan(0);
    expect(report.held.bigints).toBeGreaterThanOrEqual(2);
  });

  it.each(['claimed', 'refused', 'cancelled', 'discarded'] as const)(
    'leaves no password, a, S or key in the heap once %s (R40)',
    (end) => {
      expect(report[end]).toEqual(NOTHING);
    },
  );
});

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PLATFORMS } from './srp-fixtures';
import type { HeapReport } from './srp-heap-program';

const LIMIT_MS = 120_000;
const NOTHING = { passwords: 0, bigints: 0, bytes: 0 };

describe('SrpEphemeral, kept after its use', () => {
  let reports: Readonly<Record<string, HeapReport>>;

  beforeAll(async () => {
    const program = join(__dirname, 'srp-heap-program.ts');
    const { stdout } = await promisify(execFile)('node', ['--expose-gc', '--import', 'tsx', program]);
    reports = JSON.parse(stdout) as typeof reports;
  }, LIMIT_MS);

  describe.each(PLATFORMS)('with %s', (name) => {
    it('has its secrets in the heap before the claim, where the search finds them', () => {
      expect(reports[name]?.held).toMatchObject({ passwords: 1, bigints: 2 });
    });

    it.each(['claimed', 'refused', 'cancelled', 'discarded'] as const)(
      'leaves no password, a, S or key in the heap once %s (R40)',
      (end) => {
        expect(reports[name]?.[end]).toEqual(NOTHING);
      },
    );
  });
});

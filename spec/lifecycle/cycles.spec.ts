import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CyclesReport } from './cycles-program';

const CYCLES = 10_000;
const LIMIT_MS = 240_000;
/** A single small object left behind by each cycle would be more. */
const TOLERANCE_BYTES = 700_000;

describe('createAuth, over a long life', () => {
  let report: CyclesReport;

  beforeAll(async () => {
    const program = join(__dirname, 'cycles-program.ts');
    const args = ['--expose-gc', '--import', 'tsx', program, `${CYCLES}`];
    // Resolves once the process has ended by itself.
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: LIMIT_MS });
    report = JSON.parse(stdout) as CyclesReport;
  }, LIMIT_MS);

  it('keeps the heap flat over 10 000 sign-ins and sign-outs (R45)', () => {
    const [first, ...later] = report.heap;
    expect(report.cycles).toBe(CYCLES);
    expect(later.at(-1)! - first!).toBeLessThan(TOLERANCE_BYTES);
  });

  it('leaves no timer behind after destroy(), in the middle of a refresh, and lets Node exit (R45)', () => {
    expect(report.timers.refreshing).toBeGreaterThan(0);
    expect(report.timers.destroyed).toBe(0);
  });
});

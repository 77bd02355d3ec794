import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ADA, startPool, stopAll } from './fixture';
import type { PasswordReport } from './password-heap-program';

const LIMIT_MS = 120_000;
const CANARY = 'Canary-of-the-password-1!';

interface Findings {
  readonly counts: PasswordReport;
  readonly states: readonly string[];
}

describe('the password of a sign-in', () => {
  let findings: Findings;

  beforeAll(async () => {
    const ada = { ...ADA, password: CANARY };
    const eve = {
      ...ada,
      username: 'eve',
      attributes: { phone_number: '+4917' },
      mfa: { enabled: ['SMS_MFA'] },
    } as const;
    const pool = await startPool({ users: [ada, eve] });
    const program = join(__dirname, 'password-heap-program.ts');
    const given = [
      pool.endpoint,
      pool.userPoolId,
      pool.userPoolClientId,
      Buffer.from(CANARY).toString('base64'),
    ];
    const { stdout } = await promisify(execFile)('node', [
      '--expose-gc',
      '--import',
      'tsx',
      program,
      ...given,
    ]);
    findings = JSON.parse(stdout) as Findings;
    await stopAll();
  }, LIMIT_MS);

  it('is found where it is held, and the sign-ins came to what was meant', () => {
    expect(findings.counts.held).toBeGreaterThan(0);
    expect(findings.states).toEqual(['signedIn', 'signedIn', 'signedOut', 'signingIn', 'signedOut']);
  });

  it.each(['signedIn', 'signedInOpenly', 'refused', 'challenged', 'cancelled'] as const)(
    'is nowhere in the heap once %s, while the Auth lives on (R40)',
    (end) => {
      expect(findings.counts[end]).toBe(0);
    },
  );
});

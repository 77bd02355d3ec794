import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository, runNode } from './run';

const FENCE = '```';

/** Line 4 and 9 hold a fault each; line 14 is right only with what the comment gives. */
const readme = `# Samples

${FENCE}ts
const count: number = 'many';
const total = 1;
${FENCE}

${FENCE}ts continued
total.length;
${FENCE}

<!-- sample: declare const render: (text: string) => void; -->
${FENCE}ts
render('ready');
${FENCE}

${FENCE}js
no.sample();
${FENCE}
`;

describe('docs-samples', () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'rx-cognito-samples-'));
    for (const name of ['node_modules', 'src', 'tsconfig.json', 'tsconfig.spec.json']) {
      symlinkSync(join(repository, name), join(root, name));
    }
    writeFileSync(join(root, 'README.md'), readme);
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('names the line of each fault in a sample, and fails', () => {
    const { status, stdout, stderr } = runNode([join(repository, '.ci/docs-samples.mjs')], root);

    expect(stderr.split('\n').filter((line) => line !== '')).toEqual([
      expect.stringMatching(/^README\.md:4 .*not assignable/),
      expect.stringMatching(/^README\.md:9 .*'length'/),
    ]);
    expect(stdout).toBe('2 samples in 1 documents, 2 problems\n');
    expect(status).toBe(1);
  });
});

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumOptions } from '../../bench/chromium';
import { BUILD_LIMIT_MS, openTheatre } from './stage';
import type { Stage, Theatre } from './stage';

const REPOSITORY = join(__dirname, '../..');
const BLOCK = /```ts\n([\s\S]*?)```/g;
/** Generous: a machine that has much else to do is no failure. */
const PATIENCE = { timeout: 120_000, expect: { timeout: 60_000 } };
const RUN_LIMIT_MS = 400_000;

interface Finished {
  readonly status: number | null;
  readonly output: string;
}

/** Runs Playwright's own runner, beside this one: the user pool is served by this process. */
function runPlaywright(folder: string): Promise<Finished> {
  const { JEST_WORKER_ID: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    [join(REPOSITORY, 'node_modules/@playwright/test/cli.js'), 'test', '--config', folder],
    { cwd: folder, env: { ...env, FORCE_COLOR: '0', CI: '1' } },
  );
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      resolve({ status, output });
    });
  });
}

describe('docs/recipes/end-to-end.md', () => {
  let theatre: Theatre;
  let stage: Stage;
  let folder: string;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, BUILD_LIMIT_MS);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage();
    // Within the repository, so that the tests find the packages as those of an application would.
    mkdirSync(join(REPOSITORY, 'reports'), { recursive: true });
    folder = mkdtempSync(join(REPOSITORY, 'reports/end-to-end-'));
  });

  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await stage.close();
  });

  it(
    'has tests for Playwright that pass in the example, over the emulator, and only there (#18)',
    async () => {
      const text = readFileSync(join(REPOSITORY, 'docs/recipes/end-to-end.md'), 'utf8');
      const [, config = '', tests = ''] = [...text.matchAll(BLOCK)].map(([, block]) => block);
      writeFileSync(join(folder, 'recipe.config.ts'), config);
      writeFileSync(
        join(folder, 'recipe.spec.ts'),
        tests.replaceAll('http://127.0.0.1:9229', stage.pool.endpoint),
      );
      // The servers run already, on ports of their own, and so does the browser's package.
      const use = { baseURL: stage.example.url, launchOptions: await chromiumOptions() };
      writeFileSync(
        join(folder, 'playwright.config.ts'),
        `import recipe from './recipe.config';
        export default { ...recipe, ...${JSON.stringify({ ...PATIENCE, reporter: 'line', outputDir: join(folder, 'results') })}, webServer: undefined,
          use: { ...recipe.use, ...${JSON.stringify(use)} } };`,
      );

      const { status, output } = await runPlaywright(folder);
      expect(output).toContain('3 passed');
      expect(status).toBe(0);
      expect(stage.pool.requests.callsOf('RevokeToken')).toBeGreaterThan(0);
    },
    RUN_LIMIT_MS,
  );
});

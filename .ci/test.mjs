/**
 * `npm test`: every check there is, as many at a time as there are cores. A failing step does not keep the others
 * from running; its output is printed. The last line counts the whole run: jest's tests, and each other check as one.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';

const STEP_LIMIT_MS = 8 * 60_000;
const LANES = Math.max(1, Math.min(4, availableParallelism()));
const REPORTS = 'reports/jest';

const check = (script, needs) => ({ name: script, command: ['run', '--silent', script], needs });

const jest = (folder, needs, ...options) => ({
  name: `test:${folder}`,
  command: ['run', '--silent', `test:${folder}`, '--', '-w', '1', ...options, ...jsonReport(folder)],
  report: reportOf(folder),
  needs,
});
const reportOf = (folder) => `${REPORTS}/${folder}.json`;
const jsonReport = (folder) => ['--json', `--outputFile=${reportOf(folder)}`];

// The longest first: they set how long the whole takes.
const steps = [
  check('build'),
  check('docs'),
  jest('unit', undefined, '--coverage'),
  check('lint'),
  jest('integration', 'build'),
  jest('tools'),
  jest('example', 'build'),
  jest('browser', 'build'),
  check('test:start', 'build'),
  jest('heap'),
  check('test:model'),
  check('types'),
  jest('package', 'build'),
  jest('site', 'docs'),
  jest('compat'),
  check('types:dist', 'build'),
  check('types:dist:ts7', 'build'),
  check('check:publint', 'build'),
  check('check:attw', 'build'),
  check('check:api', 'build'),
  check('check:workflows'),
  check('check:unused'),
  check('lint:layers'),
  check('docs:samples'),
  check('format'),
].filter(({ name }) => existsFor(name));

/** A kind of jest spec that has no folder yet is no step yet. */
function existsFor(name) {
  const folder = /^test:(integration|browser|example|package|site)$/.exec(name)?.[1];
  return folder === undefined || existsSync(`spec/${folder}`);
}

function run({ command }) {
  return new Promise((resolve) => {
    const child = spawn('npm', command, { detached: true, env: { ...process.env, FORCE_COLOR: '0' } });
    const output = [];
    const limit = setTimeout(() => {
      output.push(`\ncut off after ${STEP_LIMIT_MS / 1000} s\n`);
      process.kill(-child.pid, 'SIGKILL');
    }, STEP_LIMIT_MS);
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ ok: code === 0, output: output.join('') });
    });
  });
}

/** What a step adds to the count; a run of jest that fails for another reason (coverage) is one failure more. */
function count({ report }, ok) {
  if (report === undefined) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  const result = readReport(report);
  if (result === undefined) return { passed: 0, failed: 1 };
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: ok ? failed : Math.max(1, failed) };
}

async function runAll() {
  const waiting = [...steps];
  const finished = new Map();
  const totals = { passed: 0, failed: 0 };

  const isReady = ({ needs }) => needs === undefined || finished.has(needs);
  const lane = async () => {
    while (waiting.length > 0) {
      const index = waiting.findIndex(isReady);
      if (index === -1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      const [step] = waiting.splice(index, 1);
      const canRun = step.needs === undefined || finished.get(step.needs);
      finished.set(step.name, canRun ? await runOne(step, totals) : leaveOut(step, totals));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return totals;
}

/** What cannot run counts as a failure, or a broken build would hide all that depends on it. */
function leaveOut(step, totals) {
  totals.failed += 1;
  console.log(`FAIL      –    ${step.name}: ${step.needs} failed`);
  return false;
}

async function runOne(step, totals) {
  const startedAt = performance.now();
  const { ok, output } = await run(step);
  const { passed, failed } = count(step, ok);
  totals.passed += passed;
  totals.failed += failed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  const tests = step.report === undefined ? '' : `  ${passed} passed, ${failed} failed`;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${seconds} s  ${step.name}${tests}`);
  if (!ok) console.log(output.replace(/^/gm, '     | '));
  return ok;
}

/** Returns what jest reported; `undefined` where it was cut off before, or while, it wrote. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The spec files that took longest, in milliseconds: where an hour is best spent on the daily run. */
function slowest(count) {
  const files = readdirSync(REPORTS).flatMap((report) =>
    (readReport(`${REPORTS}/${report}`)?.testResults ?? []).map(({ name, startTime, endTime }) => ({
      name: relative('.', name),
      ms: endTime - startTime,
    })),
  );
  return files.sort((one, other) => other.ms - one.ms).slice(0, count);
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const { passed, failed } = await runAll();
console.log('the slow ten:');
for (const { name, ms } of slowest(10)) console.log(`     ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
const total = `${passed} passed, ${failed} failed`;
writeFileSync('reports/count.txt', `${total}\n`);
console.log(total);
process.exitCode = failed === 0 ? 0 : 1;

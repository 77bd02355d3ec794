/*
 * npm run bench                  all of them, and docs/benchmarks.md from what they measured
 * npm run bench -- start srp     some of them
 * npm run bench -- --quick       a few rounds of each; nothing is written but reports/bench
 * npm run bench -- --write       measures nothing: writes the documents from the last results
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BENCHES, WHOLE_SECONDS } from './benches';
import { thisMachine } from './machine';
import { forgetTry, gapsIn, keepResults, resultsOf } from './results';
import { writeDocuments } from './write';

const { values, names } = argumentsOf(process.argv.slice(2));
const isQuick = values.has('--quick');

function argumentsOf(given: readonly string[]): {
  readonly values: ReadonlySet<string>;
  readonly names: readonly string[];
} {
  const names = given.filter((name) => !name.startsWith('--'));
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0)
    throw new Error(`There is no bench ${unknown.join(', ')}, but ${Object.keys(BENCHES).join(', ')}.`);
  return { values: new Set(given.filter((value) => value.startsWith('--'))), names };
}

const secondsSince = (startedAt: number): number => Math.round((performance.now() - startedAt) / 1_000);

/** Runs in a process of its own: what a client leaves behind is nobody else's. */
async function measureHere(name: string): Promise<void> {
  const bench = BENCHES[name];
  if (!bench) return;
  const startedAt = performance.now();
  const machine = await thisMachine();
  const results = await bench.measure(isQuick);
  keepResults(name, { machine, isQuick, seconds: secondsSince(startedAt), results });
}

function inProcess(command: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve(code === 0);
    });
  });
}

/** Measures one, and says what is wrong with its figures; that some were not taken is the worst of it. */
async function measureOne(name: string): Promise<readonly string[]> {
  const flags = ['--tsconfig', 'tsconfig.spec.json', fileURLToPath(import.meta.url), '--here', name];
  if (isQuick) forgetTry(name);
  const isDone = await inProcess('npx', ['tsx', ...flags, ...(isQuick ? ['--quick'] : [])]);
  const [bench, run] = [BENCHES[name], resultsOf(name, isQuick)];
  if (!isDone || !bench || !run) return ['it could not be measured.'];
  const gaps = gapsIn(run.results);
  return gaps.length > 0
    ? gaps.map((gap) => `there is no figure for ${gap}.`)
    : bench.report.faults(run.results);
}

async function measureAll(): Promise<readonly string[]> {
  const beganAt = performance.now();
  // What is measured in pages is the package as it is published.
  if (!(await inProcess('npm', ['run', '--silent', 'build']))) return ['The package could not be built.'];
  const faults: string[] = [];
  const durations: string[] = [`${secondsSince(beganAt)} s: the build of the package`];
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const startedAt = performance.now();
    const found = await measureOne(name);
    faults.push(...found.map((fault) => `${name}: ${fault}`));
    durations.push(`${secondsSince(startedAt)} s of ${BENCHES[name]?.budgetSeconds} s: ${name}`);
    console.log(durations.at(-1));
  }
  const whole = secondsSince(beganAt);
  console.log(['', ...durations, `${whole} s of ${WHOLE_SECONDS} s: all`].join('\n'));
  return whole > WHOLE_SECONDS ? [...faults, `All of it took ${whole} s.`] : faults;
}

if (values.has('--here')) {
  for (const name of names) await measureHere(name);
} else {
  const faults = values.has('--write') ? [] : await measureAll();
  await writeDocuments(isQuick);
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
// Some clients leave timers behind.
process.exit();

/*
 * npm run bench                  all of them, and docs/benchmarks.md from what they measured
 * npm run bench -- start srp     some of them
 * npm run bench -- --quick       a few rounds of each; nothing is written but reports/bench
 * npm run bench -- --write       measures nothing: writes the documents from the last results
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BENCHES } from './benches';
import { keepResults, resultsOf, thisMachine } from './results';
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

/** Runs in a process of its own: what a client leaves behind is nobody else's. */
async function measureHere(name: string): Promise<void> {
  const loaded = await BENCHES[name]?.();
  if (!loaded) return;
  const startedAt = performance.now();
  const machine = await thisMachine();
  const results = await loaded.bench.measure(isQuick);
  keepResults(name, {
    machine,
    isQuick,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    results,
  });
}

function inProcess(command: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve(code === 0);
    });
  });
}

async function faultsOf(name: string): Promise<readonly string[]> {
  const run = resultsOf(name, isQuick);
  const loaded = await BENCHES[name]?.();
  return run && loaded ? loaded.bench.faults(run.results).map((fault) => `${name}: ${fault}`) : [];
}

async function measureAll(): Promise<readonly string[]> {
  // What is measured in pages is the package as it is published.
  if (!(await inProcess('npm', ['run', '--silent', 'build']))) return ['The package could not be built.'];
  const faults: string[] = [];
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const startedAt = performance.now();
    const flags = ['--tsconfig', 'tsconfig.spec.json', fileURLToPath(import.meta.url), '--here', name];
    const isDone = await inProcess('npx', ['tsx', ...flags, ...(isQuick ? ['--quick'] : [])]);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    console.log(`${isDone ? 'done' : 'FAILED'} in ${seconds} s: ${name}`);
    faults.push(...(isDone ? await faultsOf(name) : [`${name}: it could not be measured.`]));
  }
  return faults;
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

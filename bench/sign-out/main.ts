import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { CONTESTANTS } from './contestants';
import { measureOwnWork } from './own-work';
import { QUIET } from './quiet';
import type { PlayedOutcome, SignOutResults } from './report';
import { SCENARIOS } from './scenarios';
import type { Outcome } from './scenarios';

const PATIENCE_MS = 60_000;
const repository = join(import.meta.dirname, '../..');
/** In the repository, so that Node finds the packages; ours as it is published. */
const PROGRAM = join(repository, '.cache/bench/sign-out.mjs');

interface Playing {
  readonly outcome: Promise<PlayedOutcome>;
  /** Resolves when it has nothing more to do but wait, or has ended. */
  readonly quiet: Promise<unknown>;
}

/** A program that compiles itself first would be nobody's cold start. */
const bundlePlay = (): Promise<unknown> =>
  build({
    entryPoints: [join(import.meta.dirname, 'play.ts')],
    bundle: true,
    outfile: PROGRAM,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['rx-cognito', 'rxjs'],
    // Of packages that are no ES modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
    tsconfigRaw: {},
  });

/** Each run has a process of its own: what hangs in one is nobody else's. */
function begin(fault: string, client: string): Playing {
  const child = spawn(process.execPath, [PROGRAM, fault, client], { timeout: PATIENCE_MS });
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const lines = createInterface(child.stdout);
  let played: Outcome | undefined;
  const isQuiet = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (line === QUIET) resolve();
      else if (line.startsWith('{')) played = JSON.parse(line) as Outcome;
    });
  });
  const outcome = new Promise<PlayedOutcome>((resolve, reject) => {
    child.on('close', () => {
      if (played) resolve({ fault, client, ...played });
      else reject(new Error(`${fault}, ${client}: ${errors.join('')}`));
    });
  });
  // It is awaited after all have begun.
  outcome.catch(() => undefined);
  return { outcome, quiet: Promise.race([isQuiet, outcome]) };
}

/** One after the other as long as they do something; what just waits, waits beside the next. */
async function playAll(): Promise<readonly PlayedOutcome[]> {
  const outcomes: Promise<PlayedOutcome>[] = [];
  for (const scenario of SCENARIOS) {
    for (const contestant of CONTESTANTS) {
      const { outcome, quiet } = begin(scenario.name, contestant.name);
      outcomes.push(outcome);
      await quiet;
    }
  }
  return Promise.all(outcomes);
}

/** Signs out under each fault with each client, and then without any, again and again. */
export async function measure(isQuick: boolean): Promise<SignOutResults> {
  await bundlePlay();
  return { outcomes: await playAll(), ownWork: await measureOwnWork(isQuick ? 100 : 500) };
}

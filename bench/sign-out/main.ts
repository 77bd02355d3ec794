import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CONTESTANTS } from './contestants';
import { play, SCENARIOS } from './scenarios';
import type { Outcome } from './scenarios';

const DOCUMENT = 'docs/sign-out.md';
const MARK = '<!-- bench:sign-out -->';
const COLUMNS = [
  'fault',
  'client',
  'tokens left',
  'signed in after',
  'told',
  'requests',
  'clean after',
  'told after',
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Each run has a process of its own: what hangs in one is nobody else's. */
const inProcess = (scenario: string, contestant: string): Outcome => {
  const { stdout, stderr } = spawnSync('npx', ['tsx', fileURLToPath(import.meta.url), scenario, contestant], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`${scenario}, ${contestant}: ${stderr}`);
  return JSON.parse(line) as Outcome;
};

const table = (): string => {
  const rows = SCENARIOS.flatMap(({ name }) =>
    CONTESTANTS.map((contestant) => {
      const outcome = inProcess(name, contestant.name);
      const cells = [
        name,
        contestant.name,
        outcome.left,
        outcome.isSignedIn,
        outcome.told,
        outcome.requests,
        outcome.cleanMs,
        outcome.toldMs,
      ];
      return row(cells.map(String));
    }),
  );
  return [row(COLUMNS), row(COLUMNS.map(() => '---')), ...rows].join('\n');
};

const [scenario, contestant] = process.argv.slice(2);
if (scenario !== undefined && contestant !== undefined) {
  const outcome = await play(scenario, contestant);
  process.stdout.write(`${JSON.stringify(outcome)}\n`, () => {
    process.exit();
  });
} else {
  const made = table();
  const [before = '', , after = ''] = readFileSync(DOCUMENT, 'utf8').split(MARK);
  writeFileSync(DOCUMENT, `${before}${MARK}\n\n${made}\n\n${MARK}${after}`);
  process.stdout.write(`${made}\n`);
}

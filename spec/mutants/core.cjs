/**
 * The specs of the core in one file, for the mutation run: loading thirty spec files for each mutant would take hours. `run.mjs`
 * says of which folders.
 */
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { addEventHandler } = require('jest-circus');

// One spec that fails is enough: the others are skipped, as Jest's own `bail` skips the other files.
let hasFailed = false;
addEventHandler(({ name, test }) => {
  if (name === 'test_fn_failure') hasFailed = true;
  if (name === 'test_start' && hasFailed) test.mode = 'skip';
});

// What reads the sources as a text would read the mutants.
const readsSources = (path) => /from 'typescript'/.test(readFileSync(path, 'utf8'));

for (const folder of (process.env['MUTANTS_OF'] ?? 'model,machine,flows,user-pool').split(',')) {
  const specs = join(__dirname, '..', folder);
  for (const file of readdirSync(specs, { recursive: true })) {
    if (file.endsWith('.spec.ts') && !readsSources(join(specs, file))) require(join(specs, file));
  }
}

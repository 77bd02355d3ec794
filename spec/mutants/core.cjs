/**
 * Every spec of the core in one file, for the mutation run: loading thirty spec files for each mutant would take hours.
 */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

for (const folder of ['model', 'machine', 'flows']) {
  const specs = join(__dirname, '..', folder);
  for (const file of readdirSync(specs)) {
    if (file.endsWith('.spec.ts')) require(join(specs, file));
  }
}

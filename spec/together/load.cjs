/**
 * Spec files, many in one: for each file, jest loads its own modules, the sources and RxJS anew, which takes longer than most of
 * them run. `npm test` runs every file alone.
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

/** Of a file that wants options for its environment, which no other file shares, it is none. */
function environmentOf(file) {
  const source = readFileSync(file, 'utf8');
  if (source.includes('@jest-environment-options')) return undefined;
  return /@jest-environment (\w+)/.exec(source)?.[1] ?? 'node';
}

/** Loads the spec files of some folders that run in an environment. */
exports.load = (environment, ...folders) => {
  for (const folder of folders) {
    for (const path of readdirSync(join(root, folder), { recursive: true }).sort()) {
      const file = join(root, folder, path);
      if (file.endsWith('.spec.ts') && environmentOf(file) === environment) require(file);
    }
  }
};

/**
 * Spec files, many in one: for each file, jest loads its own modules, the sources and RxJS anew, which takes longer than most of
 * them run. `npm run test:alone` runs every file by itself.
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

/** What each of the files beside this one loads, by its name. */
const GROUPS = {
  core: { environment: 'node', folders: ['model', 'machine', 'flows', 'user-pool', 'ports'] },
  adapters: {
    environment: 'node',
    folders: ['aws', 'aws-sdk', 'storage', 'text', 'web'].map((name) => `adapters/${name}`),
  },
  entries: {
    environment: 'node',
    folders: [
      'account',
      'amplify',
      'bench',
      'docs',
      'hosted-ui',
      'identity-pool',
      'playground',
      'testing',
      'together',
    ],
  },
  // Angular's rendering on a server puts a global `Event` of its own in place.
  frameworks: { environment: 'node', folders: ['angular', 'types'] },
  pages: { environment: 'jsdom', folders: ['adapters', 'angular', 'docs', 'hosted-ui'] },
};

/** Of a file that wants options for its environment, which no other file shares, it is none. */
function environmentOf(file) {
  const source = readFileSync(file, 'utf8');
  if (/@jest-environment-options \{/.test(source)) return undefined;
  return /@jest-environment (\w+)/.exec(source)?.[1] ?? 'node';
}

/** Returns the spec files of a group. */
function specsOf(group) {
  const { environment, folders } = GROUPS[group];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((path) => join(root, folder, path)),
  );
  return files.filter((file) => file.endsWith('.spec.ts') && environmentOf(file) === environment).sort();
}

/** Loads the spec files of a group. */
function load(group) {
  for (const file of specsOf(group)) require(file);
}

module.exports = { GROUPS, load, specsOf };

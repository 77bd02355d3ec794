import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

interface Loading {
  readonly GROUPS: Readonly<Record<string, unknown>>;
  specsOf(group: string): readonly string[];
}

// A file of jest's own kind, which the configuration names.
const { GROUPS, specsOf } = jest.requireActual<Loading>('./load.cjs');

const spec = join(__dirname, '..');
/** Projects of their own in jest.config.mjs, and what is in nobody's lane but a heap's. */
const ELSEWHERE =
  /^(integration|browser|example|package|site|model-test|compat|emulator|cli|doctor|lifecycle)\/|srp-secrets/;
/** What the project names one by one. */
const ALONE =
  /^(([^/]+|adapters\/(srp\/)?[^/]+|ngrx\/.*)\.spec|(amplify\/cookies|angular\/managed-login)\.spec)\.ts$/;

describe('GROUPS', () => {
  it('hold every spec file of the library once, but those that the project names (#16)', () => {
    const all = readdirSync(spec, { recursive: true, encoding: 'utf8' }).filter(
      (path) =>
        path.endsWith('.spec.ts') &&
        !path.includes('node_modules') &&
        !ELSEWHERE.test(path) &&
        !ALONE.test(path),
    );
    const grouped = Object.keys(GROUPS).flatMap((group) =>
      specsOf(group).map((file) => relative(spec, file)),
    );
    expect(grouped.sort()).toEqual(all.sort());
  });
});

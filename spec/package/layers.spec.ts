import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository, runNode } from './run';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** A tree in which every import is allowed, by file. */
const lawful: Readonly<Record<string, string>> = {
  'src/index.ts': `export { createAuth } from './create-auth';`,
  'src/auth.ts': `import type { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
    export type Command = GetUserCommand;`,
  'src/create-auth.ts': `import { signOut } from './flows/sign-out'; import { sdk } from './adapters/aws/sdk';
    export const createAuth = () => [signOut, sdk];`,
  'src/model/state.ts': `export const state = 1;`,
  'src/ports/store.ts': `import { of } from 'rxjs'; import { state } from '../model/state'; export const store = of(state);`,
  'src/machine/machine.ts': `import { store } from '../ports/store'; export const machine = store;`,
  'src/flows/sign-out.ts': `import { machine } from '../machine/machine'; export const signOut = machine;`,
  'src/adapters/aws/sdk.ts': `import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
    import { state } from '../../model/state'; export const sdk = [GetUserCommand, state];`,
  'src/adapters/web/store.ts': `export const web = 1;`,
  'src/angular/index.ts': `import { createAuth } from 'rx-cognito'; export const provide = createAuth;`,
  'src/amplify/index.ts': `import { createAuth } from 'rx-cognito'; export const adopt = createAuth;`,
  'src/testing/index.ts': `import type { createAuth } from 'rx-cognito'; import { machine } from '../machine/machine';
    export const fake: [typeof createAuth?, typeof machine?] = [undefined, machine];`,
  'src/emulator/index.ts': `export const pool = 1;`,
  'src/emulator/server.ts': `import { createServer } from 'node:http'; export const serve = createServer;`,
  'spec/fixture.ts': `export const fixture = 1;`,
};

/** Import statement planted into which file → the rule that must name it. */
const planted: readonly (readonly [rule: string, file: string, code: string])[] = [
  ['model-imports-only-upwards', 'src/model/a.ts', `import '../ports/store';`],
  ['model-imports-nothing', 'src/model/b.ts', `import { of } from 'rxjs'; of(1);`],
  [
    'model-imports-nothing',
    'src/model/c.ts',
    `import type { Observable } from 'rxjs'; export type A = Observable<1>;`,
  ],
  ['ports-imports-only-upwards', 'src/ports/a.ts', `import '../machine/machine';`],
  ['machine-imports-only-upwards', 'src/machine/a.ts', `import '../flows/sign-out';`],
  ['flows-imports-only-upwards', 'src/flows/a.ts', `import '../adapters/web/store';`],
  ['flows-imports-only-upwards', 'src/flows/b.ts', `import '../create-auth';`],
  ['adapters-imports-only-upwards', 'src/adapters/a.ts', `import '../flows/sign-out';`],
  ['adapters-imports-only-upwards', 'src/adapters/b.ts', `import '../machine/machine';`],
  [
    'sdk-only-in-adapters',
    'src/flows/c.ts',
    `import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'; new GetUserCommand({ AccessToken: '' });`,
  ],
  [
    'sdk-only-in-adapters',
    'src/flows/d.ts',
    `export const lazy = () => import('@aws-sdk/client-cognito-identity-provider');`,
  ],
  ['sdk-only-in-adapters', 'src/flows/e.ts', `import { Client } from '@smithy/core/client'; new Client({});`],
  [
    'sdk-types-only-in-the-contract',
    'src/flows/f.ts',
    `import type { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'; export type A = GetUserCommand;`,
  ],
  ['framework-only-in-its-entry', 'src/flows/g.ts', `import { inject } from '@angular/core'; inject(1);`],
  [
    'angular-knows-no-ngrx',
    'src/angular/a.ts',
    `import { createAction } from '@ngrx/store'; createAction('');`,
  ],
  ['angular-imports-the-package-by-its-name', 'src/angular/b.ts', `import '../create-auth';`],
  ['amplify-imports-the-package-by-its-name', 'src/amplify/a.ts', `import '../create-auth';`],
  ['testing-reaches-the-core-over-its-ports', 'src/testing/a.ts', `import '../index';`],
  ['testing-reaches-the-core-over-its-ports', 'src/testing/b.ts', `import '../create-auth';`],
  ['testing-reaches-the-core-over-its-ports', 'src/testing/c.ts', `import '../adapters/web/store';`],
  ['emulator-imports-the-package-by-its-name', 'src/emulator/a.ts', `import '../model/state';`],
  ['emulator-knows-no-core', 'src/emulator/b.ts', `import 'rx-cognito';`],
  ['emulator-knows-no-core', 'src/emulator/c.ts', `import { of } from 'rxjs'; of(1);`],
  [
    'emulator-only-its-server-needs-node',
    'src/emulator/d.ts',
    `import { createServer } from 'node:http'; createServer();`,
  ],
  ['core-knows-no-entry', 'src/flows/h.ts', `import '../testing/index';`],
  ['nothing-imports-a-spec', 'src/adapters/c.ts', `import '../../spec/fixture';`],
  ['no-cycles', 'src/machine/b-again.ts', `import './b';`],
  ['resolves', 'src/machine/d.ts', `import './nowhere';`],
  ['library-imports-what-it-declares', 'src/adapters/d.ts', `import { test } from 'fast-check'; test;`],
];

const accomplices = { 'src/machine/b.ts': `import './b-again';` };

describe('layers', () => {
  let violations: readonly Violation[];
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'rx-cognito-layers-'));
    violations = cruise(root, {
      ...lawful,
      ...accomplices,
      ...Object.fromEntries(planted.map(([, file, code]) => [file, code])),
    });
  }, 60_000);

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each(planted)('%s: refuses what %s imports', (rule, file) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  it('allows what the design allows', () => {
    expect(Object.keys(lawful).flatMap(rulesBrokenBy)).toEqual([]);
  });

  function rulesBrokenBy(file: string): string[] {
    return violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
  }
});

function cruise(root: string, files: Readonly<Record<string, string>>): readonly Violation[] {
  for (const name of [
    '.ci/layers.mjs',
    '.dependency-cruiser.mjs',
    'package.json',
    'tsconfig.json',
    'tsconfig.spec.json',
  ]) {
    cpSync(join(repository, name), join(root, name));
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  for (const [name, code] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), code);
  }
  const depcruise = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout, stderr } = runNode([depcruise, 'src', 'spec', '--output-type', 'json'], root);
  if (stdout === '') throw new Error(stderr);
  const result = JSON.parse(stdout) as { readonly summary: { readonly violations: readonly Violation[] } };
  return result.summary.violations;
}

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
  'src/index.ts': `export { createAuth } from './create-auth'; export { memory } from './adapters/storage/memory';`,
  'src/auth.ts': `import type { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
    export type Command = GetUserCommand;`,
  'src/auth-options.ts': `export interface AuthOptions { readonly userPoolId: string }`,
  'src/create-auth.ts': `import { signOut } from './flows/sign-out'; import { web } from './adapters/web/store';
    export const createAuth = () => [signOut, web, import('./user-pool/user-pool')];`,
  'src/model/state.ts': `export const state = 1;`,
  'src/ports/store.ts': `import { of } from 'rxjs'; import { state } from '../model/state'; export const store = of(state);`,
  'src/machine/machine.ts': `import { store } from '../ports/store'; export const machine = store;`,
  'src/flows/sign-out.ts': `import { machine } from '../machine/machine'; export const signOut = machine;`,
  'src/user-pool/send.ts': `import { signOut } from '../flows/sign-out'; import { machine } from '../machine/machine';
    import { store } from '../ports/store'; import { state } from '../model/state';
    export const send = [signOut, machine, store, state];`,
  'src/user-pool/user-pool.ts': `import { requests } from '../adapters/aws/requests'; import { send } from './send';
    import { signOut } from '../flows/sign-out'; import type { AuthOptions } from '../auth-options';
    export const userPool = (options: AuthOptions) => [requests, send, signOut, options];`,
  'src/adapters/storage/memory.ts': `export const memory = 1;`,
  'src/adapters/aws/requests.ts': `import type { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
    export const requests = (): [Promise<unknown>, GetUserCommand?] => [import('../aws-sdk/sdk')];`,
  'src/adapters/aws-sdk/sdk.ts': `import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
    import { state } from '../../model/state'; export const sdk = [GetUserCommand, state];`,
  'src/adapters/web/store.ts': `export const web = 1;`,
  'src/angular/index.ts': `import { createAuth } from 'rx-cognito'; export const provide = createAuth;`,
  'src/amplify/index.ts': `import { createAuth } from 'rx-cognito'; export const adopt = createAuth;`,
  'src/account/index.ts': `import { createAuth } from 'rx-cognito'; export const load = () => [createAuth, import('./commands/c')];`,
  'src/account/commands/c.ts': `import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
    import { web } from '../../adapters/web/web-passkeys'; export const commands = [GetUserCommand, web];`,
  'src/adapters/web/web-passkeys.ts': `export const web = 1;`,
  'src/testing/index.ts': `import type { createAuth } from 'rx-cognito'; import { machine } from '../machine/machine';
    export const fake: [typeof createAuth?, typeof machine?] = [undefined, machine];`,
  'src/emulator/index.ts': `export const pool = 1;`,
  'src/emulator/server.ts': `import { createServer } from 'node:http'; export const serve = createServer;`,
  'src/emulator/pool/pool.ts': `import { pool } from '../index'; export const state = pool;`,
  'src/emulator/sign-in/sign-in.ts': `import { state } from '../pool/pool'; export const signIn = state;`,
  'src/emulator/wire/answer.ts': `import { signIn } from '../sign-in/sign-in'; export const answer = signIn;`,
  'src/doctor/diagnose.ts': `export const diagnose = 1;`,
  'src/cli/doctor.ts': `import { readFile } from 'node:fs/promises'; import { diagnose } from '../doctor/diagnose';
    import { pool } from '../emulator/index'; export const run = [readFile, diagnose, pool];
    export const sdk = () => import('@aws-sdk/client-cognito-identity-provider');`,
  'src/identity-pool/index.ts': `import { AuthError } from 'rx-cognito'; export const error = AuthError;`,
  'src/schematics/ng-add/ng-add.ts': `import { join } from 'node:path'; import { chain } from '@angular-devkit/schematics';
    import { addDependency } from '@schematics/angular/utility'; export const ngAdd = [join, chain, addDependency];`,
  'src/schematics/ng-add/files/page.ts': `import { inject } from '@angular/core'; import { createAuth } from 'rx-cognito';
    export const page = [inject, createAuth];`,
  'spec/fixture.ts': `export const fixture = 1;`,
};

/** Import statement planted into which file, a new one or at the end of a lawful one → the rule that must name it. */
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
  ['flows-imports-only-upwards', 'src/flows/i.ts', `import '../user-pool/send';`],
  [
    'flows-imports-only-upwards',
    'src/flows/j.ts',
    `import type { send } from '../user-pool/send'; export type A = typeof send;`,
  ],
  [
    'flows-imports-only-upwards',
    'src/flows/k.ts',
    `export const late = () => import('../user-pool/user-pool');`,
  ],
  ['machine-imports-only-upwards', 'src/machine/e.ts', `import '../user-pool/send';`],
  ['user-pool-imports-only-upwards', 'src/user-pool/a.ts', `import '../create-auth';`],
  ['user-pool-imports-only-upwards', 'src/user-pool/b.ts', `import '../auth-options';`],
  ['user-pool-imports-only-upwards', 'src/user-pool/c.ts', `import '../adapters/web/store';`],
  ['adapters-are-picked-in-two-places', 'src/user-pool/d.ts', `import '../adapters/web/store';`],
  ['adapters-are-picked-in-two-places', 'src/flows/l.ts', `import '../adapters/web/store';`],
  ['adapters-are-picked-in-two-places', 'src/auth.ts', `import './adapters/web/store';`],
  ['index-exports-storages-alone', 'src/index.ts', `export { web } from './adapters/web/store';`],
  ['user-pool-picks-adapters-and-options', 'src/user-pool/user-pool.ts', `import '../create-auth';`],
  ['user-pool-picks-adapters-and-options', 'src/user-pool/user-pool.ts', `import '../auth';`],
  ['user-pool-comes-by-import', 'src/create-auth.ts', `import './user-pool/user-pool';`],
  [
    'user-pool-comes-by-import',
    'src/create-auth.ts',
    `import type { userPool } from './user-pool/user-pool'; export type A = typeof userPool;`,
  ],
  [
    'user-pool-comes-into-create-auth',
    'src/operators.ts',
    `export const late = () => import('./user-pool/user-pool');`,
  ],
  ['user-pool-is-one-chunk', 'src/create-auth.ts', `export const late = () => import('./user-pool/send');`],
  ['adapters-imports-only-upwards', 'src/adapters/e.ts', `import '../user-pool/send';`],
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
    'sdk-only-in-adapters',
    'src/adapters/aws/a.ts',
    `import { Client } from '@smithy/core/client'; new Client({});`,
  ],
  ['sdk-adapters-only-by-import', 'src/adapters/aws/b.ts', `import '../aws-sdk/sdk';`],
  [
    'sdk-adapters-only-by-import',
    'src/user-pool/a2.ts',
    `import { sdk } from '../adapters/aws-sdk/sdk'; sdk;`,
  ],
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
  ['hosted-ui-imports-the-package-by-its-name', 'src/hosted-ui/a.ts', `import '../create-auth';`],
  ['account-imports-the-package-by-its-name', 'src/account/a.ts', `import '../create-auth';`],
  ['account-imports-the-package-by-its-name', 'src/account/b.ts', `import '../adapters/web/store';`],
  ['account-commands-only-by-import', 'src/account/c.ts', `import './commands/c';`],
  [
    'sdk-only-in-adapters',
    'src/account/d.ts',
    `import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'; new GetUserCommand({ AccessToken: '' });`,
  ],
  ['ngrx-imports-the-package-by-its-name', 'src/ngrx/a.ts', `import '../create-auth';`],
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
  [
    'emulator-pool-knows-no-request',
    'src/emulator/pool/users/a.ts',
    `import { answer } from '../../wire/answer'; answer;`,
  ],
  [
    'emulator-sign-in-knows-no-request',
    'src/emulator/sign-in/a.ts',
    `import type { answer } from '../wire/answer'; export type A = typeof answer;`,
  ],
  [
    'cli-loads-the-sdk-when-it-asks',
    'src/cli/a.ts',
    `import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'; new GetUserCommand({ AccessToken: '' });`,
  ],
  ['cli-imports-the-package-by-its-name', 'src/cli/b.ts', `import '../index';`],
  ['doctor-knows-nothing-else', 'src/doctor/a.ts', `import { of } from 'rxjs'; of(1);`],
  [
    'doctor-knows-nothing-else',
    'src/doctor/b.ts',
    `import { readFileSync } from 'node:fs'; readFileSync('');`,
  ],
  ['schematics-run-in-the-cli-of-angular', 'src/schematics/a.ts', `import { of } from 'rxjs'; of(1);`],
  [
    'schematics-import-no-file-of-an-application',
    'src/schematics/b.ts',
    `import { page } from './ng-add/files/page'; export const b = page;`,
  ],
  ['schematics-imports-the-package-by-its-name', 'src/schematics/c.ts', `import '../index';`],
  [
    'cli-of-angular-only-in-schematics',
    'src/flows/h2.ts',
    `import { chain } from '@angular-devkit/schematics'; chain([]);`,
  ],
  ['doctor-imports-the-package-by-its-name', 'src/doctor/c.ts', `import '../index';`],
  ['identity-pool-imports-the-package-by-its-name', 'src/identity-pool/a.ts', `import '../index';`],
  ['core-knows-no-entry', 'src/flows/h.ts', `import '../testing/index';`],
  ['nothing-imports-a-spec', 'src/adapters/c.ts', `import '../../spec/fixture';`],
  ['no-cycles', 'src/machine/b-again.ts', `import './b';`],
  ['resolves', 'src/machine/d.ts', `import './nowhere';`],
  ['library-imports-what-it-declares', 'src/adapters/d.ts', `import { test } from 'fast-check'; test;`],
];

const accomplices = { 'src/machine/b.ts': `import './b-again';` };

/** The trees to look at: in each, a file is broken in one way; in the first, every lawful file is as it is. */
const treeOf = (at: number): number => {
  const [, file] = planted[at] ?? [];
  const before = planted.slice(0, at).filter(([, other]) => other === file).length;
  return file !== undefined && file in lawful ? before + 1 : before;
};
const trees = Array.from({ length: 1 + Math.max(...planted.map((_, at) => treeOf(at))) }, (_, tree) =>
  Object.fromEntries(
    planted.flatMap(([, file, code], at) =>
      treeOf(at) === tree ? [[file, `${lawful[file] ?? ''}\n${code}`]] : [],
    ),
  ),
);

describe('layers', () => {
  let violations: readonly (readonly Violation[])[];
  const roots: string[] = [];

  beforeAll(() => {
    violations = trees.map((broken) => {
      const root = mkdtempSync(join(tmpdir(), 'rx-cognito-layers-'));
      roots.push(root);
      return cruise(root, { ...lawful, ...accomplices, ...broken });
    });
  }, 120_000);

  afterAll(() => {
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  });

  it.each(planted.map(([rule, file, code], at) => [rule, file, code, treeOf(at)] as const))(
    '%s: refuses what %s imports by %s',
    (rule, file, _code, tree) => {
      expect(rulesBrokenBy(file, tree)).toContain(rule);
    },
  );

  it('allows what the design allows', () => {
    expect(Object.keys(lawful).flatMap((file) => rulesBrokenBy(file, 0))).toEqual([]);
  });

  it('has a case for each of its rules', () => {
    const names = new Set(planted.map(([rule]) => rule));
    expect(ruleNames().filter((name) => !names.has(name))).toEqual([]);
  });

  function rulesBrokenBy(file: string, tree: number): readonly string[] {
    return (violations[tree] ?? []).filter(({ from }) => from === file).map(({ rule }) => rule.name);
  }
});

/** The names of all rules; an ES module, so another process reads it. */
function ruleNames(): readonly string[] {
  const code = `import { forbidden } from './.ci/layers.mjs';
    process.stdout.write(JSON.stringify(forbidden.map(({ name }) => name)));`;
  const { stdout } = runNode(['--input-type=module', '--eval', code], repository);
  return JSON.parse(stdout) as readonly string[];
}

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

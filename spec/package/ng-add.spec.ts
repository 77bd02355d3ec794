import { join } from 'node:path';
import { SchematicTestRunner } from '@angular-devkit/schematics/testing';
import type { UnitTestTree } from '@angular-devkit/schematics/testing';
import { repository } from './run';

// The spinner of an installation, which no spec makes; an ES module alone, which this runner's require cannot load.
jest.mock('ora', () => ({}));

const COLLECTION = join(repository, 'dist/schematics/collection.json');
const IDS = { userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' };
const CONFIG = '/src/app/app.config.ts';
const ROUTES = '/src/app/app.routes.ts';
const SERVER_ROUTES = '/src/app/app.routes.server.ts';

describe('ng add rx-cognito', () => {
  let runner: SchematicTestRunner;
  let told: string[];

  beforeEach(() => {
    runner = new SchematicTestRunner('rx-cognito', COLLECTION);
    told = [];
    runner.logger.subscribe(({ level, message }) => told.push(`${level}: ${message}`));
  });

  /** A fresh workspace of Angular, with one application in its root. */
  async function createWorkspace(options: object = {}): Promise<UnitTestTree> {
    const version = '21.0.0';
    const empty = await runner.runExternalSchematic('@schematics/angular', 'workspace', {
      name: 'shop',
      version,
    });
    return runner.runExternalSchematic(
      '@schematics/angular',
      'application',
      { name: 'shop', projectRoot: '', skipInstall: true, ...options },
      empty,
    );
  }

  const add = (tree: UnitTestTree, options: object = {}): Promise<UnitTestTree> =>
    runner.runSchematic('ng-add', { ...IDS, ...options }, tree);

  it('adds the provider with the ids, over the emulator while developing (#18)', async () => {
    const tree = await add(await createWorkspace());
    const config = tree.readText(CONFIG);
    expect(config).toContain("import { provideCognitoAuth } from 'rx-cognito/angular';");
    expect(config).toContain("userPoolId: 'eu-west-1_a1B2c3D4e'");
    expect(config).toContain("isDevMode() ? { userPoolEndpoint: 'http://127.0.0.1:9229' } : {}");
    expect(tree.readJson('/emulator.json')).toMatchObject({
      userPoolId: IDS.userPoolId,
      clients: [{ clientId: IDS.userPoolClientId }],
      users: [{ username: 'alice' }],
    });
    const { scripts, dependencies } = tree.readJson('/package.json') as {
      scripts: Record<string, string>;
      dependencies: Record<string, string>;
    };
    expect(scripts['emulator']).toBe('rx-cognito emulator --config emulator.json --port 9229');
    expect(dependencies['@aws-sdk/client-cognito-identity-provider']).toMatch(/^\^3\./);
  });

  it('adds nothing of the emulator, nor a page, where none is wanted (#18)', async () => {
    const tree = await add(await createWorkspace(), { emulator: false, signInPage: false });
    expect(tree.readText(CONFIG)).not.toContain('userPoolEndpoint');
    expect(tree.exists('/emulator.json')).toBe(false);
    expect(tree.files.filter((path) => /sign-in|account/.test(path))).toEqual([]);
    expect(tree.readText(ROUTES)).not.toContain('rx-cognito');
  });

  it('reads the ids from amplify_outputs.json (#18)', async () => {
    const workspace = await createWorkspace();
    workspace.create(
      '/amplify_outputs.json',
      JSON.stringify({ auth: { user_pool_id: 'us-east-1_Outputs1', user_pool_client_id: 'outputsclient' } }),
    );
    const tree = await add(workspace, { userPoolId: '', userPoolClientId: undefined });
    expect(tree.readText(CONFIG)).toContain("userPoolId: 'us-east-1_Outputs1'");
    expect(tree.readText(CONFIG)).toContain("userPoolClientId: 'outputsclient'");
  });

  it.each([
    ['takes over the sessions of Amplify at the client of amplify_outputs.json', 'outputsclient', true],
    ['takes over none where another client was given', 'else', false],
  ])('%s (#18)', async (_, userPoolClientId, isAdopting) => {
    const workspace = await createWorkspace();
    workspace.create(
      '/amplify_outputs.json',
      JSON.stringify({ auth: { user_pool_id: IDS.userPoolId, user_pool_client_id: 'outputsclient' } }),
    );
    const config = (await add(workspace, { userPoolClientId })).readText(CONFIG);
    expect(config.includes('adopt: amplifySession(),')).toBe(isAdopting);
    expect(config.includes("import { amplifySession } from 'rx-cognito/amplify';")).toBe(isAdopting);
  });

  it('leaves a script and a pool of that name as they are, and says what they would have been (#18)', async () => {
    const workspace = await createWorkspace();
    const manifest = workspace.readJson('/package.json') as { readonly scripts: object };
    const own = { ...manifest, scripts: { ...manifest.scripts, emulator: 'mine' } };
    workspace.overwrite('/package.json', JSON.stringify(own));
    workspace.create('/emulator.json', '{}');
    const tree = await add(workspace);
    expect(tree.readJson('/package.json')).toMatchObject({ scripts: { emulator: 'mine' } });
    expect(tree.readText('/emulator.json')).toBe('{}');
    expect(told.join()).toMatch(/warn: .*npx rx-cognito emulator --config emulator\.json --port 9229/);
    expect(told.join()).toMatch(/warn: emulator\.json is there already/);
  });

  it.each([
    ['no pool', { userPoolId: '' }, /no user pool id/],
    ['an id that would be code', { userPoolId: "x_1', evil: '" }, /no user pool id/],
    ['no client', { userPoolClientId: '' }, /no app client id/],
    ['an API that is no origin', { api: 'api.example.com' }, /is no origin/],
    ['an API that is a script', { api: 'javascript:alert(1)' }, /is no origin/],
    ['a project that is not there', { project: 'else' }, /pass --project with one of shop/],
  ])('refuses %s, says what to pass, and changes nothing (#18)', async (_, options, message) => {
    const workspace = await createWorkspace();
    const before = workspace.readText(CONFIG);
    await expect(add(workspace, options)).rejects.toThrow(message);
    expect(workspace.readText(CONFIG)).toBe(before);
  });

  it.each([
    ['https://api.example.com', "['https://api.example.com']"],
    ['https://api.example.com/v1/', "[{ origin: 'https://api.example.com', paths: ['/v1'] }]"],
  ])('puts the interceptor in front of the API alone: %s (#18)', async (api, allowed) => {
    const tree = await add(await createWorkspace(), { api });
    expect(tree.readText(CONFIG)).toContain(
      `provideHttpClient(withInterceptors([authInterceptor({ allow: ${allowed} })]))`,
    );
  });

  it('reads what sources do, and not their comments, their texts and their specs (#18)', async () => {
    const workspace = await createWorkspace();
    workspace.create('/src/app/orders.spec.ts', 'provideHttpClient();\nprovideCognitoAuth();\n');
    workspace.create(
      '/src/app/note.ts',
      '// provideCognitoAuth({}), provideHttpClient()\nexport const a = 1;\n',
    );
    const tree = await add(workspace, { api: 'https://api.example.com' });
    expect(tree.readText(CONFIG)).toMatch(/provideCognitoAuth\(\{[^]*provideHttpClient\(/);
  });

  it('imports what it calls as values, where the application imports types alone (#18)', async () => {
    const workspace = await createWorkspace();
    const own = workspace
      .readText(CONFIG)
      .replace(
        'import { ApplicationConfig, provideBrowserGlobalErrorListeners }',
        "import { provideBrowserGlobalErrorListeners } from '@angular/core';\nimport type { ApplicationConfig }",
      );
    workspace.overwrite(CONFIG, `import type { HttpClient } from '@angular/common/http';\n${own}`);
    const config = (await add(workspace, { api: 'https://api.example.com' })).readText(CONFIG);
    expect(config).toContain("import type { ApplicationConfig } from '@angular/core';");
    expect(config).toContain("import type { HttpClient } from '@angular/common/http';");
    expect(config).toMatch(/import \{[^}]*\bisDevMode\b[^}]*\} from '@angular\/core';/);
    expect(config).toMatch(/import \{[^}]*\bwithInterceptors\b[^}]*\} from '@angular\/common\/http';/);
  });

  it.each([
    ['providers that are no list', 'providers: PROVIDERS', /app\.config\.ts are no list/],
    ['a config that is put together', 'mergeApplicationConfig(base)', /write provideCognitoAuth/],
  ])('refuses %s, and says what to write by hand (#18)', async (_, providers, message) => {
    const workspace = await createWorkspace();
    const object = providers.startsWith('merge') ? providers : `{ ${providers} }`;
    const own = `export const base = {};\nconst PROVIDERS = [];\nexport const appConfig = ${object};\n`;
    workspace.overwrite(CONFIG, own);
    await expect(add(workspace)).rejects.toThrow(message);
  });

  it('names the applications where there are several, and takes none by itself (#18)', async () => {
    const workspace = await runner.runExternalSchematic(
      '@schematics/angular',
      'application',
      { name: 'admin', projectRoot: 'projects/admin', skipInstall: true },
      await createWorkspace(),
    );
    await expect(add(workspace)).rejects.toThrow('pass --project with one of shop, admin');
    const tree = await add(workspace, { project: 'admin' });
    expect(tree.readText('/projects/admin/src/app/app.config.ts')).toContain('provideCognitoAuth({');
    expect(tree.readText(CONFIG)).not.toContain('provideCognitoAuth');
  });

  it('refuses a workspace of other tools, and says where its work is told (#18)', async () => {
    const workspace = await createWorkspace();
    workspace.delete('/angular.json');
    await expect(add(workspace)).rejects.toThrow('docs/start.md');
  });

  it('takes ids that are given past an amplify_outputs.json that is broken, and mixes no two pools (#18)', async () => {
    const workspace = await createWorkspace();
    workspace.create('/amplify_outputs.json', '{');
    await expect(add(workspace, { userPoolClientId: '' })).rejects.toThrow('mend it, or pass both');
    const outputs = { auth: { user_pool_id: 'us-east-1_Other', user_pool_client_id: 'otherclient' } };
    workspace.overwrite('/amplify_outputs.json', JSON.stringify(outputs));
    await expect(add(workspace, { userPoolClientId: '' })).rejects.toThrow('There is no app client id');
    workspace.overwrite('/amplify_outputs.json', '{');
    expect((await add(workspace)).readText(CONFIG)).toContain(IDS.userPoolClientId);
  });

  it('names its elements as the application does (#18)', async () => {
    const tree = await add(await createWorkspace({ prefix: 'shop' }));
    expect(tree.readText('/src/app/sign-in/sign-in.ts')).toContain("selector: 'shop-sign-in'");
  });

  it('leaves an HttpClient that is there as it is, and says what to add (#18)', async () => {
    const workspace = await createWorkspace();
    const http = workspace.readText(CONFIG).replace('providers: [', 'providers: [\n    provideHttpClient(),');
    workspace.overwrite(CONFIG, `import { provideHttpClient } from '@angular/common/http';\n${http}`);
    const tree = await add(workspace, { api: 'https://api.example.com' });
    expect(tree.readText(CONFIG).match(/provideHttpClient\(/g)).toHaveLength(1);
    expect(told.join()).toMatch(/warn: .*authInterceptor\(\{ allow: \['https:\/\/api\.example\.com'\]/);
  });

  it('adds the pages behind guards, in front of the routes that are there (#18)', async () => {
    const workspace = await createWorkspace();
    const own = workspace.readText(ROUTES).replace('[]', "[{ path: '**', redirectTo: '' }]");
    workspace.overwrite(ROUTES, own);
    const routes = (await add(workspace)).readText(ROUTES);
    expect(routes).toMatch(/path: 'sign-in',\s+canActivate: \[signedOutGuard/);
    expect(routes).toMatch(/path: 'account',\s+canActivate: \[signedInGuard/);
    expect(routes.indexOf("'account'")).toBeLessThan(routes.indexOf("'**'"));
  });

  it('leads from the start to the pages where nothing else stands there (#18)', async () => {
    expect((await add(await createWorkspace())).readText(ROUTES)).toContain(
      "{ path: '', pathMatch: 'full', redirectTo: 'account' }",
    );
    const workspace = await createWorkspace();
    workspace.overwrite(ROUTES, workspace.readText(ROUTES).replace('[]', "[{ path: 'shop', children: [] }]"));
    expect((await add(workspace)).readText(ROUTES)).not.toContain("path: ''");
    expect(told.join()).toContain('The pages are at /sign-in and /account');
  });

  it('has the page behind the guard rendered in the browser alone (#18)', async () => {
    const routes = (await add(await createWorkspace({ ssr: true }))).readText(SERVER_ROUTES);
    expect(routes).toContain("{ path: 'account', renderMode: RenderMode.Client }");
    expect(routes.indexOf("'account'")).toBeLessThan(routes.indexOf("'**'"));
  });

  it('says what to add where the routes of the server are not to be found (#18)', async () => {
    const workspace = await createWorkspace({ ssr: true });
    workspace.delete(SERVER_ROUTES);
    await add(workspace);
    expect(told.join()).toMatch(/warn: .*render account with RenderMode\.Client/);
  });

  it('shadows no route of the application (#18)', async () => {
    const workspace = await createWorkspace();
    workspace.overwrite(
      ROUTES,
      workspace.readText(ROUTES).replace('[]', "[{ path: 'account', children: [] }]"),
    );
    const before = workspace.readText(ROUTES);
    expect((await add(workspace)).readText(ROUTES)).toBe(before);
    expect(told.join()).toMatch(/warn: .*has account, which was left as it is/);
  });

  it('adds to the list that is exported, and imports no guard twice (#18)', async () => {
    const workspace = await createWorkspace();
    const own = [
      "import { Routes } from '@angular/router';",
      "import { signedInGuard } from 'rx-cognito/angular';",
      '// before: export const routes: Routes = [];',
      'const base: Routes = [];',
      "export const routes: Routes = [{ path: 'a', canActivate: [signedInGuard()], children: base }];",
    ];
    workspace.overwrite(ROUTES, own.join('\n'));
    const routes = (await add(workspace)).readText(ROUTES);
    expect(routes).toMatch(/export const routes: Routes = \[\s+\{\s+path: 'sign-in'/);
    expect(routes).toContain('// before: export const routes: Routes = [];\nconst base: Routes = [];');
    expect(routes.match(/import .*signedInGuard/g)).toHaveLength(1);
  });

  it('says what to add where routes are not to be found (#18)', async () => {
    const tree = await add(await createWorkspace({ routing: false }));
    expect(tree.exists('/src/app/sign-in/sign-in.ts')).toBe(true);
    expect(told.join()).toMatch(/warn: .*app\.routes\.ts has no list of routes/);
  });

  it('overwrites no page of the application (#18)', async () => {
    const workspace = await createWorkspace();
    workspace.create('/src/app/sign-in/sign-in.ts', 'export const mine = true;\n');
    const tree = await add(workspace);
    expect(tree.readText('/src/app/sign-in/sign-in.ts')).toBe('export const mine = true;\n');
    expect(told.join()).toMatch(/warn: .*left as it is/);
  });

  it('changes nothing where it was added before (#18)', async () => {
    const once = await add(await createWorkspace());
    const contents = (tree: UnitTestTree) =>
      tree.files.map((path) => [path, tree.read(path)?.toString('hex')]);
    const before = contents(once);
    expect(contents(await add(once))).toEqual(before);
    expect(told.join()).toContain('nothing was changed');
  });

  it('adds to an application of NgModules and to one that renders on a server as well (#18)', async () => {
    const modules = await add(await createWorkspace({ standalone: false }));
    const sources = modules.files
      .filter((path) => path.endsWith('.ts'))
      .map((path) => modules.readText(path));
    expect(sources.filter((text) => text.includes('provideCognitoAuth({'))).toHaveLength(1);
    const server = await add(await createWorkspace({ ssr: true }));
    expect(server.readText(CONFIG)).toContain('provideCognitoAuth({');
    expect(server.readText('/src/app/app.config.server.ts')).not.toContain('provideCognitoAuth');
  });
});

describe('ng update', () => {
  it('has its place for migrations (#18)', () => {
    const runner = new SchematicTestRunner('rx-cognito', join(repository, 'dist/schematics/migrations.json'));
    expect(runner.engine.createCollection('rx-cognito').listSchematicNames()).toEqual([]);
  });
});

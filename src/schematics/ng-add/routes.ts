import { posix } from 'node:path';
import { apply, chain, forEach, mergeWith, move, noop, url } from '@angular-devkit/schematics';
import type { FileEntry, Rule } from '@angular-devkit/schematics';
import type { Application } from './application';
import { addImports, routeListIn } from './source';

const ANGULAR = 'rx-cognito/angular';
const PATHS = ['sign-in', 'account'];

const PAGES = `
  {
    path: 'sign-in',
    canActivate: [signedOutGuard({ redirectTo: '/account' })],
    loadComponent: () => import('./sign-in/sign-in').then(({ SignIn }) => SignIn),
  },
  {
    path: 'account',
    canActivate: [signedInGuard()],
    loadComponent: () => import('./account/account').then(({ Account }) => Account),
  },
`;
const START = "  { path: '', pathMatch: 'full', redirectTo: 'account' },\n";

const SERVER_PAGES = `
  // What needs a user is rendered where the session is.
  { path: 'account', renderMode: RenderMode.Client },
`;

/** Adds the pages before the routes that are there. Where there are none yet, nothing else stands at `/`, and it leads to them. */
const addToRoutes =
  (path: string): Rule =>
  (tree, { logger }) => {
    const list = routeListIn(tree, path, 'Routes');
    if (list === undefined) {
      logger.warn(
        `${path} has no list of routes to add to. Add one for sign-in/sign-in.ts, behind signedOutGuard(), and one for ` +
          `account/account.ts, behind signedInGuard(), both of ${ANGULAR}.`,
      );
      return;
    }
    insert(path, list.at, list.isEmpty ? PAGES + START : PAGES)(tree);
    addImports(tree, path, ['signedInGuard', 'signedOutGuard'], ANGULAR);
    if (!list.isEmpty) logger.info('The pages are at /sign-in and /account; / is as it was.');
  };

/** Keeps the page behind a guard from being rendered ahead: whom it is for, nobody knows at that time. */
const addToServerRoutes =
  (folder: string): Rule =>
  (tree, { logger }) => {
    const path = posix.join(folder, 'app.routes.server.ts');
    const list = routeListIn(tree, path, 'ServerRoute[]');
    if (list !== undefined) {
      insert(path, list.at, SERVER_PAGES)(tree);
      addImports(tree, path, ['RenderMode'], '@angular/ssr');
    } else if (tree.exists(path) || tree.exists(posix.join(folder, 'app.config.server.ts'))) {
      logger.warn(`${path} has no list of routes to add to: render account with RenderMode.Client.`);
    }
  };

/** Puts routes in front of what a list begins with. */
const insert = (path: string, at: number, routes: string) => (tree: Parameters<Rule>[0]) => {
  const text = tree.readText(path);
  tree.overwrite(path, text.slice(0, at) + routes + text.slice(at).trimStart());
};

/** Gives the elements of a page the prefix of the application. */
const prefixed =
  (prefix: string) =>
  ({ path, content }: FileEntry): FileEntry => ({
    path,
    content: Buffer.from(content.toString().replace("selector: 'app-", `selector: '${prefix}-`)),
  });

/** Adds the sign-in page, and a page behind it, where nothing of the application's is in their place. */
export const addPages =
  ({ folder, prefix }: Application): Rule =>
  (tree, { logger }) => {
    const routes = posix.join(folder, 'app.routes.ts');
    const taken = [
      ...PATHS.map((path) => posix.join(folder, path, `${path}.ts`)).filter((path) => tree.exists(path)),
      ...(routeListIn(tree, routes, 'Routes')?.paths.filter((path) => PATHS.includes(path)) ?? []),
    ];
    if (taken.length > 0) {
      logger.warn(`The application has ${taken.join(', ')}, which was left as it is; no page was added.`);
      return noop();
    }
    return chain([
      mergeWith(apply(url('./ng-add/files'), [forEach(prefixed(prefix)), move(folder)])),
      addToRoutes(routes),
      addToServerRoutes(folder),
    ]);
  };

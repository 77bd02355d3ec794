import { posix } from 'node:path';
import { chain } from '@angular-devkit/schematics';
import type { Rule } from '@angular-devkit/schematics';

const ROUTES = /routes\s*:\s*Routes\s*=\s*\[(\s*\])?/;
const SERVER_ROUTES = /:\s*ServerRoute\s*\[\]\s*=\s*\[/;

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

/** Puts text behind a match, in front of what is there. */
const insertBehind = (text: string, at: number, more: string): string =>
  text.slice(0, at) + more + text.slice(at).trimStart();

/** Adds the pages before the routes that are there. Where there are none yet, nothing else stands at `/`, and it leads to them. */
const addToRoutes =
  (path: string): Rule =>
  (tree, { logger }) => {
    const text = tree.exists(path) ? tree.readText(path) : '';
    const list = ROUTES.exec(text);
    if (list === null) {
      logger.warn(
        `${path} has no list of routes to add to. Add one for sign-in/sign-in.ts, behind signedOutGuard(), and one for ` +
          'account/account.ts, behind signedInGuard(), both of rx-cognito/angular.',
      );
      return;
    }
    const isEmpty = list[1] !== undefined;
    const at = list.index + list[0].length - (list[1]?.length ?? 0);
    const guards = "import { signedInGuard, signedOutGuard } from 'rx-cognito/angular';\n";
    tree.overwrite(path, guards + insertBehind(text, at, isEmpty ? PAGES + START : PAGES));
    if (!isEmpty) logger.info('The pages are at /sign-in and /account; / is as it was.');
  };

/** Keeps the page behind a guard from being rendered ahead: whom it is for, nobody knows at that time. */
const addToServerRoutes =
  (folder: string): Rule =>
  (tree, { logger }) => {
    const path = posix.join(folder, 'app.routes.server.ts');
    const text = tree.exists(path) ? tree.readText(path) : '';
    const list = SERVER_ROUTES.exec(text);
    if (list !== null && /\bRenderMode\b/.test(text)) {
      tree.overwrite(path, insertBehind(text, list.index + list[0].length, SERVER_PAGES));
    } else if (text !== '' || tree.exists(posix.join(folder, 'app.config.server.ts'))) {
      logger.warn(`${path} has no list of routes to add to: render account with RenderMode.Client.`);
    }
  };

/** Adds the pages to the routes of an application, and to those of its server; where they are not to be found, says what to add. */
export const addRoutes = (folder: string): Rule =>
  chain([addToRoutes(posix.join(folder, 'app.routes.ts')), addToServerRoutes(folder)]);

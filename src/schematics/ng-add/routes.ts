import type { Rule } from '@angular-devkit/schematics';

const LIST = /routes\s*:\s*Routes\s*=\s*\[/;

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

/** Adds the pages to the routes of an application, before its own; where they are not to be found, says what to add. */
export const addRoutes =
  (path: string): Rule =>
  (tree, { logger }) => {
    const text = tree.exists(path) ? tree.readText(path) : '';
    const list = LIST.exec(text);
    if (list === null) {
      logger.warn(
        `${path} has no list of routes to add to. Add one for sign-in/sign-in.ts, behind signedOutGuard(), and one for ` +
          'account/account.ts, behind signedInGuard(), both of rx-cognito/angular.',
      );
      return;
    }
    const end = list.index + list[0].length;
    const guards = "import { signedInGuard, signedOutGuard } from 'rx-cognito/angular';\n";
    tree.overwrite(path, guards + text.slice(0, end) + PAGES + text.slice(end).trimStart());
  };

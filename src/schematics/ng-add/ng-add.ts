import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { apply, chain, mergeWith, move, noop, url } from '@angular-devkit/schematics';
import type { Rule } from '@angular-devkit/schematics';
import { addDependency } from '@schematics/angular/utility';
import { applicationOf, isSetUp } from './application';
import { addEmulator } from './emulator';
import { apiOf, appClientOf } from './options';
import type { NgAddOptions } from './options';
import { addInterceptor, addProvider } from './providers';
import { addRoutes } from './routes';

const SDK = '@aws-sdk/client-cognito-identity-provider';

/** The version of the SDK that the library stands on: an application that names it, as pnpm wants it, shares one copy with it. */
function sdkVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return dependencies[SDK] ?? 'latest';
}

const addPages = (folder: string): Rule =>
  chain([mergeWith(apply(url('./ng-add/files'), [move(folder)])), addRoutes(folder)]);

/** `ng add rx-cognito`: providers, interceptor, guards, a sign-in page where it is wanted, and the emulator for `ng serve`. */
export function ngAdd(options: NgAddOptions): Rule {
  return async (tree, { logger }) => {
    const client = appClientOf(tree, options);
    const api = apiOf(options);
    const { name, folder } = await applicationOf(tree, options.project);
    const { emulator = true, signInPage = true } = options;
    if (isSetUp(tree, folder)) {
      logger.info('provideCognitoAuth is among the providers already: nothing was changed.');
      return noop();
    }
    const hasPages = ['sign-in/sign-in.ts', 'account/account.ts'].some((path) =>
      tree.exists(posix.join(folder, path)),
    );
    if (signInPage && hasPages) {
      logger.warn(`${folder} has a sign-in or an account page, which was left as it is; no page was added.`);
    }
    if (emulator) {
      logger.info('Beside ng serve, start the user pool: npm run emulator. Sign in as alice with Passw0rd!');
    }
    return chain([
      addDependency(SDK, sdkVersion()),
      addProvider(name, client, emulator),
      api === undefined ? noop() : addInterceptor(name, folder, api),
      signInPage && !hasPages ? addPages(folder) : noop(),
      emulator ? addEmulator(client) : noop(),
    ]);
  };
}

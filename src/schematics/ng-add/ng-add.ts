import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chain, noop } from '@angular-devkit/schematics';
import type { Rule } from '@angular-devkit/schematics';
import { addDependency } from '@schematics/angular/utility';
import { applicationOf, isSetUp } from './application';
import { addEmulator } from './emulator';
import { apiOf, appClientOf } from './options';
import type { NgAddOptions } from './options';
import { addInterceptor, addProvider } from './providers';
import { addPages } from './routes';

const SDK = '@aws-sdk/client-cognito-identity-provider';

/** The version of the SDK that the library stands on: an application that names it, as pnpm wants it, shares one copy with it. */
function sdkVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return dependencies[SDK] ?? 'latest';
}

/** `ng add rx-cognito`: providers, interceptor, guards, a sign-in page where it is wanted, and the emulator for `ng serve`. */
export function ngAdd(options: NgAddOptions): Rule {
  return async (tree, { logger }) => {
    const client = appClientOf(tree, options);
    const api = apiOf(options);
    const application = await applicationOf(tree, options.project);
    const { emulator = true, signInPage = true } = options;
    if (isSetUp(tree, application.folder)) {
      logger.info('provideCognitoAuth is among the providers already: nothing was changed.');
      return noop();
    }
    return chain([
      addDependency(SDK, sdkVersion()),
      addProvider(application, client, emulator),
      api === undefined ? noop() : addInterceptor(application, api),
      signInPage ? addPages(application) : noop(),
      emulator ? addEmulator(client) : noop(),
    ]);
  };
}

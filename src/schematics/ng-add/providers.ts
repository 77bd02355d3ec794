import { callRule, SchematicsException } from '@angular-devkit/schematics';
import type { Rule, Tree } from '@angular-devkit/schematics';
import { addRootProvider } from '@schematics/angular/utility';
import type { Application } from './application';
import { isSetUp } from './application';
import { EMULATOR_ENDPOINT } from './emulator';
import type { Api, AppClient } from './options';
import { callsIn, hasProvidersTwice, separateValues, sourcesOf } from './source';

const ANGULAR = 'rx-cognito/angular';
const AMPLIFY = 'rx-cognito/amplify';
const HTTP = '@angular/common/http';
/** What is called, and may not be imported as a type. */
const VALUES = [
  'provideCognitoAuth',
  'amplifySession',
  'isDevMode',
  'provideHttpClient',
  'withInterceptors',
  'authInterceptor',
];

const toBeAddedError = (why: string): SchematicsException =>
  new SchematicsException(
    `${why} Nothing was changed: write provideCognitoAuth({ userPoolId, userPoolClientId }) of ${ANGULAR} among the providers of the ` +
      'application, as docs/angular.md shows.',
  );

/** Looks at what came of adding a provider: sources are of many kinds, and Angular's tools take some of them amiss. */
function check(tree: Tree, { folder }: Application): void {
  const sources = sourcesOf(tree, folder);
  for (const path of sources) separateValues(tree, path, VALUES);
  const twice = sources.find((path) => hasProvidersTwice(tree, path));
  if (twice !== undefined) throw toBeAddedError(`The providers in ${twice} are no list to add to.`);
  if (!isSetUp(tree, folder)) throw toBeAddedError('There is no list of providers to add to.');
}

/** Adds a provider to what an application starts with, or says what to write by hand. */
const addRoot =
  (application: Application, write: Parameters<typeof addRootProvider>[1]): Rule =>
  async (tree, context) => {
    try {
      await new Promise<void>((complete, error) => {
        callRule(addRootProvider(application.name, write), tree, context).subscribe({ complete, error });
      });
    } catch (error) {
      throw toBeAddedError(`${(error as Error).message}.`);
    }
    check(tree, application);
  };

/** Adds `provideCognitoAuth()`: with the sessions of Amplify where there may be some, in development over the emulator where that is wanted. */
export const addProvider = (application: Application, client: AppClient, emulator: boolean): Rule =>
  addRoot(application, ({ code, external }) => {
    const provide = external('provideCognitoAuth', ANGULAR);
    const adopted = client.isAmplifys
      ? `
      // Whoever is signed in by Amplify stays signed in.
      adopt: ${external('amplifySession', AMPLIFY)}(),`
      : '';
    const developed = emulator
      ? `
      // While developing, a user pool on this machine: npm run emulator.
      ...(${external('isDevMode', '@angular/core')}() ? { userPoolEndpoint: '${EMULATOR_ENDPOINT}' } : {}),`
      : '';
    return code`${provide}({
      userPoolId: '${client.userPoolId}',
      userPoolClientId: '${client.userPoolClientId}',${adopted}${developed}
    })`;
  });

/** Adds the interceptor; where the application has an `HttpClient` of its own making, says what to add to it. */
export const addInterceptor =
  (application: Application, { origin, path }: Api): Rule =>
  (tree, { logger }) => {
    const allowed = path === undefined ? `'${origin}'` : `{ origin: '${origin}', paths: ['${path}'] }`;
    if (callsIn(tree, application.folder, 'provideHttpClient')) {
      logger.warn(
        `provideHttpClient is there already. Add withInterceptors([authInterceptor({ allow: [${allowed}] })]) to it, ` +
          `authInterceptor of ${ANGULAR}.`,
      );
      return undefined;
    }
    return addRoot(application, ({ code, external }) => {
      const provide = external('provideHttpClient', HTTP);
      const interceptors = external('withInterceptors', HTTP);
      const interceptor = external('authInterceptor', ANGULAR);
      return code`${provide}(${interceptors}([${interceptor}({ allow: [${allowed}] })]))`;
    });
  };

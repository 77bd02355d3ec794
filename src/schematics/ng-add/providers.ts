import type { Rule } from '@angular-devkit/schematics';
import { addRootProvider } from '@schematics/angular/utility';
import { mentions } from './application';
import { EMULATOR_ENDPOINT } from './emulator';
import type { AppClient } from './options';

const ANGULAR = 'rx-cognito/angular';
const AMPLIFY = 'rx-cognito/amplify';
const HTTP = '@angular/common/http';

/** Adds `provideCognitoAuth()`: with the sessions of Amplify where there may be some, in development over the emulator where that is wanted. */
export const addProvider = (project: string, client: AppClient, emulator: boolean): Rule =>
  addRootProvider(project, ({ code, external }) => {
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
  (project: string, folder: string, api: string): Rule =>
  (tree, { logger }) => {
    if (mentions(tree, folder, 'provideHttpClient(')) {
      logger.warn(
        `provideHttpClient is there already. Add withInterceptors([authInterceptor({ allow: ['${api}'] })]) to it, ` +
          `authInterceptor of ${ANGULAR}.`,
      );
      return undefined;
    }
    return addRootProvider(project, ({ code, external }) => {
      const provide = external('provideHttpClient', HTTP);
      const interceptors = external('withInterceptors', HTTP);
      const interceptor = external('authInterceptor', ANGULAR);
      return code`${provide}(${interceptors}([${interceptor}({ allow: ['${api}'] })]))`;
    });
  };

import {
  AuthenticationDetails,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserPool,
} from 'amazon-cognito-identity-js';
import { USER } from './contestant';
import type { Contestant } from './contestant';

/** The client before aws-amplify 6, still in use everywhere. */
export const identityJs: Contestant = {
  name: 'amazon-cognito-identity-js',
  create: ({ userPoolId, userPoolClientId, endpoint }, storage) => {
    const Storage = { ...storage, clear: () => undefined };
    const Pool = new CognitoUserPool({
      UserPoolId: userPoolId,
      ClientId: userPoolClientId,
      endpoint,
      Storage,
    });
    const user = new CognitoUser({ Username: USER.username, Pool, Storage });
    const details = new AuthenticationDetails({ Username: USER.username, Password: USER.password });
    return {
      signIn: () =>
        new Promise((onSuccess, onFailure) => {
          user.authenticateUser(details, { onSuccess, onFailure });
        }),
      refresh: () =>
        new Promise((resolve, reject) => {
          const RefreshToken = user.getSignInUserSession()?.getRefreshToken().getToken() ?? '';
          user.refreshSession(
            new CognitoRefreshToken({ RefreshToken }),
            (error: unknown, session: unknown) => {
              if (error instanceof Error) reject(error);
              else resolve(session);
            },
          );
        }),
      signOut: (globalSignOut) =>
        new Promise((resolve, reject) => {
          // Its types do not say so: it calls back with the error of the revocation.
          const tell = (error?: unknown): void => {
            if (error instanceof Error) reject(error);
            else resolve('success');
          };
          if (globalSignOut) user.globalSignOut({ onSuccess: resolve, onFailure: reject });
          else user.signOut(tell);
        }),
      isSignedIn: () => Promise.resolve(user.getSignInUserSession() !== null),
    };
  },
};

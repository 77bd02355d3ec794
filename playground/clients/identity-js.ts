import {
  AuthenticationDetails,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserPool,
} from 'amazon-cognito-identity-js';
import { NEVER } from 'rxjs';
import type { CreateClient } from './client';

/** Creates a client of amazon-cognito-identity-js. */
export const createIdentityJsClient: CreateClient = ({
  userPoolId: UserPoolId,
  userPoolClientId: ClientId,
  userPoolEndpoint: endpoint,
  storage: Storage,
}) => {
  const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint, Storage });
  let user: CognitoUser | undefined;
  const current = (): CognitoUser => {
    if (user === undefined) throw new Error('Nobody is signed in.');
    return user;
  };
  const isSignedIn = (): boolean => user?.getSignInUserSession() != null;
  return {
    changes$: NEVER,
    says: () =>
      Promise.resolve({
        isSignedIn: isSignedIn(),
        words: isSignedIn() ? 'getSignInUserSession() has a session' : 'no session',
      }),
    signIn: ({ username: Username, password: Password, code }) => {
      const signing = new CognitoUser({ Username, Pool, Storage });
      user = signing;
      return new Promise<void>((resolve, reject) => {
        const callbacks = {
          onSuccess: () => {
            resolve();
          },
          onFailure: reject,
          totpRequired: () => {
            code().then((answer) => {
              signing.sendMFACode(answer, callbacks, 'SOFTWARE_TOKEN_MFA');
            }, reject);
          },
        };
        signing.authenticateUser(new AuthenticationDetails({ Username, Password }), callbacks);
      });
    },
    refresh: () =>
      new Promise((resolve, reject) => {
        const RefreshToken = current().getSignInUserSession()?.getRefreshToken().getToken() ?? '';
        current().refreshSession(
          new CognitoRefreshToken({ RefreshToken }),
          (error: unknown, session: unknown) => {
            if (error instanceof Error) reject(error);
            else resolve(session);
          },
        );
      }),
    signOut: (isGlobal) =>
      new Promise((resolve, reject) => {
        // Its types do not say so: it calls back with the error of the revocation.
        const tell = (words: string) => (error?: unknown) => {
          if (error instanceof Error) reject(error);
          else resolve({ told: 'ended', words });
        };
        if (isGlobal) {
          const onSuccess = tell('globalSignOut: onSuccess');
          current().globalSignOut({ onSuccess, onFailure: reject });
        } else current().signOut(tell('signOut called back'));
      }),
    destroy: () => undefined,
  };
};

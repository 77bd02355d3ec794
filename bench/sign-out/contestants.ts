import {
  AuthenticationDetails,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserPool,
} from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { ConsoleLogger } from 'aws-amplify/utils';
import { firstValueFrom } from 'rxjs';
import { createAuth } from 'rx-cognito';
import type { RunningUserPool } from 'rx-cognito/emulator';
import type { WatchedStorage } from './watched-storage';

/** The user of every run. */
export const USER = { username: 'ada', password: 'Passw0rd!' } as const;

/** A client, as far as a run needs it. */
export interface Client {
  signIn(): Promise<unknown>;
  refresh(): Promise<unknown>;
  /** Resolves with what the caller is told; rejects where the caller gets an error. */
  signOut(globalSignOut: boolean): Promise<string>;
  /** What the client itself says. */
  isSignedIn(): Promise<boolean>;
}

/** A library under test. */
export interface Contestant {
  readonly name: string;
  create(pool: RunningUserPool, storage: WatchedStorage): Client;
}

const rxCognito: Contestant = {
  name: 'rx-cognito',
  create: ({ userPoolId, userPoolClientId, endpoint }, storage) => {
    const auth = createAuth({ userPoolId, userPoolClientId, userPoolEndpoint: endpoint, storage });
    return {
      signIn: () => firstValueFrom(auth.signIn$(USER)),
      refresh: () => firstValueFrom(auth.tokens$({ forceRefresh: true })),
      signOut: async (globalSignOut) => {
        const { outcome, steps } = await firstValueFrom(auth.signOut$({ globalSignOut }));
        const open = Object.entries(steps).filter(([, step]) => step === 'failed' || step === 'unknown');
        return [outcome, ...open.map((step) => step.join(' '))].join(', ');
      },
      isSignedIn: () => Promise.resolve(auth.state.status === 'signedIn'),
    };
  },
};

const amplify: Contestant = {
  name: 'aws-amplify',
  create: ({ userPoolId, userPoolClientId, endpoint }, storage) => {
    ConsoleLogger.LOG_LEVEL = 'NONE';
    Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint: endpoint } } });
    cognitoUserPoolsTokenProvider.setKeyValueStorage({
      getItem: (key) => Promise.resolve(storage.getItem(key)),
      setItem: async (key, value) => {
        await Promise.resolve();
        storage.setItem(key, value);
      },
      removeItem: async (key) => {
        await Promise.resolve();
        storage.removeItem(key);
      },
      clear: () => Promise.resolve(),
    });
    return {
      signIn: () => signIn(USER),
      refresh: () => fetchAuthSession({ forceRefresh: true }),
      signOut: async (global) => {
        await signOut({ global });
        return 'success';
      },
      isSignedIn: async () => (await fetchAuthSession()).tokens !== undefined,
    };
  },
};

const identityJs: Contestant = {
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
          if (globalSignOut) user.globalSignOut({ onSuccess: resolve, onFailure: reject });
          else
            user.signOut(() => {
              resolve('success');
            });
        }),
      isSignedIn: () => Promise.resolve(user.getSignInUserSession() !== null),
    };
  },
};

/** In the order of the table. */
export const CONTESTANTS: readonly Contestant[] = [amplify, identityJs, rxCognito];

import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { ConsoleLogger } from 'aws-amplify/utils';
import { firstValueFrom } from 'rxjs';
import { createAuth } from 'rx-cognito';
import { USER } from './contestant';
import type { Contestant } from './contestant';
import { identityJs } from './identity-js';

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

/** In the order of the table. */
export const CONTESTANTS: readonly Contestant[] = [amplify, identityJs, rxCognito];

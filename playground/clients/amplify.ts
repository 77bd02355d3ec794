import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { ConsoleLogger, Hub } from 'aws-amplify/utils';
import { Observable } from 'rxjs';
import type { CreateClient } from './client';

/** What its Hub tells of the auth category. */
const hub$ = (): Observable<unknown> =>
  new Observable((subscriber) =>
    Hub.listen('auth', (capsule) => {
      subscriber.next(capsule);
    }),
  );

/** Creates a client of aws-amplify; there is only ever one of it in a page. */
export const createAmplifyClient: CreateClient = ({ storage, ...Cognito }) => {
  ConsoleLogger.LOG_LEVEL = 'NONE';
  Amplify.configure({ Auth: { Cognito } });
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
    changes$: hub$(),
    says: async () => {
      const isSignedIn = (await fetchAuthSession()).tokens !== undefined;
      return { isSignedIn, words: isSignedIn ? 'fetchAuthSession() has tokens' : 'no tokens' };
    },
    signIn: async ({ username, password, code }) => {
      const { isSignedIn } = await signIn({ username, password });
      if (!isSignedIn) await confirmSignIn({ challengeResponse: await code() });
    },
    refresh: () => fetchAuthSession({ forceRefresh: true }),
    signOut: async (global) => {
      await signOut({ global });
      return { told: 'ended', words: 'signOut() resolved' };
    },
    destroy: () => undefined,
  };
};

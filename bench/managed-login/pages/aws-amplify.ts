import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signInWithRedirect, signOut } from 'aws-amplify/auth';
import 'aws-amplify/auth/enable-oauth-listener';
import { createEar, SCOPES } from '../peer';

const { userPoolId, userPoolClientId, endpoint, redirectSignIn, redirectSignOut } = setting;
Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId,
      userPoolClientId,
      userPoolEndpoint: endpoint,
      loginWith: {
        oauth: {
          domain: endpoint.replace('https://', ''),
          scopes: SCOPES,
          redirectSignIn: [redirectSignIn],
          redirectSignOut: [redirectSignOut],
          responseType: 'code',
        },
      },
    },
  },
});
const ear = createEar();

globalThis.peer = {
  signIn: () => {
    void signInWithRedirect();
  },
  signOut: () => {
    ear.hear(signOut());
  },
  isSignedIn: async () => (await fetchAuthSession()).tokens !== undefined,
  told: () => ear.told(),
};

import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signInWithRedirect, signOut } from 'aws-amplify/auth';
import 'aws-amplify/auth/enable-oauth-listener';

const { auth, hostedUi } = globalThis.pageConfig;

Amplify.configure({
  Auth: {
    Cognito: {
      ...auth,
      loginWith: {
        oauth: {
          domain: hostedUi.domain.replace('https://', ''),
          scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
          redirectSignIn: [`${location.origin}/amplify/callback`],
          redirectSignOut: [`${location.origin}/amplify/bye`],
          responseType: 'code',
        },
      },
    },
  },
});

globalThis.amplify = {
  signIn: () => void signInWithRedirect(),
  signOut: () => void signOut(),
  username: async () => (await fetchAuthSession()).tokens?.accessToken.payload.username,
};

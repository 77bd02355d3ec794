import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn } from 'aws-amplify/auth';

export const amplify = {
  name: 'aws-amplify',
  start: (Cognito) => Amplify.configure({ Auth: { Cognito } }),
  async signIn(username, password) {
    await signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } });
  },
  async ask() {
    const { tokens } = await fetchAuthSession();
    if (!tokens) throw new Error('Amplify has no tokens.');
  },
};

function identityJsOf(name, userOf) {
  let pool;
  let signedIn;
  return {
    name,
    start({ userPoolId, userPoolClientId, userPoolEndpoint }) {
      pool = new CognitoUserPool({
        UserPoolId: userPoolId,
        ClientId: userPoolClientId,
        endpoint: userPoolEndpoint,
      });
      signedIn = pool.getCurrentUser();
    },
    signIn(Username, Password) {
      signedIn = new CognitoUser({ Username, Pool: pool });
      signedIn.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      return new Promise((onSuccess, onFailure) => {
        signedIn.authenticateUser(new AuthenticationDetails({ Username, Password }), {
          onSuccess,
          onFailure,
        });
      });
    },
    ask: () =>
      new Promise((resolve, reject) => {
        userOf(pool, signedIn).getSession((error, session) => (error ? reject(error) : resolve(session)));
      }),
  };
}

export const identityJs = identityJsOf('amazon-cognito-identity-js', (pool) => pool.getCurrentUser());
export const identityJsKeptUser = identityJsOf('identity-js, one kept user', (_, signedIn) => signedIn);

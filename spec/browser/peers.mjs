import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { signIn } from 'aws-amplify/auth';

/** Signs in as an application of Amplify does; it stores the session in `localStorage`. */
export const signInWithAmplify = (input) => signIntoAmplify(input, {});

/** Signs in as one does that renders on a server too; it stores the session in cookies. */
export const signInWithAmplifyCookies = (input) => signIntoAmplify(input, { ssr: true });

async function signIntoAmplify({ username, password, ...Cognito }, options) {
  Amplify.configure({ Auth: { Cognito } }, options);
  const { isSignedIn } = await signIn({
    username,
    password,
    options: { authFlowType: 'USER_PASSWORD_AUTH' },
  });
  if (!isSignedIn) throw new Error('Amplify is not signed in.');
}

/** Signs in as an application of amazon-cognito-identity-js does. */
export function signInWithIdentityJs({ userPoolId, userPoolClientId, userPoolEndpoint, username, password }) {
  const Pool = new CognitoUserPool({
    UserPoolId: userPoolId,
    ClientId: userPoolClientId,
    endpoint: userPoolEndpoint,
  });
  const user = new CognitoUser({ Username: username, Pool });
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  return new Promise((resolve, reject) => {
    user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), {
      onSuccess: () => resolve(),
      onFailure: reject,
    });
  });
}

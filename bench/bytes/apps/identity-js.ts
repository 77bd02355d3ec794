import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

const Pool = new CognitoUserPool({
  UserPoolId: 'eu-west-1_a1B2c3D4e',
  ClientId: '1h57kf5cpq17m0eml12EXAMPLE',
});
const handlers = {
  onSuccess: () => {
    document.title = 'signed in';
  },
  onFailure: () => undefined,
};
const user = Pool.getCurrentUser() ?? new CognitoUser({ Username: 'ada', Pool });
user.authenticateUser(new AuthenticationDetails({ Username: 'ada', Password: 'x' }), handlers);
user.sendMFACode('123456', handlers);
user.getSession(() => undefined);
user.signOut();

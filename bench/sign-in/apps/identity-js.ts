import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { configOf } from '../config';
import { onClick } from '../on-click';

const { username: Username, password: Password, ...pool } = configOf();
const Pool = new CognitoUserPool({
  UserPoolId: pool.userPoolId,
  ClientId: pool.userPoolClientId,
  endpoint: pool.userPoolEndpoint,
});
onClick(
  () =>
    new Promise((onSuccess, onFailure) => {
      const user = new CognitoUser({ Username, Pool });
      user.authenticateUser(new AuthenticationDetails({ Username, Password }), { onSuccess, onFailure });
    }),
);

import { CognitoUserPool } from 'amazon-cognito-identity-js';
import type { CognitoUserSession } from 'amazon-cognito-identity-js';
import { configOf } from '../config';
import { watchFirstState } from '../first-state';

const { userPoolId, userPoolClientId } = configOf();
const told = watchFirstState();
const user = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: userPoolClientId }).getCurrentUser();
if (user === null) told(false);
else
  user.getSession((_error: unknown, session: CognitoUserSession | null) => {
    told(session?.isValid() ?? false);
  });

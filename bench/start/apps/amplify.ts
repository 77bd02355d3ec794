import { Amplify } from 'aws-amplify';
import { getCurrentUser } from 'aws-amplify/auth';
import { configOf } from '../config';
import { watchFirstState } from '../first-state';

const { userPoolId, userPoolClientId } = configOf();
const told = watchFirstState();
Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId } } });
getCurrentUser().then(
  () => {
    told(true);
  },
  () => {
    told(false);
  },
);

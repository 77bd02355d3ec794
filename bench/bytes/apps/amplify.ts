import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, getCurrentUser, signIn, signOut } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';

const userPoolId = 'eu-west-1_a1B2c3D4e';
Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' } } });
Hub.listen('auth', ({ payload }) => {
  document.title = payload.event;
});
void getCurrentUser();
void signIn({ username: 'ada', password: 'x' });
void confirmSignIn({ challengeResponse: '123456' });
void fetchAuthSession();
void signOut();

import { createAuth } from 'rx-cognito';

const auth = createAuth({
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
});
auth.state$.subscribe(({ status }) => {
  document.title = status;
});
auth.signIn$({ username: 'ada', password: 'x' }).subscribe();
auth.confirmSignIn$({ challengeResponse: '123456' }).subscribe();
auth.tokens$().subscribe();
auth.signOut$().subscribe();

import { createAuth } from 'rx-cognito';
import type { RedirectResult } from 'rx-cognito';
import { hostedUi, popupAuthSession, redirectResult$, signInWithRedirect$ } from 'rx-cognito/hosted-ui';
import type { HostedUiOptions } from 'rx-cognito/hosted-ui';

const options: HostedUiOptions = {
  domain: 'auth.example.com',
  redirectSignIn: ['https://app.example.com/callback'],
  redirectSignOut: ['https://app.example.com/'],
  openAuthSession: popupAuthSession({ width: 400 }),
};
const auth = createAuth({
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  hostedUi: hostedUi(options),
});
signInWithRedirect$(auth, { provider: { custom: 'Corp' }, prompt: 'LOGIN' }).subscribe(
  ({ isSignedIn }) => isSignedIn,
);
redirectResult$(auth).subscribe((result: RedirectResult) =>
  result.type === 'signedOut' ? result.report : result.type,
);
auth.signOut$({ hostedUi: { redirectUrl: 'https://app.example.com/' } }).subscribe();
// @ts-expect-error -- not part of the public contract
void auth.hostedUi;

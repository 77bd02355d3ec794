import { EMPTY, switchMap } from 'rxjs';
import { createAuth } from 'rx-cognito';
import { confirmSignUp$, fetchUserSessions$, revokeUserSession$, signUp$ } from 'rx-cognito/account';
import type { SignUpResult } from 'rx-cognito/account';
import { createTestAuth } from 'rx-cognito/testing';

const auth = createAuth({
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
});

export function whatNext({ nextStep }: SignUpResult): string {
  switch (nextStep.signUpStep) {
    case 'CONFIRM_SIGN_UP':
      return `A code went to ${nextStep.codeDeliveryDetails.destination ?? 'you'}.`;
    case 'COMPLETE_AUTO_SIGN_IN':
      return 'One moment';
    case 'DONE':
      return 'Sign in, please.';
  }
}

signUp$(auth, { username: 'ada', userAttributes: { email: 'ada@example.com' } }).subscribe(whatNext);
confirmSignUp$(createTestAuth(), { username: 'ada', confirmationCode: '123456' })
  .pipe(switchMap(({ autoSignIn$ }) => autoSignIn$ ?? EMPTY))
  .subscribe(({ isSignedIn }) => console.log(isSignedIn));

fetchUserSessions$(auth).subscribe((sessions) => {
  const elsewhere = sessions.find(({ isCurrent }) => !isCurrent);
  if (elsewhere) revokeUserSession$(auth, { sessionId: elsewhere.sessionId }).subscribe();
});

// @ts-expect-error a sign-up needs a name
signUp$(auth, { password: 'x' });

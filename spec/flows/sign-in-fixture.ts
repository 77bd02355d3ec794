import type { AuthAnswer } from '../../src/ports/cognito-api';
import { createSignIn } from '../../src/flows/sign-in';
import type { SignIn } from '../../src/flows/sign-in';
import type { FakeContext } from '../fakes/fake-context';

/** A sign-in over a password in the open: one request. */
export const PLAIN = { username: 'ada', password: 'secret', authFlowType: 'USER_PASSWORD_AUTH' } as const;

/** The pool asks for the code that it sent. */
export const SMS: AuthAnswer = {
  ChallengeName: 'SMS_MFA',
  Session: 'session-1',
  ChallengeParameters: {
    USER_ID_FOR_SRP: 'ada-sub',
    CODE_DELIVERY_DESTINATION: '+*****67',
    CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
  },
};

/** What a user is told of it. */
export const SMS_STEP = {
  signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
  codeDeliveryDetails: { destination: '+*****67', deliveryMedium: 'SMS' },
} as const;

/** What follows the tokens. */
export const DONE = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };

/** Creates the flows, in the state `signedOut`. */
export function signedOutSignIn(context: FakeContext): SignIn {
  const signIn = createSignIn(context);
  context.signedOut();
  return signIn;
}

/** Creates the flows, with a challenge that waits; it is the first answer that the pool gave. */
export function challengedSignIn(context: FakeContext, challenge: AuthAnswer = SMS): SignIn {
  const signIn = signedOutSignIn(context);
  context.api.script('InitiateAuth', challenge);
  signIn.signIn$(PLAIN).subscribe();
  return signIn;
}

import { createAttempts } from '../../../src/flows/sign-in/attempt';
import type { Attempts } from '../../../src/flows/sign-in/attempt';
import { createSignIn } from '../../../src/flows/sign-in/sign-in';
import type { SignIn } from '../../../src/flows/sign-in/sign-in';
import type { AuthAnswer } from '../../../src/ports/cognito-api';
import type { FakeContext } from '../../fakes/fake-context';
import { userPoolOf } from '../../fakes/parts';
import type { LoadOptions } from '../../fakes/parts';

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

/** The flows, and what the machine holds of them. */
export interface SignInStage extends SignIn {
  readonly attempts: Attempts;
}

/** Creates the flows. */
export function signInOf(context: FakeContext, options: LoadOptions = {}): SignInStage {
  const attempts = createAttempts(context);
  const { inTime$ } = userPoolOf(context, options);
  return { attempts, ...createSignIn(context, attempts, inTime$) };
}

/** Creates the flows, in the state `signedOut`. */
export function signedOutSignIn(context: FakeContext, options: LoadOptions = {}): SignInStage {
  const signIn = signInOf(context, options);
  context.signedOut();
  return signIn;
}

/** Creates the flows, with a challenge that waits; it is the first answer that the pool gave. */
export function challengedSignIn(context: FakeContext, challenge: AuthAnswer = SMS): SignInStage {
  const signIn = signedOutSignIn(context);
  context.api.script('InitiateAuth', challenge);
  signIn.signIn$(PLAIN).subscribe();
  return signIn;
}

import type { AuthAnswer } from '../../src/ports/cognito-api';
import { createAttempts } from '../../src/flows/attempts';
import type { Attempts } from '../../src/flows/attempts';
import { createSignIn } from '../../src/flows/sign-in';
import type { SignIn } from '../../src/flows/sign-in';
import type { FakeContext } from '../fakes/fake-context';
import { operationsOf } from './parts';
import type { LoadOptions } from './parts';

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

/** The flows, and the attempt that they work on. */
export type SignInStage = SignIn & Attempts;

/** Creates the flows. */
export function signInOf(context: FakeContext, options: LoadOptions = {}): SignInStage {
  const attempts = createAttempts(context);
  const { load$ } = operationsOf(context, { attempts, ...options });
  return Object.assign(attempts, createSignIn(context, attempts, load$));
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

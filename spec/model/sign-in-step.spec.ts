import type { SignInOutput } from 'aws-amplify/auth';
import type { SignInNextStep, SignInStep, SignInStateStep } from '../../src/model/sign-in-step';

type AmplifyStep = SignInOutput['nextStep'];
type Named<Step, Name> = Extract<Step, { readonly signInStep: Name }>;

/** The fields of one step, by name. */
type Fields<Step> = Step extends unknown ? Exclude<keyof Step, 'signInStep'> : never;

/** For each step of ours `true` where its fields are named as Amplify's; the types of this table are the test. */
type SameFields = {
  readonly [Name in AmplifyStep['signInStep']]: [Fields<Named<AmplifyStep, Name>>] extends [
    FieldsOfOurs<Name>,
  ]
    ? [FieldsOfOurs<Name>] extends [Fields<Named<AmplifyStep, Name>>]
      ? true
      : 'a field of ours is not Amplify’s'
    : 'a field of Amplify’s is missing';
};
type FieldsOfOurs<Name> = Fields<Ours<Name>>;
type Ours<Name> = SignInNextStep extends infer Step
  ? Step extends { readonly signInStep: infer Names }
    ? Name extends Names
      ? Step
      : never
    : never
  : never;

/** Steps that Amplify, which forgets a challenge whose prompt was closed, has no name for. */
type OfOursAlone = 'CONFIRM_SIGN_IN_WITH_PASSKEY';

const STEPS: SameFields & Readonly<Record<Exclude<SignInStep, OfOursAlone>, true>> = {
  CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE: true,
  CONFIRM_SIGN_IN_WITH_EMAIL_CODE: true,
  CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: true,
  CONFIRM_SIGN_IN_WITH_PASSWORD: true,
  CONFIRM_SIGN_IN_WITH_SMS_CODE: true,
  CONFIRM_SIGN_IN_WITH_TOTP_CODE: true,
  CONFIRM_SIGN_UP: true,
  CONTINUE_SIGN_IN_WITH_EMAIL_SETUP: true,
  CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION: true,
  CONTINUE_SIGN_IN_WITH_MFA_SELECTION: true,
  CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION: true,
  CONTINUE_SIGN_IN_WITH_TOTP_SETUP: true,
  DONE: true,
  RESET_PASSWORD: true,
};

const withoutSecret: SignInStateStep = { signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' };

describe('SignInNextStep', () => {
  it('has the steps of amplify-js, and the fields of each', () => {
    expect(Object.keys(STEPS)).toHaveLength(14);
  });

  it('goes into the state without the secret of an authenticator app', () => {
    expect(Object.keys(withoutSecret)).toEqual(['signInStep']);
  });
});

import type { SignInNextStep, SignInStateStep } from 'rx-cognito';
import type { AuthAnswer } from '../ports/cognito-api';

type StepName = SignInStateStep['signInStep'];
type Step<Name extends StepName> = Extract<SignInStateStep, { readonly signInStep: Name }>;
type Parameters = Readonly<Record<string, string>>;

const COGNITO_NAMES = { SMS: 'SMS_MFA', TOTP: 'SOFTWARE_TOKEN_MFA', EMAIL: 'EMAIL_OTP' } as const;
type MfaTypes = readonly (keyof typeof COGNITO_NAMES)[];

const challenge = (ChallengeName: string, ChallengeParameters: Parameters = {}): AuthAnswer => ({
  ChallengeName,
  ChallengeParameters,
  Session: 'session-of-test-auth',
});

const code =
  (name: string) =>
  ({
    codeDeliveryDetails,
  }: Step<'CONFIRM_SIGN_IN_WITH_SMS_CODE' | 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE'>): AuthAnswer => {
    const { destination, deliveryMedium } = codeDeliveryDetails ?? {};
    return challenge(name, {
      ...(destination === undefined ? {} : { CODE_DELIVERY_DESTINATION: destination }),
      ...(deliveryMedium === undefined ? {} : { CODE_DELIVERY_DELIVERY_MEDIUM: deliveryMedium }),
    });
  };

const mfaTypes =
  (name: string, parameter: string, usual: MfaTypes) =>
  ({ allowedMFATypes = usual }: { readonly allowedMFATypes?: MfaTypes }): AuthAnswer =>
    challenge(name, { [parameter]: JSON.stringify(allowedMFATypes.map((type) => COGNITO_NAMES[type])) });

/** What a user pool answers that leads to a step; none where it is an error or tokens. */
const ANSWERS: { readonly [Name in StepName]: ((step: Step<Name>) => AuthAnswer) | undefined } = {
  CONFIRM_SIGN_IN_WITH_SMS_CODE: code('SMS_MFA'),
  CONFIRM_SIGN_IN_WITH_EMAIL_CODE: code('EMAIL_OTP'),
  CONFIRM_SIGN_IN_WITH_TOTP_CODE: () => challenge('SOFTWARE_TOKEN_MFA'),
  CONTINUE_SIGN_IN_WITH_MFA_SELECTION: mfaTypes('SELECT_MFA_TYPE', 'MFAS_CAN_CHOOSE', ['SMS', 'TOTP']),
  CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION: mfaTypes('MFA_SETUP', 'MFAS_CAN_SETUP', ['TOTP', 'EMAIL']),
  CONTINUE_SIGN_IN_WITH_TOTP_SETUP: () =>
    mfaTypes('MFA_SETUP', 'MFAS_CAN_SETUP', [])({ allowedMFATypes: ['TOTP'] }),
  CONTINUE_SIGN_IN_WITH_EMAIL_SETUP: () =>
    mfaTypes('MFA_SETUP', 'MFAS_CAN_SETUP', [])({ allowedMFATypes: ['EMAIL'] }),
  CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: ({ missingAttributes = [] }) =>
    challenge('NEW_PASSWORD_REQUIRED', {
      requiredAttributes: JSON.stringify(missingAttributes.map((name) => `userAttributes.${name}`)),
    }),
  CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE: ({ additionalInfo = {} }) =>
    challenge('CUSTOM_CHALLENGE', additionalInfo),
  CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION: ({ availableChallenges = ['PASSWORD', 'EMAIL_OTP'] }) => ({
    ...challenge('SELECT_CHALLENGE'),
    AvailableChallenges: availableChallenges,
  }),
  CONFIRM_SIGN_IN_WITH_PASSWORD: () => challenge('PASSWORD'),
  CONFIRM_SIGN_IN_WITH_PASSKEY: () => challenge('WEB_AUTHN', { CREDENTIAL_REQUEST_OPTIONS: '{}' }),
  CONFIRM_SIGN_UP: undefined,
  RESET_PASSWORD: undefined,
  DONE: undefined,
};

/** Returns the answer of a user pool that leads to a step; `undefined` where no challenge does. */
export function challengeOf(step: SignInNextStep | SignInStateStep): AuthAnswer | undefined {
  const answer = ANSWERS[step.signInStep] as ((given: typeof step) => AuthAnswer) | undefined;
  return answer?.(step);
}

import { AuthError } from '../model/auth-error';
import { validationError } from '../model/errors';
import type { SignInNextStep, SignInStateStep, SignInStep } from '../model/sign-in-step';
import type { AuthAnswer } from '../ports/cognito-api';

/** What `confirmSignIn$` takes. */
export interface ConfirmSignInInput {
  /** The answer: the code, the new password, the chosen factor, whatever `nextStep.signInStep` asks for. */
  readonly challengeResponse: string;
  readonly clientMetadata?: Readonly<Record<string, string>>;
  /** Attributes that come with a new password (`nextStep.missingAttributes`). */
  readonly userAttributes?: Readonly<Record<string, string>>;
}

/** A challenge that waits for its answer. `session` is a secret: it stays in the flow. */
export interface PendingChallenge {
  readonly name: string;
  readonly session: string | undefined;
  /** The user as the challenge names them; an alias becomes the user name here. */
  readonly username: string;
  readonly nextStep: SignInNextStep;
}

/** The challenges that are answered by one code: their step, and the field that the code goes into. */
const CODE_CHALLENGES: ReadonlyMap<string, { readonly step: SignInStep; readonly field: string }> = new Map([
  ['SMS_MFA', { step: 'CONFIRM_SIGN_IN_WITH_SMS_CODE', field: 'SMS_MFA_CODE' }],
  ['SMS_OTP', { step: 'CONFIRM_SIGN_IN_WITH_SMS_CODE', field: 'SMS_OTP_CODE' }],
  ['EMAIL_OTP', { step: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE', field: 'EMAIL_OTP_CODE' }],
  ['SOFTWARE_TOKEN_MFA', { step: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE', field: 'SOFTWARE_TOKEN_MFA_CODE' }],
]);

const unknownChallengeError = (name: string): AuthError =>
  new AuthError({
    kind: 'service',
    code: 'UnknownChallenge',
    message: `The user pool answered with the challenge ${name}, which this version of rx-cognito does not know.`,
    recoverySuggestion:
      'Switch the challenge off for this app client, or look for a newer version of rx-cognito.',
  });

/** Reads the challenge of an answer. @throws AuthError where it is one that this version does not know. */
export function readChallenge(answer: AuthAnswer, username: string): PendingChallenge {
  const name = answer.ChallengeName ?? 'none';
  const parameters = answer.ChallengeParameters ?? {};
  const code = CODE_CHALLENGES.get(name);
  if (!code) throw unknownChallengeError(name);
  const destination = parameters['CODE_DELIVERY_DESTINATION'];
  const deliveryMedium = parameters['CODE_DELIVERY_DELIVERY_MEDIUM'];
  return {
    name,
    session: answer.Session,
    username: parameters['USER_ID_FOR_SRP'] ?? parameters['USERNAME'] ?? username,
    nextStep: Object.freeze({
      signInStep: code.step,
      ...(destination === undefined && deliveryMedium === undefined
        ? {}
        : {
            codeDeliveryDetails: Object.freeze({
              ...(destination === undefined ? {} : { destination }),
              ...(deliveryMedium === undefined ? {} : { deliveryMedium }),
            }),
          }),
    }),
  };
}

/** Returns the fields that answer a challenge. */
export function challengeResponses(
  pending: PendingChallenge,
  input: ConfirmSignInInput,
): Record<string, string> {
  const code = CODE_CHALLENGES.get(pending.name);
  if (!code) throw unknownChallengeError(pending.name);
  if (input.challengeResponse.trim() === '')
    throw validationError('challengeResponse', 'the code that was sent');
  return { USERNAME: pending.username, [code.field]: input.challengeResponse };
}

/** Returns the part of a step that may stand in the state. */
export function stateStepOf({ totpSetupDetails: _secret, ...step }: SignInNextStep): SignInStateStep {
  return Object.freeze(step);
}

import { defer, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import { RESUMABLE_MS } from '../model/pending-challenge';
import type {
  CodeDeliveryDetails,
  FirstFactor,
  MfaType,
  SignInNextStep,
  SignInStateStep,
} from '../model/sign-in-step';
import type { AuthAnswer } from '../ports/cognito-api';
import type { PoolContext } from './auth-context';
import type { Challenged } from './stage';
import { setUpTotp$ } from './mfa-setup';
import { FIRST_FACTORS } from './sign-in-input';

const ATTRIBUTE_PREFIX = 'userAttributes.';

/** Cognito's names of the second factors. */
export const COGNITO_MFA_NAMES: Readonly<Record<MfaType, string>> = {
  SMS: 'SMS_MFA',
  TOTP: 'SOFTWARE_TOKEN_MFA',
  EMAIL: 'EMAIL_OTP',
};

const MFA_TYPES = Object.keys(COGNITO_MFA_NAMES) as readonly MfaType[];

/** The error for a challenge that cannot be answered: it names the challenge, and nothing else of it. */
export const unknownChallengeError = (name: string): AuthError =>
  new AuthError({
    kind: 'service',
    code: 'UnknownChallenge',
    message: `The user pool answered with the challenge ${name}, which this version of rx-cognito does not know.`,
    recoverySuggestion:
      'Switch the challenge off for this app client, or look for a newer version of rx-cognito.',
  });

const noMfaToSetUpError = (): AuthError =>
  new AuthError({
    kind: 'configuration',
    code: 'MfaSetupNotPossible',
    message: 'The user pool demands a second factor, and offers none that can be set up while signing in.',
    recoverySuggestion:
      'Switch authenticator apps or e-mail messages on as a second factor of the user pool, or set the phone number of the user.',
  });

type Parameters = Readonly<Record<string, string>>;

/** Reads a list that Cognito sends as JSON inside a parameter. */
function listOf(json: string | undefined): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

const mfaTypesOf = (json: string | undefined): readonly MfaType[] =>
  Object.freeze(
    listOf(json).flatMap((name) => MFA_TYPES.find((type) => COGNITO_MFA_NAMES[type] === name) ?? []),
  );

function deliveryOf(parameters: Parameters): { readonly codeDeliveryDetails?: CodeDeliveryDetails } {
  const destination = parameters['CODE_DELIVERY_DESTINATION'];
  const deliveryMedium = parameters['CODE_DELIVERY_DELIVERY_MEDIUM'];
  if (destination === undefined && deliveryMedium === undefined) return {};
  return {
    codeDeliveryDetails: Object.freeze({
      ...(destination === undefined ? {} : { destination }),
      ...(deliveryMedium === undefined ? {} : { deliveryMedium }),
    }),
  };
}

const missingAttributesOf = (parameters: Parameters): readonly string[] =>
  Object.freeze(
    listOf(parameters['requiredAttributes']).map((name) => {
      const text = String(name);
      return text.startsWith(ATTRIBUTE_PREFIX) ? text.slice(ATTRIBUTE_PREFIX.length) : text;
    }),
  );

/** A factor that this version could not go through with is not offered. */
function selectionOf(name: string, { AvailableChallenges = [] }: AuthAnswer): SignInNextStep {
  const availableChallenges = AvailableChallenges.filter((factor) => FIRST_FACTORS.includes(factor));
  if (availableChallenges.length === 0)
    throw unknownChallengeError([name, ...AvailableChallenges].join(' of '));
  return {
    signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
    availableChallenges: Object.freeze(availableChallenges as FirstFactor[]),
  };
}

/** A choice among nothing could not be answered. */
function mfaSelectionOf(name: string, parameters: Parameters): SignInStateStep {
  const allowedMFATypes = mfaTypesOf(parameters['MFAS_CAN_CHOOSE']);
  if (allowedMFATypes.length === 0) throw unknownChallengeError(name);
  return { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION', allowedMFATypes };
}

function setupOf(parameters: Parameters): SignInStateStep {
  const allowedMFATypes = mfaTypesOf(parameters['MFAS_CAN_SETUP']).filter((type) => type !== 'SMS');
  if (allowedMFATypes.length > 1) {
    return {
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
      allowedMFATypes: Object.freeze(allowedMFATypes),
    };
  }
  if (allowedMFATypes.length === 0) throw noMfaToSetUpError();
  return {
    signInStep: allowedMFATypes.includes('TOTP')
      ? 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP'
      : 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP',
  };
}

function stepOf(name: string, parameters: Parameters, answer: AuthAnswer): SignInStateStep {
  switch (name) {
    case 'SMS_MFA':
    case 'SMS_OTP':
      return { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE', ...deliveryOf(parameters) };
    case 'EMAIL_OTP':
      return { signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE', ...deliveryOf(parameters) };
    case 'SOFTWARE_TOKEN_MFA':
      return { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' };
    case 'SELECT_MFA_TYPE':
      return mfaSelectionOf(name, parameters);
    case 'MFA_SETUP':
      return setupOf(parameters);
    case 'NEW_PASSWORD_REQUIRED':
      return {
        signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED',
        missingAttributes: missingAttributesOf(parameters),
      };
    case 'CUSTOM_CHALLENGE':
      return {
        signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
        additionalInfo: Object.freeze({ ...parameters }),
      };
    case 'SELECT_CHALLENGE':
      return selectionOf(name, answer);
    case 'PASSWORD':
    case 'PASSWORD_SRP':
      return { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' };
    default:
      throw unknownChallengeError(name);
  }
}

/** Creates the reader of challenges. It errors where a challenge is one that cannot be answered. */
export function createChallengeReader(
  context: PoolContext,
): (answer: AuthAnswer, answersAs: string, username: string) => Observable<Challenged> {
  const { scheduler } = context;

  return (answer, answersAs, username) =>
    defer(() => {
      const { ChallengeName: name = 'none', ChallengeParameters: parameters = {}, Session } = answer;
      const nextStep = Object.freeze(stepOf(name, parameters, answer));
      const pending = {
        name,
        session: Session,
        answersAs: parameters['USER_ID_FOR_SRP'] ?? parameters['USERNAME'] ?? answersAs,
        nextStep,
        resumableUntil: scheduler.now() + RESUMABLE_MS,
      };
      return nextStep.signInStep === 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP'
        ? setUpTotp$(context, pending, username)
        : of({ pending, nextStep });
    });
}

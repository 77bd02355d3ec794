import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { isFields, textOf } from '../../model/fields';
import { redact } from '../../model/redact';
import type { CodeDeliveryDetails, MfaType } from '../../model/sign-in-step';
import type { AuthAnswer } from '../../ports/cognito-api';
import type { GivenChallenge } from './answer';

const ATTRIBUTE_PREFIX = 'userAttributes.';
/** How Cognito writes the names of its challenges; what is written otherwise is not repeated in an error. */
const CHALLENGE_NAME = /^[A-Z][A-Z_]{1,39}$/;

/** Cognito's names of the second factors. */
export const COGNITO_MFA_NAMES: Readonly<Record<MfaType, string>> = {
  SMS: 'SMS_MFA',
  TOTP: 'SOFTWARE_TOKEN_MFA',
  EMAIL: 'EMAIL_OTP',
};

const MFA_TYPES = Object.keys(COGNITO_MFA_NAMES) as readonly MfaType[];

type Parameters = GivenChallenge['parameters'];

const isText = (value: unknown): value is string => typeof value === 'string';

/** Reads the challenge of an answer. */
export function givenChallengeOf(answer: AuthAnswer): GivenChallenge {
  const fields: unknown = answer.ChallengeParameters;
  const list: unknown = answer.AvailableChallenges;
  return {
    name: textOf(answer.ChallengeName) ?? '',
    session: textOf(answer.Session),
    parameters: Object.fromEntries(
      Object.entries(isFields(fields) ? fields : {}).filter((entry): entry is [string, string] =>
        isText(entry[1]),
      ),
    ),
    available: Array.isArray(list) ? list.filter(isText) : [],
  };
}

/** The error for a challenge that cannot be answered: it names the challenge, and nothing else of it. */
export function unknownChallengeError(names: readonly string[], secrets: readonly string[] = []): AuthError {
  const shown = names.filter((name) => CHALLENGE_NAME.test(name)).map((name) => redact(name, secrets));
  return ownError({
    kind: 'service',
    code: 'UnknownChallenge',
    message: `The user pool answered with a challenge that this version of rx-cognito does not know${
      shown.length === 0 ? '.' : `: ${shown.join(' of ')}.`
    }`,
    recoverySuggestion:
      'Switch the challenge off for this app client, or look for a newer version of rx-cognito.',
  });
}

/** Reads a list that Cognito sends as JSON inside a parameter. */
function listOf(json: string | undefined): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** Reads a list of second factors. */
export const mfaTypesOf = (json: string | undefined): readonly MfaType[] =>
  Object.freeze(
    listOf(json).flatMap((name) => MFA_TYPES.find((type) => COGNITO_MFA_NAMES[type] === name) ?? []),
  );

/** Reads where a code was sent. */
export function deliveryOf(parameters: Parameters): { readonly codeDeliveryDetails?: CodeDeliveryDetails } {
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

/** Reads which attributes have to come with a new password. */
export const missingAttributesOf = (parameters: Parameters): readonly string[] =>
  Object.freeze(
    listOf(parameters['requiredAttributes'])
      .filter(isText)
      .map((name) => (name.startsWith(ATTRIBUTE_PREFIX) ? name.slice(ATTRIBUTE_PREFIX.length) : name)),
  );

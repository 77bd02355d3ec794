import type { ConfirmSignInInput } from '../../flows/sign-in/input';
import { isFields, readOnce } from '../../model/fields';
import { validationError } from '../../model/errors';
import { codeAsSent } from '../../model/typed-code';

/** The argument that carries the answer to a challenge. */
export const RESPONSE = 'challengeResponse';

/** Reads the answer to a challenge, which is checked by the challenge: whoever passes nothing is told what that asks for. */
export const readConfirmSignInInput = (input: ConfirmSignInInput): ConfirmSignInInput =>
  readOnce(input, ['challengeResponse', 'clientMetadata', 'userAttributes']) as ConfirmSignInInput;

const TOTP_CODE = /^\d{6}$/;
const CODE_MAX_LENGTH = 256;
const ATTRIBUTE_MAX_LENGTH = 2_048;

const typedCode = (typed: unknown): string =>
  typeof typed === 'string' && typed.length <= CODE_MAX_LENGTH ? codeAsSent(typed) : '';

/** Refuses what cannot be a code that was sent; takes one as it is pasted. */
export const checkedCode = (typed: unknown): string => {
  const code = typedCode(typed);
  if (code !== '') return code;
  throw validationError(RESPONSE, 'the code that was sent');
};

/** Refuses what cannot be a code of an authenticator app; takes one as it is pasted. */
export const checkedTotp = (typed: unknown): string => {
  const code = typedCode(typed);
  if (TOTP_CODE.test(code)) return code;
  throw validationError(RESPONSE, 'the 6 digits that the authenticator app shows');
};

/** Refuses what cannot be an e-mail address. */
export const checkedEmail = (email: unknown): string => {
  if (typeof email === 'string' && /^\S+@\S+$/.test(email) && email.length <= ATTRIBUTE_MAX_LENGTH)
    return email;
  throw validationError(RESPONSE, 'an e-mail address');
};

/** Refuses what is no text. */
export const checkedText = (text: unknown): string => {
  if (typeof text === 'string' && text !== '') return text;
  throw validationError(RESPONSE, 'an answer to the challenge');
};

/** Refuses what is none of the choices. */
export function checkedChoice<Choice extends string>(
  choice: unknown,
  allowed: readonly Choice[] = [],
): Choice {
  const chosen = allowed.find((candidate) => candidate === choice);
  if (chosen === undefined) throw validationError(RESPONSE, `one of ${allowed.join(', ')}`);
  return chosen;
}

/** Returns the attributes of an answer as Cognito takes them; refuses what is missing, or no text. */
export function checkedAttributes(
  { userAttributes = {} }: ConfirmSignInInput,
  missing: readonly string[] = [],
): Readonly<Record<string, string>> {
  const given: unknown = userAttributes;
  if (!isFields(given)) throw validationError('userAttributes', 'a record of texts');
  for (const name of missing) {
    if (!Object.hasOwn(given, name)) throw validationError('userAttributes', `a record that has ${name}`);
  }
  const attributes = Object.entries(given).map(([name, value]) => {
    if (typeof value === 'string' && value.length <= ATTRIBUTE_MAX_LENGTH) {
      return [`userAttributes.${name}`, value];
    }
    throw validationError(
      'userAttributes',
      `a record whose ${name} is a text of at most ${ATTRIBUTE_MAX_LENGTH} characters`,
    );
  });
  return Object.fromEntries(attributes) as Record<string, string>;
}

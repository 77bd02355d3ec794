import { codeAsSent } from '../model/typed-code';
import { validationError } from './errors';

const USERNAME_MAX_LENGTH = 128;
const PASSWORD_MAX_LENGTH = 256;
const TEXT_MAX_LENGTH = 2_048;

/** Returns what was passed, or nothing at all: a caller without types may pass `undefined`. */
export const given = <Input extends object>(input: Input | undefined): Partial<Input> =>
  (input as Input | null | undefined) ?? {};

/** Refuses what no user can be called; returns it unchanged. */
export function checkedUsername(username: unknown): string {
  if (typeof username === 'string' && username.trim() !== '' && username.length <= USERNAME_MAX_LENGTH)
    return username;
  throw validationError('username', `a user name of 1 to ${USERNAME_MAX_LENGTH} characters`);
}

/** Refuses what cannot be a password; returns it unchanged. */
export function checkedPassword(argument: string, password: unknown): string {
  if (typeof password === 'string' && password !== '' && password.length <= PASSWORD_MAX_LENGTH)
    return password;
  throw validationError(argument, `a password of 1 to ${PASSWORD_MAX_LENGTH} characters`);
}

/** Refuses what is no text, or a blank one; returns it unchanged. */
export function checkedText(argument: string, expected: string, text: unknown): string {
  if (typeof text === 'string' && text.trim() !== '' && text.length <= TEXT_MAX_LENGTH) return text;
  throw validationError(argument, expected);
}

/** Refuses what cannot be a code that was sent; takes one as it is pasted, as `confirmSignIn$` does. */
export function checkedCode(argument: string, code: unknown): string {
  const expected = 'the code that was sent';
  return checkedText(argument, expected, codeAsSent(checkedText(argument, expected, code)));
}

/** Refuses what cannot be the name of an attribute; returns it unchanged. */
export const checkedAttributeKey = (argument: string, key: unknown): string =>
  checkedText(argument, 'the name of an attribute, such as email', key);

type Texts = Readonly<Record<string, string>>;

function checkedTexts(argument: string, texts: unknown): Texts {
  const isRecord = typeof texts === 'object' && texts !== null && !Array.isArray(texts);
  const entries = isRecord ? Object.entries<unknown>(texts as Record<string, unknown>) : [];
  const isWhole = entries.every(([, text]) => typeof text === 'string' && text.length <= TEXT_MAX_LENGTH);
  if (isRecord && isWhole) return Object.fromEntries(entries) as Texts;
  throw validationError(argument, `a record of texts of at most ${TEXT_MAX_LENGTH} characters`);
}

/** One name and its value, as Cognito takes them. */
export interface Attribute {
  readonly Name: string;
  readonly Value: string;
}

/** Refuses what are no attributes; returns them in the form that Cognito takes. */
export const checkedAttributes = (argument: string, attributes: unknown): Attribute[] =>
  Object.entries(checkedTexts(argument, attributes)).map(([Name, Value]) => ({ Name, Value }));

/** Returns the part of a request that hands the caller's metadata to the Lambda triggers of the pool. */
export const metadataOf = (clientMetadata: unknown): { readonly ClientMetadata?: Record<string, string> } =>
  clientMetadata === undefined
    ? {}
    : { ClientMetadata: { ...checkedTexts('clientMetadata', clientMetadata) } };

/** Fields that say who, what and how, and that an error may repeat. All others may hold a secret. */
const PUBLIC_FIELDS: ReadonlySet<string> = new Set([
  'AttributeName',
  'AuthFlow',
  'ChallengeName',
  'ClientId',
  'ClientMetadata',
  'DeviceName',
  'DeviceRememberedStatus',
  'FriendlyDeviceName',
  'PREFERRED_CHALLENGE',
  'RevokeAssociatedSessions',
  'TIMESTAMP',
  'USERNAME',
  'UserAttributeNames',
  'UserAttributes',
  'UserPoolId',
  'Username',
  'Name',
]);
/** Attributes that are given along with an answer, each under its name. */
const ATTRIBUTE_PREFIX = 'userAttributes.';
/** Challenges whose answer is the name of another one. */
const CHOICES: ReadonlySet<unknown> = new Set(['SELECT_MFA_TYPE', 'SELECT_CHALLENGE']);

const MAX_DEPTH = 8;

/** What is chosen among things that everybody knows is none of the secrets. */
const isPublic = (field: string, isChoice: boolean): boolean =>
  PUBLIC_FIELDS.has(field) || field.startsWith(ATTRIBUTE_PREFIX) || (isChoice && field === 'ANSWER');

function textsIn(value: unknown, isChoice: boolean, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    isPublic(field, isChoice) ? [] : textsIn(inner, isChoice, depth + 1),
  );
}

/**
 * Returns every string in a command's input that must not stand in an error. User attributes and `ClientMetadata` are
 * none: an error that hides each `en` of a message, for the sake of a language, cannot be read.
 */
export function secretsOf(input: unknown): readonly string[] {
  const isChoice = CHOICES.has((input as { ChallengeName?: unknown } | null | undefined)?.ChallengeName);
  return [...new Set(textsIn(input, isChoice))];
}

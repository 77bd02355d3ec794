/** Fields that say who and how, and that an error message may repeat. All others may hold a secret. */
const PUBLIC_FIELDS: ReadonlySet<string> = new Set([
  'AttributeName',
  'AuthFlow',
  'ChallengeName',
  'ClientId',
  'DeviceName',
  'DeviceRememberedStatus',
  'FriendlyDeviceName',
  'RevokeAssociatedSessions',
  'USERNAME',
  'UserAttributeNames',
  'UserPoolId',
  'Username',
  'Name',
]);

const MAX_DEPTH = 8;

function textsIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    PUBLIC_FIELDS.has(field) ? [] : textsIn(inner, depth + 1),
  );
}

/** Returns every string in a command's input that must not stand in an error: the longest first, since one may begin with another. */
export function secretsOf(input: unknown): readonly string[] {
  return [...new Set(textsIn(input, 0))].sort((a, b) => b.length - a.length);
}

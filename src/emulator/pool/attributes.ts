import { CognitoError, invalidParameter } from '../errors';
import type { Call } from './pool';
import type { User } from './user';

const STANDARD_ATTRIBUTES: ReadonlySet<string> = new Set([
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
]);

/** Tells whether users may write an attribute of this name. */
export function isAttributeName(name: string): boolean {
  return STANDARD_ATTRIBUTES.has(name) || name.startsWith('custom:');
}

/** Refuses attributes that the schema does not have, that are no address, or that name another user. */
export function requireAttributes(
  call: Call,
  user: User | undefined,
  attributes: readonly (readonly [string, string])[],
): void {
  for (const [name, value] of attributes) {
    if (!isAttributeName(name)) throw invalidParameter(`Attributes did not conform to the schema: ${name}`);
    if (name === 'email' && !/^[^@\s]+@[^@\s]+$/.test(value))
      throw invalidParameter('Invalid email address format.');
    if (name === 'phone_number' && !/^\+\d{1,15}$/.test(value)) {
      throw invalidParameter('Invalid phone number format.');
    }
    if (call.pool.users.ownerOfAlias(name, value, user)) throw aliasExists();
  }
}

/** Writes attributes; a new address is unverified. Returns the names whose value changed. */
export function setAttributes(
  call: Call,
  user: User,
  attributes: readonly (readonly [string, string])[],
): readonly string[] {
  requireAttributes(call, user, attributes);
  const changed = attributes.filter(([name, value]) => user.attributes.get(name) !== value);
  for (const [name, value] of changed) {
    user.attributes.set(name, value);
    if (name === 'email' || name === 'phone_number') user.attributes.set(`${name}_verified`, 'false');
  }
  user.modifiedAt = call.now;
  return changed.map(([name]) => name);
}

/** Makes the refusal of an address that another user has verified as theirs. */
export function aliasExists(): CognitoError {
  return new CognitoError(
    'AliasExistsException',
    'An account with the given email or phone number already exists.',
  );
}

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

const ADDRESS_FORMATS: ReadonlyMap<string, RegExp> = new Map([
  ['email', /^[^@\s]+@[^@\s]+$/],
  ['phone_number', /^\+\d{1,15}$/],
]);

/** Tells whether users may write an attribute of this name. */
export function isAttributeName(name: string): boolean {
  return STANDARD_ATTRIBUTES.has(name) || name.startsWith('custom:');
}

/** An attribute's name and value. */
export type Attribute = readonly [name: string, value: string];

/** Reads attributes from an input. */
export function readAttributes(
  list: readonly { readonly Name: string; readonly Value: string | undefined }[] = [],
): readonly Attribute[] {
  return list.map(({ Name, Value }) => [Name, Value ?? '']);
}

/** Refuses attributes that the schema does not have, and addresses that are none. */
export function requireConforming(attributes: readonly Attribute[]): void {
  for (const [name, value] of attributes) {
    if (!isAttributeName(name)) throw invalidParameter(`Attributes did not conform to the schema: ${name}`);
    const isMalformed = ADDRESS_FORMATS.get(name)?.test(value) === false;
    if (isMalformed) throw invalidParameter(`Invalid ${name.replace('_', ' ')} format.`);
  }
}

/** Writes attributes; a new address is unverified. Returns the names whose value changed. */
export function setAttributes(call: Call, user: User, attributes: readonly Attribute[]): readonly string[] {
  requireConforming(attributes);
  if (attributes.some(([name, value]) => call.pool.users.ownerOfAlias(name, value, user)))
    throw aliasExists();
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

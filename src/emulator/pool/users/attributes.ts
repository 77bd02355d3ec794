import { CognitoError, invalidParameter, notAuthorized } from '../../errors';
import type { AppClient } from '../clients/app-clients';
import type { Call, Pool } from '../pool';
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

const WORDS: ReadonlyMap<string, string> = new Map([
  ['email', 'email address'],
  ['phone_number', 'phone number'],
]);

/** An attribute's name and value. */
export type Attribute = readonly [name: string, value: string];

/** Reads attributes from an input. */
export function readAttributes(
  list: readonly { readonly Name: string; readonly Value: string | undefined }[] = [],
): readonly Attribute[] {
  return list.map(({ Name, Value }) => [Name, Value ?? '']);
}

/** Refuses what a client may not write: attributes that only the pool writes, that nobody declared, or that are not the client's. */
export function requireWritable({ rules }: Pool, { settings }: AppClient, names: readonly string[]): void {
  const { WriteAttributes: writable } = settings;
  const isWritable = (name: string) => isInSchema(rules, name) && (writable?.includes(name) ?? true);
  if (!names.every(isWritable)) throw notAuthorized('A client attempted to write unauthorized attribute');
}

/** Lists those of a user's attributes that a client may read. */
export function readableBy({ settings }: AppClient, attributes: readonly Attribute[]): readonly Attribute[] {
  const { ReadAttributes: readable } = settings;
  return readable === undefined ? attributes : attributes.filter(([name]) => readable.includes(name));
}

/** Refuses attributes that the schema does not have, from an administrator, and addresses that are none. */
export function requireConforming({ rules }: Pool, attributes: readonly Attribute[]): void {
  for (const [name, value] of attributes) {
    if (!isInSchema(rules, name) && !name.endsWith('_verified')) {
      throw invalidParameter(
        `Attributes did not conform to the schema: Type for attribute {${name}} could not be determined`,
      );
    }
    const isMalformed = ADDRESS_FORMATS.get(name)?.test(value) === false;
    if (isMalformed) throw invalidParameter(`Invalid ${WORDS.get(name) ?? name} format.`);
  }
}

/** Refuses attributes that cannot be written to a user. */
export function requireSettable({ pool }: Call, user: User, attributes: readonly Attribute[]): void {
  requireConforming(pool, attributes);
  const taken = attributes.find(([name, value]) => pool.users.ownerOfAlias(name, value, user));
  if (taken) throw aliasExists(taken[0]);
}

/** Writes attributes; a new address is unverified. Returns the names whose value changed. */
export function setAttributes(call: Call, user: User, attributes: readonly Attribute[]): readonly string[] {
  requireSettable(call, user, attributes);
  const changed = attributes.filter(([name, value]) => user.attributes.get(name) !== value);
  for (const [name, value] of changed) {
    user.attributes.set(name, value);
    if (name === 'email' || name === 'phone_number') user.attributes.set(`${name}_verified`, 'false');
  }
  user.modifiedAt = call.now;
  return changed.map(([name]) => name);
}

/** Makes the refusal of an address that another user has verified as theirs. */
export function aliasExists(name: string): CognitoError {
  return new CognitoError('AliasExistsException', `An account with the given ${name} already exists.`);
}

function isInSchema({ customAttributes }: Pool['rules'], name: string): boolean {
  return STANDARD_ATTRIBUTES.has(name) || customAttributes.some((custom) => `custom:${custom}` === name);
}

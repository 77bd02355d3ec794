import { invalidParameter } from '../../errors';
import type { Pool } from '../pool';

const FORMATS = [
  ['email', 'email', /^[^@\s]+@[^@\s]+$/],
  ['phone_number', 'phone number', /^\+\d{1,15}$/],
] as const;

/** Refuses a username that the pool's settings do not allow: not an address where it must be one, or one where it must not. */
export function requireUsername({ users }: Pool, username: string): void {
  const { usernameAttributes, aliasAttributes } = users.names;
  if (usernameAttributes && !users.namingAttribute(username)) {
    throw invalidParameter(
      `Username should be ${usernameAttributes.length > 1 ? 'either ' : ''}${wanted(usernameAttributes)}.`,
    );
  }
  for (const [attribute, word, format] of FORMATS) {
    if (!usernameAttributes && aliasAttributes?.includes(attribute) && format.test(username)) {
      throw invalidParameter(
        `Username cannot be of ${word} format, since user pool is configured for ${word} alias.`,
      );
    }
  }
}

function wanted(attributes: readonly string[]): string {
  return FORMATS.filter(([attribute]) => attributes.includes(attribute))
    .map(([, word]) => `${word === 'email' ? 'an' : 'a'} ${word}`)
    .join(' or ');
}

import type { Attribute } from '../users/attributes';
import type { User } from '../users/user';

const EMAIL = ['email', 'email_verified'];
const PHONE = ['phone_number', 'phone_number_verified'];

/** Lists what the scopes of managed login let a client read: with `openid` alone everything. */
export function attributesInScope({ attributes }: User, scopes: readonly string[]): readonly Attribute[] {
  const narrowing = scopes.filter((scope) => ['email', 'phone', 'profile'].includes(scope));
  if (narrowing.length === 0) return [...attributes];
  return [...attributes].filter(([name]) => narrowing.includes(scopeOf(name)));
}

function scopeOf(name: string): 'email' | 'phone' | 'profile' {
  if (EMAIL.includes(name)) return 'email';
  return PHONE.includes(name) ? 'phone' : 'profile';
}

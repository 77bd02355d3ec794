import { invalidParameter } from '../../errors';
import type { User } from '../../pool/users/user';

// `name = "value"` or `name ^= "value"`, quotes in the value escaped by a backslash.
const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;

const OWN: ReadonlyMap<string, (user: User) => string | undefined> = new Map([
  ['username', ({ username }: User) => username],
  ['sub', ({ sub }: User) => sub],
  ['cognito:user_status', ({ status }: User) => status],
  ['status', ({ enabled }: User) => (enabled ? 'Enabled' : 'Disabled')],
]);

const SEARCHABLE = ['email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username'];

/** Reads the filter of `ListUsers` into a judge of users; one that Cognito does not know is refused. */
export function readUserFilter(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? [];
  const own = OWN.get(name);
  if (!own && !SEARCHABLE.includes(name)) throw invalidParameter('Error while parsing filter.');
  const wanted = quoted.replace(/\\(.)/g, '$1');
  return (user) => {
    const value = own ? own(user) : user.attributes.get(name);
    if (value === undefined) return false;
    return operator === '=' ? value === wanted : value.startsWith(wanted);
  };
}

import { createManualClock, createUserPool } from '../../../src/emulator';
import { ask } from '../ask';
import { createTestPool } from '../fixture';
import { row, signUp, type ErrorText } from './case';

/** What requests of any kind are refused with. */
export const WIRE: readonly ErrorText[] = [
  row(
    'one thing wrong with the input',
    'InvalidParameter',
    "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    'W',
    signUp({ Username: 'a b' }),
  ),
  row(
    'several things wrong with the input',
    'InvalidParameter',
    "3 validation errors detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+; Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    'W',
    signUp({ ClientId: 'a b', Username: '' }),
  ),
  row(
    'a password with a blank at its end',
    'InvalidParameter',
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$",
    'W',
    signUp({ Password: 'Passw0rd! ' }),
  ),
  row('a body that is no JSON object', 'Serialization', 'Could not deserialize the request.', 'U', () =>
    ask(createUserPool({ clock: createManualClock() }), 'GetUser', '[]'),
  ),
  row('an operation that there is not', 'UnknownOperation', 'Unknown operation.', 'U', () =>
    ask(createTestPool(), 'CreateUserPool' as never, {}),
  ),
  row(
    'an administrator’s operation, asked for by a page',
    'MissingAuthenticationToken',
    "AdminDeleteUser is an administrator's, and not for pages: name the page's origin in the option adminOrigins.",
    'U',
    () => ask(createTestPool(), 'AdminDeleteUser', {}, { headers: { origin: 'https://evil.example' } }),
  ),
  row('too many requests, by a fault', 'TooManyRequests', 'Rate exceeded', 'W', () => {
    const pool = createTestPool();
    pool.faults.on('GetUser', { throttle: { retryAfterSeconds: 1 } });
    return ask(pool, 'GetUser', {});
  }),
];

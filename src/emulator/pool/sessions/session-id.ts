import type { RandomSource } from '../../crypto/random';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Makes the name of a session: 28 characters, of which the first three tell its kind. */
export function newSessionId(kind: 'tkn' | 'sso', random: RandomSource): string {
  return kind + Array.from(random.bytes(25), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

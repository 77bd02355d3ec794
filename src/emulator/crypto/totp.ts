import { hmac } from './digest';
import type { Bytes } from './encoding';
import type { RandomSource } from './random';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** Makes the base32 secret of an authenticator app: 52 characters, as Cognito's are. */
export function createTotpSecret(random: RandomSource): string {
  return [...random.bytes(52)].map((byte) => ALPHABET[byte % 32]).join('');
}

/** Returns the number of the 30-second step in which an instant lies (RFC 6238). */
export function totpStep(at: number): number {
  return Math.floor(at / STEP_MS);
}

/**
 * Computes the six digits that an authenticator app shows.
 *
 * @param secret - The base32 secret.
 * @param at - The instant, in epoch milliseconds.
 */
export async function totpCode(secret: string, at: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(totpStep(at)));
  const mac = await hmac(fromBase32(secret), new Uint8Array(counter.buffer), 'SHA-1');
  // RFC 4226 §5.3: the low half of the last byte says where to read.
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const binary = new DataView(mac.buffer).getUint32(offset) & 0x7fff_ffff;
  return String(binary % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Bytes {
  const bits = [...text.toUpperCase().replace(/=+$/, '')]
    .map((character) => ALPHABET.indexOf(character).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, i) =>
    parseInt(bits.slice(8 * i, 8 * i + 8), 2),
  );
}

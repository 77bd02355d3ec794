import type { SrpChallenge } from '../../ports/srp';
import { bytesOfBase64 } from '../../model/decode';
import type { Bytes } from '../../model/decode';
import { GROUP_BITS, N } from './group';
import { srpRefused } from './srp-errors';

/** Most hex digits of B: those of N, and the `00` of a padded form. */
const MAX_B_DIGITS = GROUP_BITS / 4 + 2;
/** Cognito's salts have 32 digits. */
const MAX_SALT_DIGITS = 256;
/** Cognito's secret blocks have some 1 600 characters. */
const MAX_SECRET_BLOCK_LENGTH = 16_384;

/** A challenge's values, fit to be computed with. */
export interface SrpChallengeValues {
  readonly salt: bigint;
  /** B, not ≡ 0. */
  readonly serverPublic: bigint;
  readonly secretBlock: Bytes;
}

/** Reads a challenge's values; throws an `AuthError` for every one that must not be computed with. */
export function readChallenge({ salt, srpB, secretBlock }: SrpChallenge): SrpChallengeValues {
  const serverPublic = readHex('SRP_B', srpB, MAX_B_DIGITS);
  // With B ≡ 0 the shared secret would be one that needs no password on the server's side.
  if (serverPublic % N === 0n) throw srpRefused('SRP_B is zero modulo N');
  return {
    serverPublic,
    salt: readHex('SALT', salt, MAX_SALT_DIGITS),
    secretBlock: readBase64('SECRET_BLOCK', secretBlock, MAX_SECRET_BLOCK_LENGTH),
  };
}

function readHex(name: string, hex: string, maxDigits: number): bigint {
  if (hex.length > maxDigits) throw srpRefused(`${name} is too long`);
  if (!/^[0-9a-f]+$/i.test(hex)) throw srpRefused(`${name} is not hexadecimal`);
  return BigInt(`0x${hex}`);
}

function readBase64(name: string, base64: string, maxLength: number): Bytes {
  if (base64.length > maxLength) throw srpRefused(`${name} is too long`);
  try {
    return bytesOfBase64(base64);
  } catch {
    throw srpRefused(`${name} is not base64`);
  }
}

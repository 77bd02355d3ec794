import { defer, map, shareReplay, switchMap } from 'rxjs';
import type { Bytes } from '../../model/decode';
import { combOfG, power, powerOfG } from './power';
import { browserPace, inSlices$ } from './slices';
import type { Pace } from './slices';
import { cryptoUnavailable } from './srp-errors';
import { SRP_KEY_BYTES } from './srp-platform';
import type { SrpPlatform, SrpSigning } from './srp-platform';

/**
 * Computes with `BigInt` and WebCrypto, which every browser and runtime of today has.
 *
 * Throws an `AuthError` of kind `configuration` where WebCrypto is missing.
 */
export function createWebSrpPlatform(crypto = globalThis.crypto, pace: Pace = browserPace): SrpPlatform {
  const { subtle, getRandomValues } = partsOf(crypto);
  const comb$ = inSlices$(combOfG, pace).pipe(shareReplay({ bufferSize: 1, refCount: true }));
  return {
    randomBytes: (length) => getRandomValues(new Uint8Array(length)),
    powerOfG$: (exponent) => comb$.pipe(switchMap((comb) => inSlices$(() => powerOfG(comb, exponent), pace))),
    power$: (base, exponent) => inSlices$(() => power(base, exponent), pace),
    // In a task of its own: the first call starts the browser's cryptography, and the caller's has worked already.
    sha256$: (bytes) =>
      pace.nextTask$.pipe(
        switchMap(() => subtle.digest('SHA-256', bytes)),
        map((hash) => new Uint8Array(hash)),
      ),
    signature$: (signing) => defer(() => sign(subtle, signing)).pipe(map((hmac) => new Uint8Array(hmac))),
  };
}

interface CryptoParts {
  readonly subtle: SubtleCrypto;
  readonly getRandomValues: (bytes: Bytes) => Bytes;
}

/** The types know of secure contexts in browsers only; elsewhere `crypto`, or a part of it, is absent. */
function partsOf(crypto: Partial<Pick<Crypto, 'subtle' | 'getRandomValues'>> | undefined): CryptoParts {
  if (crypto?.subtle === undefined) throw cryptoUnavailable('crypto.subtle');
  if (crypto.getRandomValues === undefined) throw cryptoUnavailable('crypto.getRandomValues');
  return { subtle: crypto.subtle, getRandomValues: crypto.getRandomValues.bind(crypto) };
}

/** The derived key is not extractable, so that it never exists outside WebCrypto. */
async function sign(subtle: SubtleCrypto, { secret, salt, info, message }: SrpSigning): Promise<ArrayBuffer> {
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: SRP_KEY_BYTES * 8 };
  const shared = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt, info };
  const key = await subtle.deriveKey(hkdf, shared, hmac, false, ['sign']);
  return subtle.sign('HMAC', key, message);
}

import type { Bytes } from './encoding';

/** Computes SHA-256. */
export async function sha256(message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', message));
}

/** Computes an HMAC, by default with SHA-256. */
export async function hmac(
  key: Bytes,
  message: Bytes,
  hash: 'SHA-256' | 'SHA-1' = 'SHA-256',
): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message));
}

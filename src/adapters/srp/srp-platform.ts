import type { Observable } from 'rxjs';
import type { Bytes } from '../../model/decode';

/** What the SRP computation needs of the machine it runs on. Every Observable is cold, emits once and completes. */
export interface SrpPlatform {
  /** Draws bytes fit for a secret. */
  randomBytes(length: number): Bytes;

  /** Raises g modulo N, to an exponent of at most 256 bits. */
  powerOfG$(exponent: bigint): Observable<bigint>;

  /** Raises a residue modulo N, to an exponent of at most 520 bits. */
  power$(base: bigint, exponent: bigint): Observable<bigint>;

  /** Hashes by SHA-256. */
  sha256$(bytes: Bytes): Observable<Bytes>;

  /** Derives a key and signs with it; the key goes nowhere else. */
  signature$(signing: SrpSigning): Observable<Bytes>;
}

/** The ingredients of a claim's signature: HMAC-SHA-256 under 16 bytes of HKDF (RFC 5869). */
export interface SrpSigning {
  /** The shared secret S, from which the key is derived. */
  readonly secret: Bytes;
  /** HKDF's salt. */
  readonly salt: Bytes;
  /** HKDF's info. */
  readonly info: Bytes;
  readonly message: Bytes;
}

/** Length of the derived key, in bytes. */
export const SRP_KEY_BYTES = 16;

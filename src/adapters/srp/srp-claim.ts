import { forkJoin, map, of, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { SrpChallenge, SrpClaim } from '../../ports/srp';
import { base64OfBytes, utf8 } from '../text/encode';
import { bigintOfBytes, concatBytes, paddedBytes } from './bytes';
import { K } from './group';
import { reduce, residue } from './residue';
import { readChallenge } from './srp-challenge';
import { srpRefused } from './srp-errors';
import type { SrpPlatform } from './srp-platform';
import { srpTimestamp } from './srp-timestamp';

/** The client's ephemeral pair: the secret a and the public A = g^a. */
export interface SrpPair {
  readonly secret: bigint;
  readonly public: bigint;
}

const KEY_INFO = 'Caldera Derived Key';

/**
 * Computes the answer to a challenge; the names of RFC 2945 and RFC 5054 are kept (B, u, x, v, S).
 *
 * Cold, but for the challenge's check: that throws at the call.
 */
export function computeClaim$(
  platform: SrpPlatform,
  pair: SrpPair,
  challenge: SrpChallenge,
): Observable<SrpClaim> {
  const { salt, serverPublic, secretBlock } = readChallenge(challenge);
  const { poolName, userIdForSrp } = challenge;
  const timestamp = srpTimestamp(challenge.timestampAt);
  const message = concatBytes(utf8(poolName), utf8(userIdForSrp), secretBlock, utf8(timestamp));
  return forkJoin({
    u: scrambler$(platform, pair.public, serverPublic),
    x: passwordHash$(platform, salt, challenge),
  }).pipe(
    switchMap(({ u, x }) =>
      forkJoin({ u: of(u), s: sharedSecret$(platform, { a: pair.secret, b: serverPublic, u, x }) }),
    ),
    switchMap(({ u, s }) =>
      platform.signature$({ secret: paddedBytes(s), salt: paddedBytes(u), info: utf8(KEY_INFO), message }),
    ),
    map((signature) => ({ signature: base64OfBytes(signature), timestamp })),
  );
}

function scrambler$(platform: SrpPlatform, clientPublic: bigint, serverPublic: bigint): Observable<bigint> {
  return platform.sha256$(concatBytes(paddedBytes(clientPublic), paddedBytes(serverPublic))).pipe(
    map((hash) => {
      const u = bigintOfBytes(hash);
      // With u = 0 the shared secret would not depend on the password at all.
      if (u === 0n) throw srpRefused('u is zero');
      return u;
    }),
  );
}

/** Returns x, the hash of a password. */
export function passwordHash$(
  platform: SrpPlatform,
  salt: bigint,
  { poolName, userIdForSrp, password }: Pick<SrpChallenge, 'poolName' | 'userIdForSrp' | 'password'>,
): Observable<bigint> {
  return platform.sha256$(utf8(`${poolName}${userIdForSrp}:${password}`)).pipe(
    switchMap((identity) => platform.sha256$(concatBytes(paddedBytes(salt), identity))),
    map(bigintOfBytes),
  );
}

interface SecretParts {
  readonly a: bigint;
  readonly b: bigint;
  readonly u: bigint;
  readonly x: bigint;
}

/** S = (B − k·v)^(a + u·x), where v = g^x. */
function sharedSecret$(platform: SrpPlatform, { a, b, u, x }: SecretParts): Observable<bigint> {
  return platform.powerOfG$(x).pipe(switchMap((v) => platform.power$(residue(b - reduce(K * v)), a + u * x)));
}

import { hmac, sha256 } from './digest';
import { concatenate, fromHex, toBase64, toHex, utf8, type Bytes } from './encoding';

// The 3072-bit group of RFC 5054 appendix A, which is also group 15 of RFC 3526.
const PRIME = BigInt(
  '0x' +
    'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
    'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
    'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f' +
    '83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b' +
    'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510' +
    '15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7' +
    'abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c' +
    'bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff',
);
const GENERATOR = 2n;

/** Who proves a password: a user of a pool, or a device of a device group. */
export interface SrpIdentity {
  /** What follows `_` in the pool id; for a device its group key. */
  readonly groupName: string;
  /** `USER_ID_FOR_SRP`; for a device its key. */
  readonly id: string;
}

/** The server's half of one SRP exchange. */
export interface SrpExchange {
  readonly clientPublic: bigint;
  readonly serverPublic: bigint;
  readonly serverPrivate: bigint;
  readonly verifier: bigint;
}

/** Reads a public value or a verifier from hex. `undefined` where it is not hex, too long, or 0 modulo the prime. */
export function readPublicValue(hex: string): bigint | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(hex)) return undefined;
  const value = BigInt(`0x${hex}`);
  return value % PRIME === 0n ? undefined : value;
}

/**
 * Writes a number as Cognito hashes it: whole bytes, and a zero byte before a set high bit.
 *
 * It takes no text: every client reads a salt as a number, which forgets the zeros that a text may begin with.
 */
function padHex(value: bigint): string {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return /^[89a-f]/i.test(even) ? `00${even}` : even;
}

/** Computes the verifier v = g^x of a password. */
export async function computeVerifier(
  identity: SrpIdentity,
  password: string,
  salt: bigint,
): Promise<bigint> {
  const inner = await sha256(utf8(`${identity.groupName}${identity.id}:${password}`));
  const x = await hashToNumber(padHex(salt) + toHex(inner));
  return modPow(GENERATOR, x);
}

/** Computes the server's public value B = k·v + g^b. */
export async function computeServerPublic(verifier: bigint, serverPrivate: bigint): Promise<bigint> {
  const k = await hashToNumber(padHex(PRIME) + padHex(GENERATOR));
  return (k * verifier + modPow(GENERATOR, serverPrivate)) % PRIME;
}

/** Computes u = SHA256(A ‖ B). */
export function computeScrambler(clientPublic: bigint, serverPublic: bigint): Promise<bigint> {
  return hashToNumber(padHex(clientPublic) + padHex(serverPublic));
}

/** Derives the 16-byte key on which both sides agree when the password is right. */
export async function deriveServerKey(exchange: SrpExchange): Promise<Bytes> {
  const u = await computeScrambler(exchange.clientPublic, exchange.serverPublic);
  const s = modPow(exchange.clientPublic * modPow(exchange.verifier, u), exchange.serverPrivate);
  const prk = await hmac(fromHex(padHex(u)), fromHex(padHex(s)));
  return (await hmac(prk, utf8('Caldera Derived Key\u0001'))).slice(0, 16);
}

/** Computes the signature that the client must send as `PASSWORD_CLAIM_SIGNATURE`. */
export async function signClaim(
  key: Bytes,
  identity: SrpIdentity,
  secretBlock: Bytes,
  timestamp: string,
): Promise<string> {
  const claim = concatenate(utf8(identity.groupName + identity.id), secretBlock, utf8(timestamp));
  return toBase64(await hmac(key, claim));
}

async function hashToNumber(hex: string): Promise<bigint> {
  return BigInt(`0x${toHex(await sha256(fromHex(hex)))}`);
}

function modPow(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % PRIME;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

import { getDiffieHellman } from 'node:crypto';
import { srpTimestamp } from '../../../src/adapters/srp/srp-timestamp';
import { fromBase64 } from '../../../src/emulator/crypto/encoding';
import {
  computeScrambler,
  computeServerPublic,
  computeVerifier,
  deriveServerKey,
  signClaim,
} from '../../../src/emulator/crypto/srp';
import { SRP_READERS } from './srp-readers';
import type { ProofMaterial } from './srp-readers';

const PRIME = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const IDENTITY = { groupName: 'a1B2c3D4e', id: 'a' };
const PASSWORD = 'Pâss-密码-🔐1';
const AT = Date.parse('2026-11-05T03:04:05Z');
const SECRET_BLOCK = 'c2VjcmV0LWJsb2Nr';
const SALT = 0x5a17_5a17_5a17_5a17_5a17_5a17_5a17_5a17n;
const FIRST_SECRET = 0x1234_5678_9abc_def1_2345_6789_abcd_ef12n;

/** How the digits of a number begin that is written in its full width: all that a reading can stumble over. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  'a set high bit': /^[89a-f]/,
  'no set high bit': /^[1-7]/,
  'an odd number of digits': /^0[1-9a-f]/,
  'a zero byte, then a set high bit': /^00[89a-f]/,
  'a zero byte, then no set high bit': /^00[0-7]/,
};
const has = (value: bigint, digits: number, shape?: RegExp): boolean =>
  shape === undefined || shape.test(value.toString(16).padStart(digits, '0'));

/** Which shape which value is to have; one that is not named may have any. */
interface Wanted {
  readonly salt?: bigint;
  readonly A?: RegExp;
  readonly B?: RegExp;
  readonly u?: RegExp;
  /** The client's secret, or the one to begin the search with. */
  readonly a?: bigint;
}

/** Finds a client's pair; the next secret's public value is the last one's double. */
function pairWith(shape?: RegExp, first = FIRST_SECRET): { readonly a: bigint; readonly A: bigint } {
  let A = powerOfTwo(first);
  let a = first;
  for (; !has(A, 768, shape); a++) A = (A * 2n) % PRIME;
  return { a, A };
}

function powerOfTwo(exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) result = (result * result * (bit === '1' ? 2n : 1n)) % PRIME;
  return result;
}

/** Makes an exchange whose values have the shapes, and the signature that the emulator expects of it. */
async function exchangeWith(wanted: Wanted): Promise<{ material: ProofMaterial; expected: string }> {
  const salt = wanted.salt ?? SALT;
  const { a, A } = pairWith(wanted.A, wanted.a);
  const verifier = await computeVerifier(IDENTITY, PASSWORD, salt);
  let serverPrivate = FIRST_SECRET + 1n;
  let power = powerOfTwo(serverPrivate);
  let B = await computeServerPublic(verifier, serverPrivate);
  const masked = (B - power + PRIME) % PRIME;
  while (!has(B, 768, wanted.B) || (wanted.u && !has(await computeScrambler(A, B), 64, wanted.u))) {
    serverPrivate++;
    power = (power * 2n) % PRIME;
    B = (masked + power) % PRIME;
  }
  const key = await deriveServerKey({ clientPublic: A, serverPublic: B, serverPrivate, verifier });
  const TIMESTAMP = srpTimestamp(AT);
  const material = {
    poolName: IDENTITY.groupName,
    username: IDENTITY.id,
    password: PASSWORD,
    a,
    A,
    SALT: salt.toString(16),
    SRP_B: B.toString(16),
    SECRET_BLOCK,
    timestampAt: AT,
    TIMESTAMP,
  };
  const block = fromBase64(SECRET_BLOCK) ?? new Uint8Array();
  return { material, expected: await signClaim(key, IDENTITY, block, TIMESTAMP) };
}

const SALTS: Readonly<Record<string, bigint>> = {
  'a set high bit': 0xf0n << 120n,
  'no set high bit': 0x7fn << 120n,
  'an odd number of digits': 0x0an << 120n,
  'a zero byte, then a set high bit': 0x80n << 112n,
  'a zero byte, then no set high bit': 0x7fn << 112n,
  'two zero bytes': 0x0102n << 96n,
  'one byte': 0x80n,
  'one digit': 7n,
  'nothing but zeros': 0n,
};

// Found once by trying one secret after the other, which takes too long to be done here.
const SECRETS: Readonly<Record<string, bigint>> = {
  'a set high bit': FIRST_SECRET,
  'no set high bit': FIRST_SECRET + 1n,
  'a zero byte, then a set high bit': FIRST_SECRET + 5n,
  'an odd number of digits': FIRST_SECRET + 50n,
  'a zero byte, then no set high bit': FIRST_SECRET + 376n,
};

const WANTED: readonly (readonly [string, Wanted])[] = [
  ...Object.entries(SALTS).map(([shape, salt]) => [`a salt with ${shape}`, { salt }] as const),
  ...(['A', 'B', 'u'] as const).flatMap((value) =>
    Object.entries(SHAPES).map(
      ([shape, pattern]) => [`${value} with ${shape}`, { [value]: pattern }] as const,
    ),
  ),
  ...Object.entries(SECRETS).map(([shape, a]) => [`S with ${shape}`, { a }] as const),
];

describe('computeVerifier and deriveServerKey', () => {
  it.each(WANTED)('agree with every client on %s (#12)', async (_, wanted) => {
    const { material, expected } = await exchangeWith(wanted);

    for (const [client, read] of Object.entries(SRP_READERS)) {
      expect([client, await read(material)]).toEqual([client, expected]);
    }
  });

  it.each(['00', '0', '000000'])(
    'agree with every client on a salt that begins with %s (#12)',
    async (zeros) => {
      const { material, expected } = await exchangeWith({ salt: 0x7fn << 112n });

      for (const [client, read] of Object.entries(SRP_READERS)) {
        const signature = await read({ ...material, SALT: `${zeros}${material.SALT}` });
        expect([client, signature]).toEqual([client, expected]);
      }
    },
  );
});

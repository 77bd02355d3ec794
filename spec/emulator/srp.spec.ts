import { fromBase64, toHex } from '../../src/emulator/crypto/encoding';
import {
  computeScrambler,
  computeServerPublic,
  computeVerifier,
  deriveServerKey,
  readPublicValue,
  signClaim,
} from '../../src/emulator/crypto/srp';
import vectors from '../srp-vectors.json';

const number = (hex: string): bigint => BigInt(`0x${hex}`);

describe.each(vectors)('SRP vector $name', (vector) => {
  const identity = { groupName: vector.pool, id: vector.username };
  const exchange = {
    clientPublic: number(vector.A),
    serverPublic: number(vector.B),
    serverPrivate: number(vector.b),
    verifier: number(vector.v),
  };

  it('yields the verifier', async () => {
    expect(await computeVerifier(identity, vector.password, number(vector.salt))).toBe(number(vector.v));
  });

  it("yields the server's public value", async () => {
    expect(await computeServerPublic(number(vector.v), number(vector.b))).toBe(number(vector.B));
  });

  it('yields the scrambler', async () => {
    expect(await computeScrambler(number(vector.A), number(vector.B))).toBe(number(vector.u));
  });

  it('yields the key and the signature', async () => {
    const key = await deriveServerKey(exchange);
    const secretBlock = fromBase64(vector.secretBlock) ?? new Uint8Array();

    expect(toHex(key)).toBe(vector.key);
    expect(await signClaim(key, identity, secretBlock, vector.timestamp)).toBe(vector.signature);
  });
});

describe('readPublicValue', () => {
  const prime = `ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa051015728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff`;

  it.each([
    ['zero', '0'],
    ['the prime', prime],
    ['twice the prime', (2n * number(prime)).toString(16)],
    ['no hex', 'xyz'],
    ['an empty string', ''],
    ['an over-long number', 'f'.repeat(1025)],
  ])('refuses %s', (_, hex) => {
    expect(readPublicValue(hex)).toBeUndefined();
  });

  it('reads hex of odd length', () => {
    expect(readPublicValue('abc')).toBe(0xabcn);
  });
});

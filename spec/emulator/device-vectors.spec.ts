import { fromBase64, toBase64 } from '../../src/emulator/crypto/encoding';
import {
  computeServerPublic,
  computeVerifier,
  deriveServerKey,
  readPublicValue,
  signClaim,
} from '../../src/emulator/crypto/srp';
import { saltFromBase64, verifierFromBase64 } from '../../src/emulator/sign-in/srp-proof';
import vectors from '../device-vectors.json';

describe('device SRP', () => {
  it.each(vectors)('agrees with the vector $name (#14)', async (vector) => {
    const identity = { groupName: vector.deviceGroupKey, id: vector.deviceKey };
    const verifier = await computeVerifier(identity, vector.password, BigInt(`0x${vector.saltHex}`));
    const serverPrivate = BigInt(`0x${'3c'.repeat(32)}`);
    const serverPublic = await computeServerPublic(verifier, serverPrivate);
    const clientPublic = readPublicValue(vector.A) ?? 0n;
    const key = await deriveServerKey({ clientPublic, serverPublic, serverPrivate, verifier });
    const block = fromBase64(vector.secretBlock) ?? new Uint8Array();

    expect(verifierFromBase64(vector.verifierBase64)).toBe(verifier);
    expect(saltFromBase64(vector.saltBase64)).toBe(BigInt(`0x${vector.saltHex}`));
    expect(serverPublic.toString(16)).toBe(BigInt(`0x${vector.B}`).toString(16));
    expect(await signClaim(key, identity, block, vector.timestamp)).toBe(vector.signature);
    expect(toBase64(block)).toBe(vector.secretBlock);
  });
});

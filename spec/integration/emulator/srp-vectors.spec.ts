import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import { fromBase64 } from '../../../src/emulator/crypto/encoding';
import { deriveServerKey, signClaim } from '../../../src/emulator/crypto/srp';
import vectors from '../../srp-vectors.json';

describe.each(vectors)('SRP vector $name', (vector) => {
  it('yields the same signature to the emulator and to cognito-srp-helper', async () => {
    const hex = (text: string) => BigInt(`0x${text}`);
    const identity = { groupName: vector.pool, id: vector.username };
    const key = await deriveServerKey({
      clientPublic: hex(vector.A),
      serverPublic: hex(vector.B),
      serverPrivate: hex(vector.b),
      verifier: hex(vector.v),
    });
    const secretBlock = fromBase64(vector.secretBlock) ?? new Uint8Array();

    const { passwordSignature } = signSrpSession(
      {
        ...createSrpSession(vector.username, vector.password, `eu-west-1_${vector.pool}`, false),
        timestamp: vector.timestamp,
        smallA: vector.a,
        largeA: vector.A,
      },
      {
        ChallengeParameters: {
          SALT: vector.salt,
          SRP_B: vector.B,
          SECRET_BLOCK: vector.secretBlock,
          USER_ID_FOR_SRP: vector.username,
        },
      },
    );

    expect(passwordSignature).toBe(await signClaim(key, identity, secretBlock, vector.timestamp));
  });
});

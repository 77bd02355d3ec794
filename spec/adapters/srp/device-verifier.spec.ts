import nodeCrypto from 'node:crypto';
import fc from 'fast-check';
import vectors from '../../device-vectors.json';
import { bytesOfBase64 } from '../../../src/model/decode';
import { computeDeviceVerifier$ } from '../../../src/adapters/srp/device-verifier';
import { createNodeSrpPlatform } from '../../../src/adapters/srp/node-srp-platform';
import { computeClaim$ } from '../../../src/adapters/srp/srp-claim';
import { createSrp } from '../../../src/adapters/srp/srp-client';
import type { SrpPlatform } from '../../../src/adapters/srp/srp-platform';
import { onlyValueOf, pairOf, PLATFORMS } from './srp-fixtures';

type DeviceVector = (typeof vectors)[number];
const ROWS = vectors.map((vector) => [vector.name, vector] as const);

/** A platform that draws the secret and the salt of a vector. */
const drawing = (platform: SrpPlatform, { password, saltHex }: DeviceVector): SrpPlatform => {
  const draws = [bytesOfBase64(password), new Uint8Array(Buffer.from(saltHex, 'hex'))];
  return {
    ...platform,
    randomBytes: (length) => {
      const drawn = draws.shift();
      if (drawn?.length !== length) throw new Error(`There is nothing of ${length} bytes to draw.`);
      return drawn;
    },
  };
};

describe.each(PLATFORMS)('computeDeviceVerifier$ with %s', (_name, createPlatform) => {
  it.each(ROWS)('makes the salt and the verifier of the vector: %s (R66)', async (_vectorName, vector) => {
    const made = await onlyValueOf(computeDeviceVerifier$(drawing(createPlatform(), vector), vector));
    expect(made).toEqual({
      password: vector.password,
      salt: vector.saltBase64,
      verifier: vector.verifierBase64,
    });
  });

  it.each(ROWS)(
    'lets the device prove itself later, in the vector: %s (R66)',
    async (_vectorName, vector) => {
      // The challenge DEVICE_PASSWORD_VERIFIER is that of a password, under the names of the device.
      const claim = await onlyValueOf(
        computeClaim$(createPlatform(), pairOf({ ...vector, pool: '', username: '', salt: vector.saltHex }), {
          poolName: vector.deviceGroupKey,
          userIdForSrp: vector.deviceKey,
          password: vector.password,
          salt: vector.saltHex,
          srpB: vector.B,
          secretBlock: vector.secretBlock,
          timestampAt: Date.parse(vector.timestamp),
        }),
      );
      expect(claim).toEqual({ signature: vector.signature, timestamp: vector.timestamp });
    },
  );
});

describe('computeDeviceVerifier$', () => {
  const device = { deviceGroupKey: '-Ab1Cd2Ef', deviceKey: 'eu-west-1_device' };

  it('makes the same on both arithmetics, whatever is drawn', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 40, maxLength: 40 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        async (secret, salt) => {
          const made = PLATFORMS.map(([, create]) => {
            const platform = {
              ...create(),
              randomBytes: (length: number) => (length === 40 ? secret : salt),
            };
            return onlyValueOf(computeDeviceVerifier$(platform, device));
          });
          const [one, other] = await Promise.all(made);
          expect(one).toEqual(other);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('draws 320 bits and a salt of 128 anew for each subscription', async () => {
    const lengths: number[] = [];
    const srp = createSrp(() => ({
      ...createNodeSrpPlatform(nodeCrypto),
      randomBytes: (length) => {
        lengths.push(length);
        return new Uint8Array(length).fill(lengths.length);
      },
    }));
    const verifier$ = srp.deviceVerifier$(device);
    expect(lengths).toEqual([]);
    const [one, other] = [await onlyValueOf(verifier$), await onlyValueOf(verifier$)];
    expect(lengths).toEqual([40, 16, 40, 16]);
    expect([one.password, one.salt, one.verifier]).not.toContain(other.verifier);
    expect(one.password).not.toBe(other.password);
  });
});

import { getDiffieHellman } from 'node:crypto';
import fc from 'fast-check';
import { signSrpSession } from 'cognito-srp-helper';
import { of } from 'rxjs';
import { G, K, N } from '../../../src/adapters/srp/group';
import { computeClaim$ } from '../../../src/adapters/srp/srp-claim';
import { challengeOf, pairOf, PLATFORMS, vectorNamed, VECTORS, onlyValueOf } from './srp-fixtures';

const LONG_MS = 60_000;

describe.each(PLATFORMS)('computeClaim$ with %s', (_name, createPlatform) => {
  it.each(VECTORS.map((vector) => [vector.name, vector] as const))(
    'makes the signature of the vector %s',
    async (_vectorName, vector) => {
      const claim = await onlyValueOf(computeClaim$(createPlatform(), pairOf(vector), challengeOf(vector)));

      expect(claim).toEqual({ signature: vector.signature, timestamp: vector.timestamp });
    },
  );

  it('takes SRP_B and SALT in capitals and with leading zeros as the same values', async () => {
    const vector = vectorNamed('B-short(leading zero byte)');
    const challenge = challengeOf(vector);
    const rewritten = {
      ...challenge,
      srpB: challenge.srpB.replace(/^0*/, '0').toUpperCase(),
      salt: `00${challenge.salt}`,
    };

    const claim = await onlyValueOf(computeClaim$(createPlatform(), pairOf(vector), rewritten));

    expect(claim.signature).toBe(vector.signature);
  });

  it('refuses u = 0 (R40)', async () => {
    const vector = vectorNamed('plain');
    const platform = { ...createPlatform(), sha256$: () => of(new Uint8Array(32)) };

    await expect(
      onlyValueOf(computeClaim$(platform, pairOf(vector), challengeOf(vector))),
    ).rejects.toMatchObject({
      kind: 'service',
      code: 'SrpRefused',
      message: expect.stringContaining('u is zero') as string,
    });
  });
});

describe('computeClaim$ with each of them', () => {
  it(
    'agrees with cognito-srp-helper for every name, password, salt and B',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.string({ unit: 'grapheme', minLength: 1 }),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
          fc.bigInt({ min: 1n, max: (1n << 128n) - 1n }),
          fc.bigInt({ min: 1n, max: N - 1n }),
          fc.uint8Array({ minLength: 1, maxLength: 100 }),
          async (userIdForSrp, password, saltValue, serverPublic, block) => {
            // Its own pairs take the helper half a second each; this is the group that Cognito uses.
            const keys = getDiffieHellman('modp15');
            const [largeA, smallA] = [keys.generateKeys('hex'), keys.getPrivateKey('hex')];
            const session = {
              username: userIdForSrp,
              password,
              isHashed: false,
              poolId: 'eu-west-1_aB3dE5fGh',
              poolIdAbbr: 'aB3dE5fGh',
              timestamp: 'Mon Jan 5 12:00:00 UTC 2026',
              smallA,
              largeA,
            };
            const [salt, srpB] = [saltValue.toString(16), serverPublic.toString(16)];
            const secretBlock = Buffer.from(block).toString('base64');
            const signed = signSrpSession(session, {
              ChallengeName: 'PASSWORD_VERIFIER',
              ChallengeParameters: {
                SALT: salt,
                SRP_B: srpB,
                SECRET_BLOCK: secretBlock,
                USER_ID_FOR_SRP: userIdForSrp,
              },
            });
            const pair = { secret: BigInt(`0x${smallA}`), public: BigInt(`0x${largeA}`) };
            const timestampAt = Date.parse(session.timestamp);

            const challenge = {
              poolName: session.poolIdAbbr,
              userIdForSrp,
              password,
              salt,
              srpB,
              secretBlock,
              timestampAt,
            };

            const claims = await Promise.all(
              PLATFORMS.map(([, createPlatform]) =>
                onlyValueOf(computeClaim$(createPlatform(), pair, challenge)),
              ),
            );

            const claim = { signature: signed.passwordSignature, timestamp: session.timestamp };
            expect(claims).toEqual(PLATFORMS.map(() => claim));
          },
        ),
        { numRuns: 8 },
      );
    },
    LONG_MS,
  );
});

describe('SrpPlatform', () => {
  const platforms = PLATFORMS.map(([, create]) => create());
  const anyExponent = fc.bigInt({ min: 1n, max: (1n << 512n) - 1n });
  const edges = fc.constantFrom(0n, 1n, 2n, N - 1n, N - 2n, G, K);

  it('raises the same on both arithmetics, whatever the residue', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(edges, fc.bigInt({ min: 0n, max: N - 1n })),
        anyExponent,
        async (base, exponent) => {
          const powers = platforms.map((platform) => onlyValueOf(platform.power$(base, exponent)));

          const [one, other] = await Promise.all(powers);

          expect(one).toBe(other);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('raises g to the same on both arithmetics', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }), async (exponent) => {
        const powers = platforms.map((platform) => onlyValueOf(platform.powerOfG$(exponent)));

        const [one, other] = await Promise.all(powers);

        expect(one).toBe(other);
      }),
      { numRuns: 40 },
    );
  });
});

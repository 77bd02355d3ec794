import { inspect } from 'node:util';
import nodeCrypto from 'node:crypto';
import { NEVER, of, throwError } from 'rxjs';
import { AuthError } from '../../../src/model/auth-error';
import { createSrp } from '../../../src/adapters/srp/srp-client';
import { createNodeSrpPlatform } from '../../../src/adapters/srp/node-srp-platform';
import type { SrpPlatform } from '../../../src/adapters/srp/srp-platform';
import { challengeOf, PLATFORMS, vectorNamed, onlyValueOf } from './srp-fixtures';

const challenge = challengeOf(vectorNamed('plain'));
const nodePlatform = (): SrpPlatform => createNodeSrpPlatform(nodeCrypto);
const srpOver = (changes: Partial<SrpPlatform>) => createSrp(() => ({ ...nodePlatform(), ...changes }));

describe.each(PLATFORMS)('createSrp with %s', (_name, createPlatform) => {
  it('makes an SRP_A and a claim that fit together', async () => {
    const ephemeral = await onlyValueOf(createSrp(createPlatform).ephemeral$());

    const claim = await onlyValueOf(ephemeral.claim$(challenge));

    expect(ephemeral.srpA).toMatch(/^[0-9a-f]{700,768}$/);
    expect(claim).toEqual({
      signature: expect.stringMatching(/^[\w+/]{43}=$/) as string,
      timestamp: 'Sun Nov 2 05:04:09 UTC 2025',
    });
  });
});

describe('createSrp', () => {
  it('looks for no platform before subscription', () => {
    const findPlatform = jest.fn(nodePlatform);

    void createSrp(findPlatform).ephemeral$();

    expect(findPlatform).not.toHaveBeenCalled();
  });

  it('draws 256 bits anew for each subscription', async () => {
    const lengths: number[] = [];
    const ephemeral$ = srpOver({
      randomBytes: (length) => {
        lengths.push(length);
        return new Uint8Array(length).fill(lengths.length);
      },
    }).ephemeral$();

    const [one, other] = [await onlyValueOf(ephemeral$), await onlyValueOf(ephemeral$)];

    expect(lengths).toEqual([32, 32]);
    expect(one.srpA).not.toBe(other.srpA);
  });

  it('shows no secret to an inspector (R43)', async () => {
    const secret = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
    const ephemeral = await onlyValueOf(srpOver({ randomBytes: () => secret }).ephemeral$());

    const shown = inspect(ephemeral, { depth: Infinity, showHidden: true }) + JSON.stringify(ephemeral);

    expect(shown).not.toContain(BigInt(`0x${Buffer.from(secret).toString('hex')}`).toString());
    expect(Object.keys(ephemeral).sort()).toEqual(['claim$', 'discard', 'srpA']);
  });

  it('gives a claim once', async () => {
    const ephemeral = await onlyValueOf(srpOver({}).ephemeral$());
    const claim$ = ephemeral.claim$(challenge);
    await onlyValueOf(claim$);

    await expect(onlyValueOf(claim$)).rejects.toMatchObject({
      kind: 'invalidState',
      code: 'SrpEphemeralUsed',
    });
    await expect(onlyValueOf(ephemeral.claim$(challenge))).rejects.toMatchObject({ kind: 'invalidState' });
  });

  it('gives no claim after discard', async () => {
    const ephemeral = await onlyValueOf(srpOver({}).ephemeral$());
    ephemeral.discard();

    await expect(onlyValueOf(ephemeral.claim$(challenge))).rejects.toMatchObject({ kind: 'invalidState' });
  });

  it('keeps the secret until the claim is subscribed to', async () => {
    const ephemeral = await onlyValueOf(srpOver({}).ephemeral$());
    void ephemeral.claim$(challenge);

    await expect(onlyValueOf(ephemeral.claim$(challenge))).resolves.toHaveProperty('signature');
  });

  it('drops the secret with a refused challenge', async () => {
    const ephemeral = await onlyValueOf(srpOver({}).ephemeral$());

    await expect(onlyValueOf(ephemeral.claim$({ ...challenge, srpB: '0' }))).rejects.toMatchObject({
      code: 'SrpRefused',
    });
    await expect(onlyValueOf(ephemeral.claim$(challenge))).rejects.toMatchObject({ kind: 'invalidState' });
  });

  it('drops the secret when it is unsubscribed midway', async () => {
    const ephemeral = await onlyValueOf(srpOver({ power$: () => NEVER }).ephemeral$());
    ephemeral.claim$(challenge).subscribe().unsubscribe();

    await expect(onlyValueOf(ephemeral.claim$(challenge))).rejects.toMatchObject({ kind: 'invalidState' });
  });

  it("makes an AuthError of what the platform's cryptography throws, without the secrets", async () => {
    const failing$ = throwError(() => new Error('OperationError'));
    const ephemeral = await onlyValueOf(srpOver({ signature$: () => failing$ }).ephemeral$());

    const error: unknown = await onlyValueOf(ephemeral.claim$(challenge)).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({ kind: 'unknown', code: 'SrpFailed' });
    expect(inspect(error)).not.toContain(challenge.password);
  });

  it('makes an AuthError of a platform that fails before the pair is made', async () => {
    const srp = srpOver({ powerOfG$: () => throwError(() => new Error('no')) });

    await expect(onlyValueOf(srp.ephemeral$())).rejects.toBeInstanceOf(AuthError);
  });

  it('signs what the platform is given: 16 bytes of key are never seen outside it', async () => {
    const seen: unknown[] = [];
    const ephemeral = await onlyValueOf(
      srpOver({
        signature$: (signing) => {
          seen.push(Object.keys(signing).sort());
          return of(new Uint8Array(32));
        },
      }).ephemeral$(),
    );

    await onlyValueOf(ephemeral.claim$(challenge));

    expect(seen).toEqual([['info', 'message', 'salt', 'secret']]);
  });
});

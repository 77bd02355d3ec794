import nodeCrypto from 'node:crypto';
import { createPlatformSrp } from '../../../src/adapters/srp/platform-srp';
import { challengeOf, vectorNamed, onlyValueOf } from './srp-fixtures';

const challenge = challengeOf(vectorNamed('plain'));
const insecure = { getRandomValues: globalThis.crypto.getRandomValues } as unknown as Crypto;

describe('createPlatformSrp', () => {
  it("uses Node's own cryptography in Node", async () => {
    const createDiffieHellman = jest.spyOn(nodeCrypto, 'createDiffieHellman');

    const ephemeral = await onlyValueOf(createPlatformSrp().ephemeral$());
    await onlyValueOf(ephemeral.claim$(challenge));

    expect(createDiffieHellman).toHaveBeenCalledTimes(3);
    createDiffieHellman.mockRestore();
  });

  it.each([
    ['there is no process', { crypto: globalThis.crypto }],
    ['process is a polyfill', { crypto: globalThis.crypto, process: {} }],
    [
      'the module is a stub',
      { crypto: globalThis.crypto, process: { getBuiltinModule: () => ({}) as never } },
    ],
  ])('uses WebCrypto where %s', async (_name, globals) => {
    const digest = jest.spyOn(globalThis.crypto.subtle, 'digest');

    const ephemeral = await onlyValueOf(createPlatformSrp(globals).ephemeral$());
    await onlyValueOf(ephemeral.claim$(challenge));

    expect(digest).toHaveBeenCalledTimes(3);
    digest.mockRestore();
  });

  it('errors at ephemeral$ on a page without a secure context, and says what to mend', async () => {
    const srp = createPlatformSrp({ crypto: insecure });

    await expect(onlyValueOf(srp.ephemeral$())).rejects.toMatchObject({
      kind: 'configuration',
      code: 'WebCryptoUnavailable',
      recoverySuggestion: expect.stringContaining('HTTPS') as string,
    });
  });
});

import { createLazySrp } from '../../../src/adapters/srp/lazy-srp';
import { challengeOf, onlyValueOf, vectorNamed } from './srp-fixtures';

const PLATFORM_SRP = '../../../src/adapters/srp/platform-srp';

/** What a page meets that lost its connection, or whose version was replaced on the server. */
const breakTheChunk = (): void => {
  jest.doMock(PLATFORM_SRP, () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
};

describe('createLazySrp', () => {
  afterEach(() => {
    jest.dontMock(PLATFORM_SRP);
    jest.resetModules();
  });

  it('loads the client, and makes a pair with it', async () => {
    const ephemeral = await onlyValueOf(createLazySrp().ephemeral$());
    const claim = await onlyValueOf(ephemeral.claim$(challengeOf(vectorNamed('plain'))));
    expect(claim).toMatchObject({ signature: expect.any(String) });
  });

  it('loads nothing before it is subscribed to', () => {
    breakTheChunk();
    expect(() => createLazySrp().ephemeral$()).not.toThrow();
  });

  it('errors where the client cannot be loaded, and loads it the next time', async () => {
    breakTheChunk();
    const ephemeral$ = createLazySrp().ephemeral$();
    const notLoaded = { kind: 'network', code: 'SrpNotLoaded', retryable: true };
    await expect(onlyValueOf(ephemeral$)).rejects.toMatchObject(notLoaded);
    jest.dontMock(PLATFORM_SRP);
    await expect(onlyValueOf(ephemeral$)).resolves.toBeDefined();
  });
});

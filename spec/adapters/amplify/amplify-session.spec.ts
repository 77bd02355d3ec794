import { firstValueFrom, lastValueFrom } from 'rxjs';
import { createAmplifySession } from '../../../src/adapters/amplify/amplify-session';
import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';
import { isExpired } from '../../../src/model/freshness';
import type { KeyValueStorage } from '../../../src/ports/key-value-storage';
import { fakeTokens, IDENTITY, START_AT } from '../../fakes/fake-tokens';
import { createFaultyStorage, createSlowStorage, nowOf } from '../storage/fixtures';

const PREFIX = `CognitoIdentityServiceProvider.${IDENTITY.userPoolClientId}`;
const TOKENS = fakeTokens();

/** Writes what the two libraries write. */
const write = (
  storage: KeyValueStorage,
  fields: Readonly<Record<string, string | undefined>> = {},
  username = 'ada',
): void => {
  const all: Readonly<Record<string, string | undefined>> = {
    accessToken: TOKENS.AccessToken,
    idToken: TOKENS.IdToken,
    refreshToken: TOKENS.RefreshToken,
    clockDrift: '0',
    ...fields,
  };
  void storage.setItem(`${PREFIX}.LastAuthUser`, username);
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) void storage.setItem(`${PREFIX}.${username}.${name}`, value);
  }
};

const leftIn = (storage: KeyValueStorage, now = START_AT) =>
  createAmplifySession({ storage, identity: IDENTITY, now: () => now });

describe('createAmplifySession', () => {
  it('finds the session at once in a synchronous storage', () => {
    const storage = createMemoryStorage();
    write(storage, { deviceKey: 'device-1' });
    const { values, isComplete } = nowOf(leftIn(storage).find$());
    expect(values).toMatchObject([
      { accessToken: TOKENS.AccessToken, refreshToken: TOKENS.RefreshToken, deviceKey: 'device-1' },
    ]);
    expect(isComplete).toBe(true);
  });

  it('finds it under a name with dots and an at', () => {
    const storage = createMemoryStorage();
    write(storage, {}, 'ada.lovelace@example.com');
    expect(nowOf(leftIn(storage).find$()).values).toMatchObject([{ user: { username: 'ada' } }]);
  });

  it('finds it in an asynchronous storage', async () => {
    const storage = createSlowStorage();
    write(storage.memory);
    const found = firstValueFrom(leftIn(storage).find$());
    await storage.settle();
    await expect(found).resolves.toMatchObject({ accessToken: TOKENS.AccessToken });
  });

  it('finds nothing where nobody is signed in', () => {
    expect(nowOf(leftIn(createMemoryStorage()).find$()).values).toEqual([undefined]);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['missingToken', { refreshToken: undefined }],
    ['missingToken', { accessToken: undefined, idToken: undefined, refreshToken: undefined }],
    ['notAJwt', { accessToken: 'x' }],
    ['foreignUser', { idToken: fakeTokens({ userId: 'eve-sub' }).IdToken }],
    ['foreignClient', { accessToken: fakeTokens({ accessClaims: { client_id: 'other' } }).AccessToken }],
    ['foreignIssuer', { accessToken: fakeTokens({ accessClaims: { iss: 'https://x/y' } }).AccessToken }],
  ])('refuses what makes no session (%s), changing nothing and naming no token', (defect, fields) => {
    const storage = createFaultyStorage();
    write(storage, fields);
    const before = new Map(storage.entries);
    const { error } = nowOf(leftIn(storage).find$());
    expect(error).toMatchObject({ kind: 'storage', code: 'SessionNotAdopted' });
    expect((error as Error).message).toContain(defect);
    expect(JSON.stringify(error)).not.toContain(TOKENS.RefreshToken);
    expect(storage.entries).toEqual(before);
  });

  it('errors where the storage cannot be read', () => {
    const storage = createFaultyStorage();
    storage.fault = () => {
      throw new Error('No.');
    };
    expect(nowOf(leftIn(storage).find$()).error).toMatchObject({ code: 'StorageNotReadable' });
  });

  it.each([
    ['a device whose clock is an hour behind, as Amplify stores it', '3600000', 3_600_000],
    ['a device whose clock is an hour behind, as identity-js stores it', '-3600', 3_600_000],
    ['a slow answer, as identity-js stores it', '2', 0],
    ['what is no number', 'fast', 0],
  ])('learns the offset of the clocks from %s', (_, clockDrift, clockOffsetMs) => {
    const storage = createMemoryStorage();
    write(storage, { clockDrift });
    expect(nowOf(leftIn(storage).find$()).values).toMatchObject([
      { clockOffsetMs: expect.closeTo(clockOffsetMs, -4) },
    ]);
  });

  it.each(['7200000', '-7200'])(
    'holds a token for expired that may be, by a drift of %s (R32)',
    (clockDrift) => {
      const storage = createMemoryStorage();
      write(storage, { clockDrift });
      const [session] = nowOf(leftIn(storage).find$()).values;
      expect(isExpired(session!, START_AT)).toBe(true);
    },
  );

  it('removes the session, the name last, and lets the secret of a remembered device be', async () => {
    const storage = createFaultyStorage();
    const removed: string[] = [];
    write(storage, {
      signInDetails: '{}',
      userData: '{}',
      randomPasswordKey: 'secret',
      deviceGroupKey: 'group',
    });
    storage.fault = (operation, key) => operation === 'remove' && removed.push(key);
    await lastValueFrom(leftIn(storage).remove$(), { defaultValue: undefined });
    expect([...storage.entries.keys()]).toEqual([
      `${PREFIX}.ada.randomPasswordKey`,
      `${PREFIX}.ada.deviceGroupKey`,
    ]);
    expect(removed.at(-1)).toBe(`${PREFIX}.LastAuthUser`);
  });

  it('says what is left where the storage removes nothing', () => {
    const storage = createFaultyStorage();
    write(storage);
    storage.fault = (operation) => {
      if (operation === 'remove') throw new Error('No.');
    };
    expect(nowOf(leftIn(storage).remove$()).error).toMatchObject({
      code: 'AdoptedSessionNotRemoved',
      recoverySuggestion: expect.stringContaining('CognitoIdentityServiceProvider'),
    });
  });
});

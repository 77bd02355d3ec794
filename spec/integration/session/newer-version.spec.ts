import {
  begun,
  clientOf,
  errorOf,
  liveTokens,
  PASSWORD,
  requestsOf,
  setUp,
  setUpSignedIn,
  signIn,
  stopAll,
  until,
} from '../sign-out/fixture';
import type { OpenStorage, Stage } from '../sign-out/fixture';

/** What a version to come sees of a storage: it reads the records of this one, and writes its own. */
const ofNewerVersion = (storage: OpenStorage): OpenStorage => ({
  entries: storage.entries,
  getItem: (key) => storage.getItem(key)?.replace('"version":3', '"version":2'),
  setItem: (key, value) => {
    storage.setItem(key, value.replace('"version":2', '"version":3'));
  },
  removeItem: (key) => {
    storage.removeItem(key);
  },
});

const newerTabOf = ({ pool, time, storage }: Stage): Stage =>
  clientOf(pool, time, { storage: ofNewerVersion(storage) });
const olderTabOf = ({ pool, time, storage }: Stage): Stage => clientOf(pool, time, { storage });
const textIn = ({ storage }: Stage): string => [...storage.entries.values()].join();
const codesOf = ({ errors }: Stage): readonly string[] => errors.map(({ code }) => code);

describe('a session that a newer version has stored (#12)', () => {
  afterEach(stopAll);

  it('survives a tab of this version that is open beside it', async () => {
    const older = await setUp();
    const newer = newerTabOf(older);
    const { accessToken } = await signIn(newer);
    await until(() => codesOf(older).includes('NewerVersionStored'));

    expect(older.auth.state).toMatchObject({ status: 'signedOut' });
    expect(textIn(older)).toContain(accessToken);
    expect(newer.auth.state).toMatchObject({ status: 'signedIn' });
    expect(codesOf(newer)).toEqual([]);
    expect(requestsOf(older)).not.toContain('RevokeToken');
  });

  it('survives a tab of this version that starts later, which says so and shows nobody', async () => {
    const first = await setUp();
    await signIn(newerTabOf(first));
    const stored = textIn(first);
    const older = olderTabOf(first);
    await until(() => codesOf(older).length > 0);

    expect(older.auth.state).toMatchObject({ status: 'signedOut', reason: 'noSession' });
    expect(older.errors).toEqual([
      expect.objectContaining({
        kind: 'storage',
        code: 'NewerVersionStored',
        recoverySuggestion: expect.stringContaining('Reload') as unknown,
      }),
    ]);
    expect(textIn(older)).toBe(stored);
  });

  it.each(['before it starts', 'while it is open'])(
    'lets no sign-in of this version ask the server, stored %s',
    async (when) => {
      const first = await setUp();
      const newer = newerTabOf(first);
      if (when === 'before it starts') await signIn(newer);
      const older = olderTabOf(first);
      if (when === 'while it is open') await signIn(newer);
      await until(() => codesOf(older).length > 0);
      const [stored, asked] = [textIn(older), requestsOf(older).length];
      const begins = older.pool.requests.list('InitiateAuth').length;

      const refused = await errorOf(begun(older.auth.signIn$({ username: 'bob', password: PASSWORD })));

      expect(refused).toMatchObject({ kind: 'storage', code: 'NewerVersionStored' });
      expect(older.auth.state).toMatchObject({ status: 'signedOut' });
      expect(older.pool.requests.list('InitiateAuth')).toHaveLength(begins);
      expect([textIn(older), requestsOf(older).length]).toEqual([stored, asked]);
      expect(newer.auth.state).toMatchObject({ status: 'signedIn', user: { username: 'ada' } });
    },
  );

  it('is removed by the sign-out of this version, which says that it revoked nothing; the newer tab does', async () => {
    const first = await setUp();
    const newer = newerTabOf(first);
    await signIn(newer);
    const older = olderTabOf(first);
    await until(() => codesOf(older).length > 0);

    const error = await errorOf(begun(older.auth.signOut$()));

    expect(error).toMatchObject({ kind: 'storage', code: 'StorageNotReadable' });
    expect(textIn(older)).not.toContain('eyJ');
    await until(() => newer.auth.state.status === 'signedOut' && liveTokens(newer).length === 0);
    await expect(begun(older.auth.signOut$())).resolves.toMatchObject({ outcome: 'complete' });
  });

  it('takes over from a tab of this version, which neither uses its refresh token up nor ends it (rotation)', async () => {
    const clients = [{ refreshTokenRotation: { graceSeconds: 0 } }];
    const users = [{ username: 'ada', password: PASSWORD }];
    const older = await setUpSignedIn({ pool: { clients, users } });
    const newer = newerTabOf(older);
    await begun(newer.auth.tokens$({ forceRefresh: true }));
    await until(() => older.auth.state.status === 'signedOut');

    expect(await errorOf(begun(older.auth.tokens$()))).toMatchObject({ kind: 'signedOut' });
    await expect(begun(newer.auth.tokens$({ forceRefresh: true }))).resolves.toHaveProperty('accessToken');
    expect(newer.auth.state).toMatchObject({ status: 'signedIn' });
    expect(requestsOf(older)).not.toContain('RevokeToken');
  });

  it('ends in a tab of this version when the newer one signs out', async () => {
    const older = await setUpSignedIn();
    const newer = newerTabOf(older);
    await begun(newer.auth.signOut$());
    await until(() => older.auth.state.status === 'signedOut');
    expect(older.auth.state).toMatchObject({ reason: 'signedOutInOtherTab' });
    expect(liveTokens(older)).toEqual([]);
  });
});

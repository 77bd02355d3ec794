import { asyncScheduler, firstValueFrom, VirtualTimeScheduler } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { createAmplifySession } from '../../src/amplify/amplify-session';
import type { AmplifySessionOptions } from '../../src/amplify/amplify-session';
import { createMemoryStorage } from '../../src/adapters/storage/memory-storage';
import type { AuthError } from '../../src/model/auth-error';
import type { KeyValueStorage } from '../../src/ports/key-value-storage';
import { createFaultyStorage, createSlowStorage, nowOf } from '../adapters/storage/fixtures';
import type { FaultyStorage } from '../adapters/storage/fixtures';
import { fakeTokens, IDENTITY } from '../fakes/fake-tokens';
import { CLAIM, DEVICE, PREFIX, run, TOKENS, write } from './fixtures';

const leftIn = (
  storage: KeyValueStorage,
  options: AmplifySessionOptions = {},
  scope: Parameters<typeof createAmplifySession>[2] = {},
  scheduler: SchedulerLike = asyncScheduler,
) => createAmplifySession(options, { storage, identity: IDENTITY, scheduler }, scope);

const found = {
  accessToken: TOKENS.AccessToken,
  idToken: TOKENS.IdToken,
  refreshToken: TOKENS.RefreshToken,
  clockBehindMs: 0,
};
const NONE = { values: [], isComplete: true };

/** A storage that tells its keys, as `localStorage` does. */
const telling = (storage: FaultyStorage): KeyValueStorage =>
  ({
    getItem: storage.getItem,
    setItem: storage.setItem,
    removeItem: storage.removeItem,
    get length() {
      return storage.entries.size;
    },
    key: (index: number) => [...storage.entries.keys()][index] ?? null,
  }) as KeyValueStorage;

describe('find$', () => {
  it('emits the session at once from a synchronous storage', () => {
    const storage = createMemoryStorage();
    write(storage);
    expect(nowOf(leftIn(storage).find$())).toEqual({ values: [found], isComplete: true });
  });

  it.each([
    ['where the tokens are', `${PREFIX}.oauthSignIn`, 'true,false'],
    ['of a private window', `${PREFIX}.oauthSignIn`, 'true,true'],
    ['of its version 5', 'amplify-signin-with-hostedUI', 'true'],
  ])('knows a session of managed login by the note %s (#15)', (_, key, note) => {
    const storage = createMemoryStorage();
    write(storage);
    storage.setItem(key, note);
    expect(nowOf(leftIn(storage).find$()).values).toEqual([{ ...found, origin: 'hostedUi' }]);
  });

  it('finds that note in localStorage also where the tokens are elsewhere (#15)', () => {
    const [storage, localStorage] = [createMemoryStorage(), createMemoryStorage()];
    write(storage);
    localStorage.setItem(`${PREFIX}.oauthSignIn`, 'true,false');
    const scope = { document: { cookie: '' }, localStorage };
    expect(nowOf(leftIn(storage, { storage }, scope).find$()).values).toEqual([
      { ...found, origin: 'hostedUi' },
    ]);
  });

  it.each([
    ['says no', `${PREFIX}.oauthSignIn`, 'false,false'],
    ['is of another client', 'CognitoIdentityServiceProvider.another.oauthSignIn', 'true,false'],
  ])('takes no session for one of managed login whose note %s (#15)', (_, key, note) => {
    const storage = createMemoryStorage();
    write(storage);
    storage.setItem(key, note);
    expect(nowOf(leftIn(storage).find$()).values).toEqual([found]);
  });

  it('finds the session also where that note cannot be read (#15)', () => {
    const memory = createMemoryStorage();
    write(memory);
    const storage: KeyValueStorage = {
      ...memory,
      getItem: (key) => {
        if (key.includes('oauth')) throw new Error('It is not there.');
        return memory.getItem(key);
      },
    };
    expect(nowOf(leftIn(storage).find$()).values).toEqual([found]);
  });

  it('emits it from a name with dots and an at', () => {
    const storage = createMemoryStorage();
    write(storage, {}, 'ada.lovelace@example.com');
    expect(nowOf(leftIn(storage).find$()).values).toEqual([found]);
  });

  it('emits it from an asynchronous storage', async () => {
    const storage = createSlowStorage();
    write(storage.memory);
    const left = firstValueFrom(leftIn(storage).find$());
    await storage.settle();
    await expect(left).resolves.toEqual(found);
  });

  it.each<[string, Record<string, string>, object]>([
    [
      'a whole device',
      DEVICE,
      {
        deviceKey: 'device-1',
        device: { deviceKey: 'device-1', deviceGroupKey: 'group', devicePassword: 'device-secret' },
      },
    ],
    ['a device key alone', { deviceKey: 'device-1' }, { deviceKey: 'device-1' }],
  ])('emits %s along with it', (_what, fields, expected) => {
    const storage = createMemoryStorage();
    write(storage, fields);
    expect(nowOf(leftIn(storage).find$()).values).toEqual([{ ...found, ...expected }]);
  });

  it('emits nothing where nobody is signed in', () => {
    expect(nowOf(leftIn(createMemoryStorage()).find$()).values).toStrictEqual([undefined]);
  });

  it('emits what is incomplete as it is, for others to judge', () => {
    const storage = createMemoryStorage();
    write(storage, { refreshToken: undefined });
    expect(nowOf(leftIn(storage).find$()).values).toEqual([{ ...found, refreshToken: undefined }]);
  });

  it.each([
    ['a device whose clock is an hour behind, as Amplify stores it', '3600000', 3_600_000],
    ['a device whose clock is an hour behind, as identity-js stores it', '-3600', 3_600_000],
    ['a slow answer, as identity-js stores it', '2', 2],
    ['what is no number', 'fast', 0],
  ])('learns the offset of the clocks from %s', (_what, clockDrift, clockBehindMs) => {
    const storage = createMemoryStorage();
    write(storage, { clockDrift });
    expect(nowOf(leftIn(storage).find$()).values).toMatchObject([{ clockBehindMs }]);
  });

  it('errors where the storage cannot be read', () => {
    const storage = createFaultyStorage();
    storage.fault = () => {
      throw new Error('No.');
    };
    expect(nowOf(leftIn(storage).find$()).error).toMatchObject({
      kind: 'storage',
      code: 'StorageNotReadable',
    });
  });

  describe('looks', () => {
    const page = { document: { cookie: '' } };

    it('into localStorage where createAuth has another storage', () => {
      const localStorage = createMemoryStorage();
      write(localStorage);
      expect(nowOf(leftIn(createMemoryStorage(), {}, { ...page, localStorage }).find$()).values).toEqual([
        found,
      ]);
    });

    it.each<[string, Parameters<typeof createAmplifySession>[2]]>([
      ['on a server, whose localStorage all users share', { localStorage: createMemoryStorage() }],
      [
        'where access to it throws',
        Object.defineProperty({ ...page }, 'localStorage', {
          get: () => {
            throw new DOMException('No.', 'SecurityError');
          },
        }),
      ],
    ])('not into localStorage %s', (_where, scope) => {
      if (!('document' in scope)) write(scope.localStorage!);
      expect(nowOf(leftIn(createMemoryStorage(), {}, scope).find$()).values).toStrictEqual([undefined]);
    });

    it('only into the storage that it was given', () => {
      const localStorage = createMemoryStorage();
      write(localStorage);
      const options = { storage: createMemoryStorage() };
      expect(
        nowOf(leftIn(createMemoryStorage(), options, { ...page, localStorage }).find$()).values,
      ).toStrictEqual([undefined]);
    });

    it('for a complete session before one that is not, or that cannot be read', () => {
      const [first, localStorage] = [createFaultyStorage(), createMemoryStorage()];
      write(first, { idToken: undefined });
      write(localStorage);
      const left = leftIn(first, {}, { ...page, localStorage });
      const beside = nowOf(left.find$()).values;
      first.fault = () => {
        throw new Error('No.');
      };
      expect([beside, nowOf(left.find$()).values]).toEqual([[found], [found]]);
    });

    it('nowhere where what is taken over could not be stored', () => {
      const storage = { ...createMemoryStorage(), isReadOnly: true };
      write(storage);
      expect(nowOf(leftIn(storage).find$()).values).toStrictEqual([undefined]);
    });
  });
});

describe('remove$', () => {
  let storage: FaultyStorage;

  beforeEach(() => {
    storage = createFaultyStorage();
    write(storage, { ...DEVICE, signInDetails: '{}', userData: '{}' });
  });

  const kept = Object.keys(DEVICE).map((name) => `${PREFIX}.ada.${name}`);

  it('removes the claimed session, what leads to it last, and lets the device be', async () => {
    const removed: string[] = [];
    storage.fault = (operation, key) => operation === 'remove' && removed.push(key);
    await run(leftIn(storage).claim$(), leftIn(storage).remove$());
    expect([...storage.entries.keys()]).toEqual(kept);
    expect(removed[0]).toBe(`${PREFIX}.ada.refreshToken`);
    expect(removed.slice(-2)).toEqual([`${PREFIX}.LastAuthUser`, CLAIM]);
  });

  it.each([
    ['goes with the session', 'ada', undefined],
    ['stays where another user has signed in meanwhile', 'grace', 'true,false'],
  ])('the note of managed login %s (#15)', async (_, lastUser, expected) => {
    storage.entries.set(`${PREFIX}.oauthSignIn`, 'true,false');
    const left = leftIn(storage);
    await run(left.claim$());
    storage.entries.set(`${PREFIX}.LastAuthUser`, lastUser);
    await run(left.remove$());
    expect(storage.entries.get(`${PREFIX}.oauthSignIn`)).toBe(expected);
  });

  it('is synchronous over a synchronous storage, and does nothing the second time', () => {
    const left = leftIn(storage);
    expect([nowOf(left.claim$()), nowOf(left.remove$())]).toEqual([NONE, NONE]);
    const after = new Map(storage.entries);
    expect([nowOf(left.remove$()), storage.entries]).toEqual([NONE, after]);
  });

  it('leaves whole what was never claimed, or is not claimed any more (R59)', async () => {
    const before = new Map(storage.entries);
    await run(leftIn(storage).remove$());
    await run(leftIn(storage).claim$(), leftIn(storage).release$(), leftIn(storage).remove$());
    expect(storage.entries).toEqual(before);
  });

  it('goes on where a page died, after whichever of its steps (R51, R59)', async () => {
    const all = new Map(storage.entries);
    for (let steps = 0, outcome = ''; outcome !== 'done'; steps += 1) {
      storage.entries.clear();
      all.forEach((value, key) => storage.entries.set(key, value));
      let left = steps;
      storage.fault = (operation) => {
        if (operation === 'remove' && (left -= 1) < 0) throw new Error('The page is gone.');
      };
      await run(leftIn(storage).claim$());
      outcome = await run(leftIn(storage).remove$()).then(
        () => 'done',
        () => 'died',
      );
      storage.fault = () => undefined;
      await run(leftIn(storage).remove$());
      expect([...storage.entries.keys()]).toEqual(kept);
    }
  });

  it.each(['refreshToken', 'accessToken', 'idToken'])(
    'removes everything but a %s that the storage keeps, says so, and removes that later (R59)',
    async (field) => {
      const key = `${PREFIX}.ada.${field}`;
      storage.fault = (operation, asked) => (operation === 'remove' && asked === key ? 'ignore' : undefined);
      const left = leftIn(storage);
      const error: unknown = await run(left.claim$(), left.remove$()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        kind: 'storage',
        code: 'AdoptedSessionNotRemoved',
        recoverySuggestion: expect.stringContaining('CognitoIdentityServiceProvider') as string,
      });
      expect(new Set(storage.entries.keys())).toEqual(
        new Set([...kept, key, `${PREFIX}.LastAuthUser`, CLAIM]),
      );
      storage.fault = () => undefined;
      await run(leftIn(storage).remove$());
      expect([...storage.entries.keys()]).toEqual(kept);
    },
  );

  it('is not kept from the others by one removal that never ends (R52)', async () => {
    const hanging: KeyValueStorage = {
      ...storage,
      removeItem: (key) =>
        key.endsWith('refreshToken') ? new Promise<void>(() => undefined) : storage.removeItem(key),
    };
    const left = leftIn(hanging);
    await run(left.claim$());
    left.remove$().subscribe({ error: () => undefined });
    const tokens = [...storage.entries.keys()].filter((key) => key.endsWith('Token'));
    expect(tokens).toEqual([`${PREFIX}.ada.refreshToken`]);
  });

  it.each([
    ['as localStorage does', (it: FaultyStorage) => telling(it)],
    [
      'as AsyncStorage does',
      (it: FaultyStorage): KeyValueStorage =>
        ({ ...it, getAllKeys: () => Promise.resolve([...it.entries.keys()]) }) as KeyValueStorage,
    ],
  ])('finds what nobody owns any more in a storage that tells its keys %s (R59)', async (_how, view) => {
    const orphan = `${PREFIX}.bob@example.com.refreshToken`;
    const foreign = 'CognitoIdentityServiceProvider.otherclient.bob.refreshToken';
    storage.entries.set(orphan, 'left').set(foreign, 'of others');
    const left = leftIn(view(storage));
    await run(left.claim$(), left.remove$());
    expect([...storage.entries.keys()]).toEqual([...kept, foreign]);
  });

  it('removes the rest from a storage that does not tell its keys at this moment', async () => {
    const view = { ...storage, getAllKeys: () => Promise.reject(new Error('No.')) };
    await run(leftIn(view).claim$(), leftIn(view).remove$());
    expect([...storage.entries.keys()]).toEqual(kept);
  });

  it('leaves another user whole who has signed in to the other library meanwhile (R59)', async () => {
    const view = telling(storage);
    await run(leftIn(view).claim$());
    write(storage, { refreshToken: fakeTokens({ username: 'bob' }).RefreshToken }, 'bob');
    await run(leftIn(view).remove$());
    const left = [...storage.entries.keys()].filter((key) => !kept.includes(key));
    expect(new Set(left)).toEqual(
      new Set([
        `${PREFIX}.LastAuthUser`,
        ...['accessToken', 'idToken', 'refreshToken', 'clockDrift'].map((name) => `${PREFIX}.bob.${name}`),
      ]),
    );
  });

  it('waits for an asynchronous storage', async () => {
    const slow = createSlowStorage();
    write(slow.memory);
    const done = run(leftIn(slow).claim$(), leftIn(slow).remove$());
    await slow.settle();
    await done;
    expect(slow.memory.getItem(`${PREFIX}.LastAuthUser`)).toBeNull();
    expect(slow.memory.getItem(`${PREFIX}.ada.refreshToken`)).toBeNull();
  });

  it('names no token where it fails', async () => {
    const secret = TOKENS.RefreshToken;
    storage.fault = (operation) => {
      if (operation === 'remove') throw new Error(secret);
    };
    const error: unknown = await run(leftIn(storage).claim$(), leftIn(storage).remove$()).catch(
      (thrown: unknown) => thrown,
    );
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(secret);
  });
});

describe('claim$', () => {
  it('errors where the storage takes no note, and changes nothing', async () => {
    const storage = createFaultyStorage();
    write(storage);
    const before = new Map(storage.entries);
    storage.fault = (operation) => {
      if (operation === 'set') throw new Error('Full.');
    };
    await expect(run(leftIn(storage).claim$())).rejects.toMatchObject({ code: 'SessionNotAdopted' });
    expect(storage.entries).toEqual(before);
  });

  it('notes nothing where there is nothing', async () => {
    const storage = createFaultyStorage();
    await run(leftIn(storage).claim$());
    expect(storage.entries.size).toBe(0);
  });

  it('does not hide the session from the next start', async () => {
    const storage = createMemoryStorage();
    write(storage);
    await run(leftIn(storage).claim$());
    expect(nowOf(leftIn(storage).find$()).values).toEqual([found]);
  });
});

describe('a storage that never answers (R52, #12)', () => {
  const unanswered = (): Promise<never> => new Promise(() => undefined);

  it.each<[string, Partial<KeyValueStorage>, 'find$' | 'claim$' | 'remove$', string]>([
    ['a reading', { getItem: unanswered }, 'find$', 'StorageNotReadable'],
    ['the claim', { setItem: unanswered }, 'claim$', 'SessionNotAdopted'],
    ['a removal', { removeItem: unanswered }, 'remove$', 'AdoptedSessionNotRemoved'],
  ])('is waited for no longer than two seconds at %s', (_what, methods, step, code) => {
    const memory = createMemoryStorage();
    write(memory);
    memory.setItem(CLAIM, 'ada');
    const scheduler = new VirtualTimeScheduler();
    const seen: unknown[] = [];
    leftIn({ ...memory, ...methods }, {}, {}, scheduler)
      [step]()
      .subscribe({ error: (error: unknown) => seen.push([(error as AuthError).code, scheduler.now()]) });
    scheduler.flush();
    expect(seen).toEqual([[code, 2_000]]);
  });

  it('has its keys left out of what is removed, and the rest go', () => {
    const memory = createMemoryStorage();
    write(memory);
    memory.setItem(CLAIM, 'ada');
    const scheduler = new VirtualTimeScheduler();
    const storage = { ...memory, getAllKeys: unanswered };
    let isComplete = false;
    leftIn(storage, {}, {}, scheduler)
      .remove$()
      .subscribe({ complete: () => (isComplete = true) });
    scheduler.flush();
    expect([isComplete, memory.getItem(`${PREFIX}.ada.refreshToken`)]).toEqual([true, null]);
  });
});

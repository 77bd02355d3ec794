import { IDBFactory } from 'fake-indexeddb';
import { createEncryptedStorage } from '../../../src';
import { begun, clientOf, errorOf, liveTokens, PASSWORD, setUp, stopAll, until } from '../sign-out/fixture';

const INPUT = { username: 'ada', password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' } as const;

/** A database that another tab holds up: each opening waits until it is let go of. */
function heldUp(factory: IDBFactory): () => void {
  const open = factory.open.bind(factory);
  const waiting: (() => void)[] = [];
  jest.spyOn(factory, 'open').mockImplementation((...given) => {
    const held = {} as Record<'result' | 'onsuccess' | 'onupgradeneeded', unknown> & IDBOpenDBRequest;
    waiting.push(() => {
      const opening = open(...given);
      const passOn = (name: 'onsuccess' | 'onupgradeneeded') => (): void => {
        Object.assign(held, { result: opening.result });
        (held[name] as (() => void) | undefined)?.();
      };
      opening.onsuccess = passOn('onsuccess');
      opening.onupgradeneeded = passOn('onupgradeneeded');
    });
    return held;
  });
  return () => {
    jest.restoreAllMocks();
    waiting.forEach((letGo) => {
      letGo();
    });
  };
}

describe('a sign-in over an encrypted storage whose key does not come', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
  });

  afterEach(async () => {
    await stopAll();
    jest.restoreAllMocks();
    Reflect.deleteProperty(globalThis, 'indexedDB');
  });

  it('ends, revokes its tokens, and nothing of it is stored when the key comes (R52, R61)', async () => {
    const letGo = heldUp(indexedDB);
    const { pool, time, storage: inner } = await setUp();
    const storage = createEncryptedStorage({ storage: inner });
    const stage = clientOf(pool, time, { auth: { storage } });
    await until(() => stage.auth.state.status === 'signedOut');
    let refused: unknown;
    void errorOf(begun(stage.auth.signIn$(INPUT))).then((error) => (refused = error));
    await until(() => liveTokens(stage).length > 0);
    await until(() => {
      time.advance(250);
      return refused !== undefined;
    });
    expect(refused).toMatchObject({ kind: 'storage', code: 'SessionNotStored' });
    expect(stage.auth.state).toMatchObject({ status: 'signedOut' });
    await until(() => liveTokens(stage).length === 0);

    letGo();
    await storage.setItem('a later write', 'x');
    expect([...inner.entries.keys()]).toContain('a later write');
    const next = clientOf(pool, time, { auth: { storage } });
    await until(() => next.auth.state.status === 'signedOut');
    expect(await storage.getItem(`rx-cognito.${pool.userPoolClientId}`)).not.toEqual(
      expect.stringContaining('eyJ'),
    );
  });
});

import type { Observable } from 'rxjs';
import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';
import { readSession } from '../../../src/model/session';
import type { ClientIdentity, Session } from '../../../src/model/session';
import type { KeyValueStorage, SynchronousStorage } from '../../../src/ports/key-value-storage';

export const IDENTITY: ClientIdentity = {
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
};
export const RECORD_KEY = `rx-cognito.${IDENTITY.userPoolClientId}`;

const RECEIVED_AT = 1_700_000_000_000;

const jwt = (claims: object): string =>
  ['header', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

/** Returns a session of a user; `generation` tells its tokens from those of an earlier one. */
export function sessionOf(username: string, generation = 1): Session {
  const iat = RECEIVED_AT / 1000;
  const common = {
    sub: `sub-of-${username}`,
    iss: `https://cognito-idp.eu-west-1.amazonaws.com/${IDENTITY.userPoolId}`,
    iat,
    exp: iat + 3600,
    jti: `${generation}`,
  };
  const session = readSession(
    {
      accessToken: jwt({ ...common, client_id: IDENTITY.userPoolClientId, username, origin_jti: 'o' }),
      idToken: jwt({ ...common, aud: IDENTITY.userPoolClientId }),
      refreshToken: `refresh-token-${username}-${generation}`,
    },
    IDENTITY,
    RECEIVED_AT,
  );
  if (typeof session === 'string') throw new Error(session);
  return session;
}

/** A storage whose methods can be made to fail, or to do nothing. */
export interface FaultyStorage extends KeyValueStorage {
  readonly entries: Map<string, string>;
  /** Called before each operation; what it throws, the storage throws; `'ignore'` makes a write do nothing. */
  fault: (operation: 'get' | 'set' | 'remove', key: string) => unknown;
}

export function createFaultyStorage(): FaultyStorage {
  const entries = new Map<string, string>();
  const storage: FaultyStorage = {
    entries,
    fault: () => undefined,
    getItem: (key) => {
      storage.fault('get', key);
      return entries.get(key);
    },
    setItem: (key, value) => {
      if (storage.fault('set', key) !== 'ignore') entries.set(key, value);
    },
    removeItem: (key) => {
      if (storage.fault('remove', key) !== 'ignore') entries.delete(key);
    },
  };
  return storage;
}

/** A storage that answers each call only when it is told to. */
export interface SlowStorage extends KeyValueStorage {
  readonly memory: SynchronousStorage;
  /** The calls that wait for their answer. */
  readonly pending: string[];
  /** Answers calls until none is waiting any more. */
  settle(): Promise<void>;
  /** Answers the oldest call. */
  step(): Promise<void>;
}

export function createSlowStorage(): SlowStorage {
  const memory = createMemoryStorage();
  const waiting: (() => void)[] = [];
  const pending: string[] = [];
  const later = <T>(name: string, act: () => T): Promise<T> => {
    pending.push(name);
    return new Promise((resolve) => {
      waiting.push(() => {
        pending.shift();
        resolve(act());
      });
    });
  };
  // A macrotask lets every microtask that hangs on an answer run.
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const storage: SlowStorage = {
    memory,
    pending,
    getItem: (key) => later(`get ${key}`, () => memory.getItem(key)),
    setItem: (key, value) =>
      later(`set ${key}`, () => {
        memory.setItem(key, value);
      }),
    removeItem: (key) =>
      later(`remove ${key}`, () => {
        memory.removeItem(key);
      }),
    step: async () => {
      waiting.shift()?.();
      await turn();
    },
    settle: async () => {
      await turn();
      while (waiting.length > 0) await storage.step();
    },
  };
  return storage;
}

/** What an operation did within the turn in which it was subscribed. */
export function nowOf<T>(source$: Observable<T>): { values: T[]; error?: unknown; isComplete: boolean } {
  const seen: { values: T[]; error?: unknown; isComplete: boolean } = { values: [], isComplete: false };
  source$.subscribe({
    next: (value) => {
      seen.values.push(value);
    },
    error: (error: unknown) => {
      seen.error = error;
    },
    complete: () => {
      seen.isComplete = true;
    },
  });
  return seen;
}

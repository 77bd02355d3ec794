const DATABASE = 'rx-cognito';
const OBJECT_STORE = 'keys';
const KEY_ID = 'storage';

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB failed.'));
    };
  });

function openedAt(version?: number): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, version);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(OBJECT_STORE);
  };
  return settled(opening);
}

/** Of whatever version: that of a newer release of this library stays usable. What was emptied by another is furnished again. */
async function openDatabase(): Promise<IDBDatabase> {
  const database = await openedAt();
  if (database.objectStoreNames.contains(OBJECT_STORE)) return database;
  database.close();
  return openedAt(database.version + 1);
}

/** A request that succeeded is undone where its transaction does not end: the disk is full, say. */
const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('IndexedDB failed.'));
    };
  });

/**
 * Returns the AES-GCM key of this origin, made at the first call and kept in IndexedDB. No script can read its bytes: it
 * can only be used, and only on this origin.
 */
export async function storedKey(): Promise<CryptoKey> {
  // Made ahead of the transaction, which would end while something else is waited for.
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const database = await openDatabase();
  try {
    const transaction = database.transaction(OBJECT_STORE, 'readwrite');
    const keys = transaction.objectStore(OBJECT_STORE);
    const kept: unknown = await settled(keys.get(KEY_ID));
    if (kept instanceof CryptoKey) return kept;
    keys.put(made, KEY_ID);
    await committed(transaction);
    return made;
  } finally {
    database.close();
  }
}

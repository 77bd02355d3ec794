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

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(OBJECT_STORE);
  };
  return settled(opening);
}

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
    const keys = database.transaction(OBJECT_STORE, 'readwrite').objectStore(OBJECT_STORE);
    const kept: unknown = await settled(keys.get(KEY_ID));
    if (kept instanceof CryptoKey) return kept;
    await settled(keys.put(made, KEY_ID));
    return made;
  } finally {
    database.close();
  }
}

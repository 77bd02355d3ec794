import type { KeyValueStorage } from '../../ports/key-value-storage';
import { defaultStorage } from './default-storage';
import { storedKey } from './stored-key';

/** Where the encrypted values go. */
export interface EncryptedStorageOptions {
  /** Default: `localStorage` where it works, else memory. */
  readonly storage?: KeyValueStorage;
}

const IV_BYTES = 12;

const textOf = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (it) => String.fromCharCode(it)).join(''));
const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (it) => it.charCodeAt(0));

/** The name is part of what is sealed: a value that was moved to another name does not open there. */
const sealedFor = (name: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(name),
});

async function seal(key: CryptoKey, name: string, value: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(sealedFor(name, iv), key, new TextEncoder().encode(value));
  return textOf(new Uint8Array([...iv, ...new Uint8Array(sealed)]));
}

async function unseal(key: CryptoKey, name: string, stored: string): Promise<string | null> {
  try {
    const bytes = bytesOf(stored);
    const parameters = sealedFor(name, bytes.slice(0, IV_BYTES));
    const opened = await crypto.subtle.decrypt(parameters, key, bytes.slice(IV_BYTES));
    return new TextDecoder().decode(opened);
  } catch {
    // Not ours, or of a key that is gone: nothing that could be used.
    return null;
  }
}

/**
 * Creates a storage that keeps values encrypted at rest: AES-GCM under a key that lies in IndexedDB and cannot be
 * exported. For browsers; it answers by Promises, so that `state$` begins with `restoring`.
 *
 * It protects copies of the stored text: backups, disk images, synchronised profiles, a dump of `localStorage`. It does
 * not protect from script that runs on the same origin, which can use the key as this one does.
 * A value that does not open, since it is not ours or its key is gone, counts as absent.
 *
 * @example
 * ```ts
 * import { createAuth, createEncryptedStorage } from 'rx-cognito';
 *
 * const auth = createAuth({
 *   userPoolId: 'eu-west-1_a1B2c3D4e',
 *   userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
 *   storage: createEncryptedStorage(),
 * });
 * ```
 */
export function createEncryptedStorage({
  storage = defaultStorage(),
}: EncryptedStorageOptions = {}): KeyValueStorage {
  let keyInUse: Promise<CryptoKey> | undefined;
  const key = (): Promise<CryptoKey> => {
    keyInUse ??= storedKey().catch((thrown: unknown) => {
      // A failure is not remembered: the next access tries again.
      keyInUse = undefined;
      throw thrown;
    });
    return keyInUse;
  };
  return {
    getItem: async (name) => {
      const stored = await storage.getItem(name);
      return stored ? unseal(await key(), name, stored) : null;
    },
    setItem: async (name, value) => {
      await storage.setItem(name, await seal(await key(), name, value));
    },
    removeItem: async (name) => {
      await storage.removeItem(name);
    },
  };
}

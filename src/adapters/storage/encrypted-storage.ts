import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { bytesOfBase64, textOfUtf8 } from '../../model/decode';
import type { Bytes } from '../../model/decode';
import type { KeyValueStorage } from '../../ports/key-value-storage';
import { defaultStorage } from './default-storage';
import { storedKey } from './stored-key';

/** Where the encrypted values go. */
export interface EncryptedStorageOptions {
  /** Default: `localStorage` where it works, else memory. */
  readonly storage?: KeyValueStorage;
}

const IV_BYTES = 12;
/** After which a database that has not answered is asked again. */
const KEY_PATIENCE_MS = 2_000;

type NeededPart = 'IndexedDB' | 'WebCrypto (crypto.subtle)';

function missingPart(scope: { indexedDB?: unknown; crypto?: { subtle?: unknown } }): NeededPart | undefined {
  if (!scope.indexedDB) return 'IndexedDB';
  return scope.crypto?.subtle ? undefined : 'WebCrypto (crypto.subtle)';
}

const platformError = (missing: NeededPart): AuthError =>
  ownError({
    kind: 'configuration',
    code: 'EncryptedStorageUnavailable',
    message: `The encrypted storage needs ${missing}, which this platform does not have.`,
    recoverySuggestion:
      'Create it in a browser only, on a page that is served over HTTPS or from localhost; elsewhere, pass another storage: ' +
      'createMemoryStorage() on a server, that of the system (Keychain, Keystore) in React Native.',
  });

/** Of the platform: where there is no Web Crypto nothing is sealed, and where there is, there are these. */
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const base64 = (bytes: Bytes): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** The name is part of what is sealed: a value that was moved to another name does not open there. */
const sealedFor = (name: string, iv: Bytes): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: utf8(name),
});

async function seal(key: CryptoKey, name: string, value: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(sealedFor(name, iv), key, utf8(value));
  const bytes = new Uint8Array(iv.length + sealed.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(sealed), iv.length);
  return base64(bytes);
}

async function unseal(key: CryptoKey, name: string, stored: string): Promise<string | null> {
  try {
    const bytes = bytesOfBase64(stored);
    const parameters = sealedFor(name, bytes.slice(0, IV_BYTES));
    const opened = await crypto.subtle.decrypt(parameters, key, bytes.slice(IV_BYTES));
    return textOfUtf8(new Uint8Array(opened));
  } catch {
    // Not ours, or of a key that is gone: nothing that could be used.
    return null;
  }
}

/** The key, as it was last found and as it is now: whoever empties the database takes away what was written under the former. */
interface KeyRing {
  /** Returns the key that was found last; asks where none was. */
  known(): Promise<CryptoKey>;
  /** Asks, once for all who ask meanwhile; anew where the last attempt has not come to an end in its time. */
  stored(): Promise<CryptoKey>;
}

function createKeyRing(): KeyRing {
  let key: CryptoKey | undefined;
  let asked: { readonly answer: Promise<CryptoKey>; readonly at: number } | undefined;
  const stored = async (): Promise<CryptoKey> => {
    if (asked === undefined || Math.abs(Date.now() - asked.at) > KEY_PATIENCE_MS) {
      asked = { answer: storedKey(), at: Date.now() };
    }
    const mine = asked;
    try {
      key = await mine.answer;
      return key;
    } finally {
      if (asked === mine) asked = undefined;
    }
  };
  return { known: () => (key ? Promise.resolve(key) : stored()), stored };
}

/**
 * Creates a storage that keeps values encrypted at rest: AES-GCM under a key that lies in IndexedDB and cannot be
 * exported. For browsers; it answers by Promises, so that `state$` begins with `restoring`.
 *
 * It protects copies of the stored text: backups, disk images, synchronised profiles, a dump of `localStorage`. It does
 * not protect from script that runs on the same origin, which can use the key as this one does.
 * A value that does not open, since it is not ours or its key is gone, counts as absent. Of several writes and removals
 * of one value the last one stands, however long the key takes; a removal needs no key, and waits for none.
 *
 * @throws AuthError of kind `configuration` where the platform has no IndexedDB, or no WebCrypto
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
  const missing = missingPart(globalThis);
  if (missing !== undefined) throw platformError(missing);
  const keys = createKeyRing();
  /** By name, the number of its latest write or removal. */
  const latest = new Map<string, number>();
  const begin = (name: string): (() => boolean) => {
    const turn = (latest.get(name) ?? 0) + 1;
    latest.set(name, turn);
    return () => latest.get(name) === turn;
  };
  /** Seals anew what is under a key that the database has lost meanwhile, unless something else stands there by then. */
  const sealAnew = async (
    name: string,
    sealed: string,
    former: CryptoKey,
    isLatest: () => boolean,
  ): Promise<void> => {
    const key = await keys.stored();
    if ((await unseal(key, name, sealed)) !== null) return;
    const value = await unseal(former, name, sealed);
    if (value === null) return;
    const anew = await seal(key, name, value);
    // Asked last: what was written or removed while the storage answered stands.
    if ((await storage.getItem(name)) === sealed && isLatest()) await storage.setItem(name, anew);
  };
  return {
    getItem: async (name) => {
      const stored = await storage.getItem(name);
      if (!stored) return null;
      return (await unseal(await keys.known(), name, stored)) ?? unseal(await keys.stored(), name, stored);
    },
    setItem: async (name, value) => {
      const isLatest = begin(name);
      const key = await keys.known();
      const sealed = await seal(key, name, value);
      // What came later has been done by now: this write would undo it.
      if (!isLatest()) return;
      await storage.setItem(name, sealed);
      // No write waits for a database that is held up.
      void sealAnew(name, sealed, key, isLatest).catch(() => undefined);
    },
    removeItem: async (name) => {
      begin(name);
      await storage.removeItem(name);
    },
    ...(storage.isReadOnly ? { isReadOnly: true } : {}),
  };
}

/**
 * Is what a session can be stored in: `localStorage`, `sessionStorage`, AsyncStorage of React Native, or an object of
 * one's own. Each method may answer at once or by a Promise; a method that fails throws or rejects.
 *
 * @example
 * ```ts
 * import type { KeyValueStorage } from 'rx-cognito';
 *
 * const entries = new Map<string, string>();
 * const storage: KeyValueStorage = {
 *   getItem: (key) => entries.get(key),
 *   setItem: (key, value) => void entries.set(key, value),
 *   removeItem: (key) => void entries.delete(key),
 * };
 * ```
 */
export interface KeyValueStorage {
  /**
   * Whether the storage can be read only, such as the cookies of a request on a server. A session in it is handed out
   * for as long as its tokens last, and never renewed: a refresh token that rotates would be used up, and the new one
   * could not be stored. Nothing is written to such a storage, and nothing removed from it. Default: `false`.
   */
  readonly isReadOnly?: boolean;
  /** Returns the value of a key; `null` or `undefined` where there is none. */
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>;
  /** Stores a value under a key. */
  setItem(key: string, value: string): void | Promise<void>;
  /** Removes a key, also one that does not exist. */
  removeItem(key: string): void | Promise<void>;
}

/** Is a {@link KeyValueStorage} that answers at once: a session in it is known before the first frame. */
export interface SynchronousStorage extends KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

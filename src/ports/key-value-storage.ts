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

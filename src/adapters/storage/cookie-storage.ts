import type { SynchronousStorage } from '../../ports/key-value-storage';

/** Attributes of the cookies that hold a session. */
export interface CookieStorageOptions {
  /** Which hosts get the cookies: `example.com` for it and all its subdomains. Default: the page's own host only. */
  readonly domain?: string;
  /** Default: `/`. */
  readonly path?: string;
  /** Default: `lax`. */
  readonly sameSite?: 'strict' | 'lax' | 'none';
  /** Whether the cookies are for HTTPS only. Default: `true`; a browser refuses them on an insecure page then. */
  readonly secure?: boolean;
  /** After how many days without a write the session is forgotten; `0` ends it with the browser. Default: 365. */
  readonly expiresInDays?: number;
  /** The document that holds the cookies. Default: the page's. */
  readonly document?: { cookie: string };
}

/** A browser takes 4 096 bytes a cookie, its name and attributes included; a session needs more than one. */
const CHUNK_LENGTH = 3_000;
const MAX_CHUNKS = 12;
const SECONDS_A_DAY = 86_400;

const attributesOf = (options: CookieStorageOptions): string =>
  [
    `; path=${options.path ?? '/'}`,
    options.domain === undefined ? '' : `; domain=${options.domain}`,
    `; samesite=${options.sameSite ?? 'lax'}`,
    options.secure === false ? '' : '; secure',
  ].join('');

const chunksOf = (text: string): string[] =>
  Array.from({ length: Math.ceil(text.length / CHUNK_LENGTH) }, (_, index) =>
    text.slice(index * CHUNK_LENGTH, (index + 1) * CHUNK_LENGTH),
  );

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/**
 * Creates a storage in the cookies of the page: for a session that several subdomains share.
 *
 * Cookies are sent with every request to their hosts, tokens and all, and a server may refuse such large headers:
 * choose `localStorage` unless subdomains have to share. A value is spread over as many cookies as it needs.
 * Writing throws where the browser does not keep what was written.
 *
 * @example
 * ```ts
 * import { createAuth, createCookieStorage } from 'rx-cognito';
 *
 * const auth = createAuth({
 *   userPoolId: 'eu-west-1_a1B2c3D4e',
 *   userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
 *   storage: createCookieStorage({ domain: 'example.com' }),
 * });
 * ```
 */
export function createCookieStorage(options: CookieStorageOptions = {}): SynchronousStorage {
  const page = (): { cookie: string } => options.document ?? document;
  const attributes = attributesOf(options);
  const days = options.expiresInDays ?? 365;
  const lifetime = days > 0 ? `; max-age=${Math.round(days * SECONDS_A_DAY)}` : '';

  const cookieName = (key: string, index: number): string => `${encodeURIComponent(key)}.${index}`;
  const cookies = (): Map<string, string> =>
    new Map(
      page()
        .cookie.split('; ')
        .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    );
  const drop = (key: string, from: number): void => {
    const present = cookies();
    for (let index = from; index < MAX_CHUNKS; index += 1) {
      const name = cookieName(key, index);
      if (present.has(name)) page().cookie = `${name}=${attributes}; max-age=0`;
    }
  };
  const read = (key: string): string | null => {
    const present = cookies();
    const chunks = [];
    for (let index = 0; present.has(cookieName(key, index)); index += 1) {
      chunks.push(present.get(cookieName(key, index)));
    }
    return chunks.length === 0 ? null : decoded(chunks.join(''));
  };

  return {
    getItem: read,
    setItem: (key, value) => {
      const chunks = chunksOf(encodeURIComponent(value));
      if (chunks.length > MAX_CHUNKS) throw new Error(`${key} is too large for cookies.`);
      chunks.forEach((chunk, index) => {
        page().cookie = `${cookieName(key, index)}=${chunk}${attributes}${lifetime}`;
      });
      drop(key, chunks.length);
      // A browser refuses a cookie without a word: insecure page, foreign domain, too many of them.
      if (read(key) === value) return;
      drop(key, 0);
      throw new Error(`The browser did not keep the cookies of ${key}.`);
    },
    removeItem: (key) => {
      drop(key, 0);
    },
  };
}

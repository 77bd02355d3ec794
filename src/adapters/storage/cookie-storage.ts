import type { SynchronousStorage } from '../../ports/key-value-storage';

/** Attributes of the cookies that hold a session. */
export interface CookieStorageOptions {
  /**
   * Which hosts get the cookies: `example.com` for it and all its subdomains, each of which can then put a session of its
   * own there. Default: the page's own host only, by a name (`__Host-…`) that no other host can write to.
   */
  readonly domain?: string;
  /** Default: `/`. With any other one the cookies are no `__Host-` cookies, and a subdomain can write to them. */
  readonly path?: string;
  /** Default: `lax`. */
  readonly sameSite?: 'strict' | 'lax' | 'none';
  /**
   * Whether the cookies are for HTTPS only. Default: `true`; a browser refuses them on an insecure page then. With
   * `false` their names have no prefix, and whoever can write cookies for the host can plant a session.
   */
  readonly secure?: boolean;
  /** After how many days without a write the session is forgotten; `0` ends it with the browser. Default: 365. */
  readonly expiresInDays?: number;
  /** The document that holds the cookies; on a server, `{ cookie: request.headers.cookie ?? '' }`. Default: the page's. */
  readonly document?: { cookie: string };
  /**
   * Whether the cookies can be read only, as those of a request on a server: a session in them is neither renewed nor
   * ended there. Default: `false`.
   */
  readonly isReadOnly?: boolean;
}

/** A browser takes 4 096 bytes a cookie, its name and attributes included; a session needs more than one. */
const CHUNK_LENGTH = 3_000;
const MAX_CHUNKS = 12;
const SECONDS_A_DAY = 86_400;
/** Between the name of an entry and that of one of its chunks; encoded names have none. */
const SEPARATOR = '$';
/** Of which write it is, of how many cookies, of how many characters together, and the first of them. */
const HEAD = /^([\da-z]+)\.(\d{1,2})\.(\d{1,5})\.(.*)$/;
/** What a writer that lives on has finished long before. */
const ABANDONED_AFTER_MS = 60_000;
const TIME_DIGITS = 9;

const attributesOf = (options: CookieStorageOptions): string =>
  [
    `; path=${options.path ?? '/'}`,
    options.domain === undefined ? '' : `; domain=${options.domain}`,
    `; samesite=${options.sameSite ?? 'lax'}`,
    options.secure === false ? '' : '; secure',
  ].join('');

/** By these names a browser knows what it must not let others write (RFC 6265bis §4.1.3). */
function prefixOf({ secure, domain, path = '/' }: CookieStorageOptions): string {
  if (secure === false) return '';
  return domain === undefined && path === '/' ? '__Host-' : '__Secure-';
}

const chunksOf = (text: string): string[] =>
  Array.from({ length: Math.max(1, Math.ceil(text.length / CHUNK_LENGTH)) }, (_, index) =>
    text.slice(index * CHUNK_LENGTH, (index + 1) * CHUNK_LENGTH),
  );

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** A name for what one write stores, unlike that of any other writer; it begins with the time. */
const newGeneration = (): string =>
  Date.now().toString(36).padStart(TIME_DIGITS, '0') + Math.random().toString(36).slice(2, 8);

const isAbandoned = (generation: string): boolean =>
  // Of a time that is still to come: the clock was set back since.
  !(Math.abs(parseInt(generation.slice(0, TIME_DIGITS), 36) - Date.now()) < ABANDONED_AFTER_MS);

/** The jar of a document: its cookies by name, and how to write and drop one. */
interface Jar {
  read(): ReadonlyMap<string, string>;
  write(name: string, value: string): void;
  drop(name: string): void;
}

function jarOf(options: CookieStorageOptions): Jar {
  const page = (): { cookie: string } => options.document ?? document;
  const attributes = attributesOf(options);
  const days = options.expiresInDays ?? 365;
  const lifetime = days > 0 ? `; max-age=${Math.round(days * SECONDS_A_DAY)}` : '';
  return {
    read: () => {
      const pairs = page().cookie.split(/; */);
      return new Map(
        pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
      );
    },
    write: (name, value) => {
      page().cookie = `${name}=${value}${attributes}${lifetime}`;
    },
    drop: (name) => {
      page().cookie = `${name}=${attributes}; max-age=0`;
    },
  };
}

/**
 * Creates a storage in the cookies of the page: for a session that several subdomains share.
 *
 * Cookies are sent with every request to their hosts, tokens and all, and a server may refuse such large headers:
 * choose `localStorage` unless subdomains have to share. A value is spread over as many cookies as it needs, and counts
 * once the last of them is written: who reads meanwhile, or after a write that was broken off, finds the old value.
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
  const { isReadOnly = false } = options;
  const jar = jarOf(options);
  const prefix = prefixOf(options);
  const headName = (key: string): string => `${prefix}${encodeURIComponent(key)}`;
  const chunkName = (key: string, generation: string, index: number): string =>
    [headName(key), generation, index].join(SEPARATOR);

  const valueIn = (cookies: ReadonlyMap<string, string>, key: string): string | null => {
    const [, generation = '', count = '', length = '', first] =
      HEAD.exec(cookies.get(headName(key)) ?? '') ?? [];
    if (first === undefined) return null;
    const rest = Array.from({ length: Math.max(0, Number(count) - 1) }, (_, index) =>
      cookies.get(chunkName(key, generation, index + 1)),
    );
    const text = [first, ...rest].join('');
    // Also where one is missing, or has lost some of its end on the way.
    return text.length === Number(length) ? decoded(text) : null;
  };
  const generationIn = (cookies: ReadonlyMap<string, string>, key: string): string | undefined =>
    HEAD.exec(cookies.get(headName(key)) ?? '')?.[1];
  /** Drops the chunks of an entry that the predicate does not want. */
  const dropChunks = (key: string, isWanted: (generation: string) => boolean): void => {
    for (const name of jar.read().keys()) {
      const [head, generation = '', index] = name.split(SEPARATOR);
      if (head === headName(key) && index !== undefined && !isWanted(generation)) jar.drop(name);
    }
  };
  const checkWritable = (): void => {
    if (isReadOnly) throw new Error('These cookies can only be read.');
  };

  return {
    ...(isReadOnly ? { isReadOnly } : {}),
    getItem: (key) => {
      const cookies = jar.read();
      const value = valueIn(cookies, key);
      if (isReadOnly) return value;
      // Its chunks were written before the head: a value that does not come together never will, and a part of it may be a token.
      const isTorn = value === null && cookies.has(headName(key));
      if (isTorn) jar.drop(headName(key));
      const whole = isTorn ? undefined : generationIn(cookies, key);
      const torn = isTorn ? generationIn(cookies, key) : undefined;
      // What a writer left that died before its value counted belongs to nobody either.
      dropChunks(key, (it) => it === whole || (it !== torn && !isAbandoned(it)));
      return value;
    },
    setItem: (key, value) => {
      checkWritable();
      const text = encodeURIComponent(value);
      const [first = '', ...rest] = chunksOf(text);
      if (rest.length >= MAX_CHUNKS) throw new Error(`${key} is too large for cookies.`);
      const former = generationIn(jar.read(), key);
      const generation = newGeneration();
      rest.forEach((chunk, index) => {
        jar.write(chunkName(key, generation, index + 1), chunk);
      });
      const kept = jar.read();
      // A browser refuses a cookie without a word: insecure page, foreign domain, too many of them.
      const areKept = rest.every((chunk, index) => kept.get(chunkName(key, generation, index + 1)) === chunk);
      // From this cookie on, the new value is the one that counts.
      if (areKept) jar.write(headName(key), [generation, rest.length + 1, text.length, first].join('.'));
      if (!areKept || valueIn(jar.read(), key) !== value) {
        dropChunks(key, (other) => other !== generation);
        throw new Error(`The browser did not keep the cookies of ${key}.`);
      }
      // Those of a writer that is at work meanwhile are not ours to drop.
      dropChunks(key, (other) => other === generation || (other !== former && !isAbandoned(other)));
    },
    removeItem: (key) => {
      checkWritable();
      if (jar.read().has(headName(key))) jar.drop(headName(key));
      dropChunks(key, () => false);
    },
  };
}

/* @jest-environment jsdom */
import { createCookieStorage } from '../../../src/adapters/storage/cookie-storage';
import type { CookieStorageOptions } from '../../../src/adapters/storage/cookie-storage';

const insecure = { secure: false } as const;

/** A document that only remembers what was written to it. */
const recorder = () => {
  const written: string[] = [];
  return {
    written,
    get cookie() {
      return '';
    },
    set cookie(text: string) {
      written.push(text);
    },
  };
};

/** The cookies of a host, after as many writes as are let through. */
const jarOf = (cookies = new Map<string, string>()) => {
  const jar = {
    cookies,
    writes: 0,
    lastWrite: Infinity,
    /** Called before each write. */
    before: (): void => undefined,
    get cookie() {
      return [...cookies].map((pair) => pair.join('=')).join('; ');
    },
    set cookie(text: string) {
      jar.before();
      jar.writes += 1;
      if (jar.writes > jar.lastWrite) throw new Error('The page is gone.');
      const [pair = '', ...attributes] = text.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      if (attributes.includes('max-age=0')) cookies.delete(name);
      else cookies.set(name, pair.slice(pair.indexOf('=') + 1));
    },
  };
  return jar;
};

const OLD = 'old'.repeat(3_000);
const NEW = 'new'.repeat(3_300);

describe('createCookieStorage', () => {
  afterEach(() => {
    createCookieStorage(insecure).removeItem('key');
    jest.useRealTimers();
  });

  it.each(['value', '', 'a=b; c', 'ünï 😀', 'x'.repeat(9_000), ';'.repeat(4_000)])(
    'returns what was stored, whatever its characters and size (%#)',
    (value) => {
      const storage = createCookieStorage(insecure);
      storage.setItem('key', value);
      expect(storage.getItem('key')).toBe(value);
    },
  );

  it('keeps each cookie below what a browser takes', () => {
    createCookieStorage(insecure).setItem('key', 'x'.repeat(9_000));
    const lengths = document.cookie.split('; ').map(({ length }) => length);
    expect(lengths.length).toBeGreaterThan(1);
    expect(Math.max(...lengths)).toBeLessThan(4_000);
  });

  it('leaves nothing of a longer value behind a shorter one', () => {
    const storage = createCookieStorage(insecure);
    storage.setItem('key', 'x'.repeat(9_000));
    storage.setItem('key', 'short');
    expect(document.cookie).toMatch(/^key=[\da-z]+\.1\.5\.short$/);
  });

  it('removes every part', () => {
    const storage = createCookieStorage(insecure);
    storage.setItem('key', 'x'.repeat(9_000));
    storage.removeItem('key');
    expect([document.cookie, storage.getItem('key')]).toEqual(['', null]);
  });

  it.each(['key2', 'key.1', 'key$1$1', 'key$a'])('keeps keys apart: key and %s', (other) => {
    const storage = createCookieStorage(insecure);
    storage.setItem('key', OLD);
    storage.setItem(other, NEW);
    storage.removeItem('key');
    const kept = [storage.getItem('key'), storage.getItem(other)];
    storage.removeItem(other);
    expect([kept, document.cookie]).toEqual([[null, NEW], '']);
  });

  it.each(['g.1.8.%E0%A4%A', 'plain', 'g.3.4000.only-the-first', 'g.1.x', 'g.1..x', 'g..1.x', ''])(
    'returns nothing from a cookie that is no value of ours: %s (R39)',
    (value) => {
      document.cookie = `key=${value}`;
      expect(createCookieStorage(insecure).getItem('key')).toBeNull();
    },
  );

  it.each<[string, number, (text: string) => string]>([
    ['the first piece has lost its end', 0, (text) => text.slice(0, -20)],
    ['the second piece has lost its beginning', 1, (text) => text.slice(20)],
    ['the last piece has lost a character', 3, (text) => text.slice(0, -1)],
    ['a piece has grown', 1, (text) => `${text}x`],
    ['a piece is missing', 2, () => ''],
  ])('returns nothing where %s (R39)', (_, piece, change) => {
    const document = jarOf();
    const storage = createCookieStorage({ ...insecure, document });
    storage.setItem('key', OLD);
    const [...names] = document.cookies.keys();
    expect([names.length, storage.getItem('key')]).toEqual([3, OLD]);
    const name = names.sort()[Math.min(piece, names.length - 1)]!;
    document.cookies.set(name, change(document.cookies.get(name)!));
    expect(storage.getItem('key')).toBeNull();
  });

  it('throws where the browser does not keep the cookie, and leaves nothing', () => {
    // The page of this spec is not served over HTTPS.
    const storage = createCookieStorage({ secure: true });
    expect(() => storage.setItem('key', NEW)).toThrow('did not keep');
    expect([storage.getItem('key'), document.cookie]).toEqual([null, '']);
  });

  it('throws where a value is too large, and keeps the old one', () => {
    const storage = createCookieStorage(insecure);
    storage.setItem('key', 'old');
    expect(() => storage.setItem('key', 'x'.repeat(40_000))).toThrow('too large');
    expect(storage.getItem('key')).toBe('old');
  });

  const headOf = (options: CookieStorageOptions): string | undefined => {
    const document = recorder();
    expect(() => createCookieStorage({ ...options, document }).setItem('key', 'v')).toThrow('did not keep');
    return document.written[0]?.replace(/=[\da-z]+\.1\.1\.v/, '=…');
  };

  it('is for HTTPS, this host alone and a year, unless told otherwise (#12)', () => {
    expect(headOf({})).toBe('__Host-key=…; path=/; samesite=lax; secure; max-age=31536000');
  });

  it('takes other attributes', () => {
    const options = { domain: 'example.com', path: '/app', sameSite: 'strict', expiresInDays: 0 } as const;
    expect(headOf(options)).toBe('__Secure-key=…; path=/app; domain=example.com; samesite=strict; secure');
  });

  it.each<[string, CookieStorageOptions]>([
    ['__Secure-key', { domain: 'example.com' }],
    ['__Secure-key', { path: '/app' }],
    ['key', { secure: false }],
    ['key', { secure: false, domain: 'example.com' }],
  ])('claims no more by its name than a browser bears out: %s for %j (#12)', (name, options) => {
    expect(headOf(options)?.split('=')[0]).toBe(name);
  });

  it('takes no session that a sibling subdomain planted for the whole domain (#12)', () => {
    const planted = jarOf();
    createCookieStorage({ document: planted, domain: 'example.com' }).setItem('key', NEW);
    createCookieStorage({ document: planted, domain: 'example.com', secure: false }).setItem('key', NEW);
    expect(createCookieStorage({ document: planted }).getItem('key')).toBeNull();
  });

  describe('in the middle of a write (R51, #12)', () => {
    /** What is read after each single write of what `act` does, by a page that begins then. */
    const readAfterEach = (from: string | undefined, act: 'set' | 'remove'): (string | null)[] => {
      const seen: (string | null)[] = [];
      for (let lastWrite = 0; ; lastWrite += 1) {
        const jar = jarOf();
        const storage = createCookieStorage({ document: jar });
        if (from !== undefined) storage.setItem('key', from);
        jar.writes = 0;
        jar.lastWrite = lastWrite;
        let isDone = false;
        try {
          if (act === 'set') storage.setItem('key', NEW);
          else storage.removeItem('key');
          isDone = true;
        } catch {
          // The page died.
        }
        seen.push(createCookieStorage({ document: jarOf(jar.cookies) }).getItem('key'));
        if (isDone) return seen;
      }
    };

    it.each([
      ['nothing', undefined],
      ['an old value', OLD],
      ['a short old value', 'old'],
    ])('shows the old value or the new one, wherever it is broken off, over %s', (_what, from) => {
      const seen = readAfterEach(from, 'set');
      const changed = seen.indexOf(NEW);
      expect(seen.length).toBeGreaterThan(4);
      expect(seen.slice(0, changed).every((value) => value === (from ?? null))).toBe(true);
      expect(seen.slice(changed).every((value) => value === NEW)).toBe(true);
    });

    it('shows the value or nothing, wherever a removal is broken off', () => {
      const [before, ...after] = readAfterEach(OLD, 'remove');
      expect(before).toBe(OLD);
      expect(after.every((value) => value === null)).toBe(true);
    });

    it('keeps the value of each of two writers whole, whoever comes last', () => {
      const jar = jarOf();
      const other = createCookieStorage({ document: jarOf(jar.cookies) });
      for (let crossing = 1; crossing <= 8; crossing += 1) {
        jar.writes = 0;
        jar.before = () => {
          if (jar.writes === crossing) other.setItem('key', OLD);
        };
        createCookieStorage({ document: jar }).setItem('key', NEW);
        expect([OLD, NEW]).toContain(other.getItem('key'));
      }
    });

    it.each<[string, (cookies: Map<string, string>, names: readonly string[]) => unknown]>([
      ['a part is lost', (cookies, names) => cookies.delete(names.find((name) => name.endsWith('$1')) ?? '')],
      [
        'a part has lost some of its end',
        (cookies, names) => {
          const name = names.find((it) => it.endsWith('$1')) ?? '';
          cookies.set(name, (cookies.get(name) ?? '').slice(0, -20));
        },
      ],
      [
        'the head is garbage',
        (cookies, names) => cookies.set(names.find((it) => !it.includes('$')) ?? '', 'x'),
      ],
    ])('drops what can never be whole again, since it may hold a token: %s (R39, #12)', (_what, tear) => {
      const jar = jarOf();
      createCookieStorage({ document: jar }).setItem('key', NEW);
      tear(jar.cookies, [...jar.cookies.keys()]);
      expect(createCookieStorage({ document: jar, isReadOnly: true }).getItem('key')).toBeNull();
      expect(jar.cookies.size).toBeGreaterThan(0);
      const next = createCookieStorage({ document: jar });
      expect(next.getItem('key')).toBeNull();
      jest.useFakeTimers({ now: Date.now() + 61_000 });
      expect(next.getItem('key')).toBeNull();
      expect([...jar.cookies]).toEqual([]);
    });

    it('drops what a writer left that died, once it cannot be at work any more', () => {
      const jar = jarOf();
      jar.lastWrite = 2;
      expect(() => createCookieStorage({ document: jar }).setItem('key', NEW)).toThrow('gone');
      jar.lastWrite = Infinity;
      const next = createCookieStorage({ document: jar });
      next.getItem('key');
      const soon = jar.cookies.size;
      jest.useFakeTimers({ now: Date.now() + 61_000 });
      next.getItem('key');
      expect([soon, jar.cookies.size]).toEqual([2, 0]);
    });

    it.each([
      ['a minute later', 61_000],
      ['also where the clock was set back since', -3_600_000],
    ])('drops that beside a value which was stored meanwhile, %s (R51, #12)', (_what, byMs) => {
      const jar = jarOf();
      jar.lastWrite = 2;
      expect(() => createCookieStorage({ document: jar }).setItem('key', NEW)).toThrow('gone');
      jar.lastWrite = Infinity;
      const next = createCookieStorage({ document: jar });
      next.setItem('key', OLD);
      const soon = jar.cookies.size;
      jest.useFakeTimers({ now: Date.now() + byMs });
      expect(next.getItem('key')).toBe(OLD);
      expect(soon - jar.cookies.size).toBe(2);
    });

    it('drops that also where a value is stored, or removed', () => {
      const jar = jarOf();
      jar.lastWrite = 2;
      expect(() => createCookieStorage({ document: jar }).setItem('key', NEW)).toThrow('gone');
      jar.lastWrite = Infinity;
      const next = createCookieStorage({ document: jar });
      next.setItem('key', 'short');
      const soon = jar.cookies.size;
      next.removeItem('key');
      expect([soon, jar.cookies.size]).toEqual([3, 0]);
    });
  });

  describe('that can only be read (#12)', () => {
    const written = jarOf();
    createCookieStorage({ document: written }).setItem('key', NEW);
    const request = Object.freeze({ cookie: written.cookie });

    it('reads what the browser sent, and says that it can do no more', () => {
      const storage = createCookieStorage({ document: request, isReadOnly: true });
      expect([storage.getItem('key'), storage.getItem('other'), storage.isReadOnly]).toEqual([
        NEW,
        null,
        true,
      ]);
    });

    it.each(['setItem', 'removeItem'] as const)('throws at %s', (method) => {
      const storage = createCookieStorage({ document: request, isReadOnly: true });
      expect(() => storage[method]('key', 'x')).toThrow('only be read');
    });

    it('is not, unless told so', () => {
      expect(createCookieStorage(insecure)).not.toHaveProperty('isReadOnly');
    });
  });
});

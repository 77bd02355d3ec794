/* @jest-environment jsdom */
import { createCookieStorage } from '../../../src/adapters/storage/cookie-storage';

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

describe('createCookieStorage', () => {
  afterEach(() => {
    createCookieStorage(insecure).removeItem('key');
  });

  it.each(['value', 'a=b; c', 'ünï 😀', 'x'.repeat(9_000), ';'.repeat(4_000)])(
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
    expect(document.cookie).toBe('key.0=short');
  });

  it('removes every part', () => {
    const storage = createCookieStorage(insecure);
    storage.setItem('key', 'x'.repeat(9_000));
    storage.removeItem('key');
    expect([document.cookie, storage.getItem('key')]).toEqual(['', null]);
  });

  it('keeps keys apart', () => {
    const storage = createCookieStorage(insecure);
    storage.setItem('key', 'a');
    storage.setItem('key2', 'b');
    storage.removeItem('key2');
    expect([storage.getItem('key'), storage.getItem('key2')]).toEqual(['a', null]);
  });

  it('returns nothing from a cookie that is no text of ours (R39)', () => {
    document.cookie = 'key.0=%E0%A4%A';
    expect(createCookieStorage(insecure).getItem('key')).toBeNull();
  });

  it('throws where the browser does not keep the cookie, and leaves nothing', () => {
    // The page of this spec is not served over HTTPS.
    const storage = createCookieStorage({ secure: true });
    expect(() => storage.setItem('key', 'value')).toThrow('did not keep');
    expect(storage.getItem('key')).toBeNull();
  });

  it('throws where a value is too large', () => {
    const storage = createCookieStorage(insecure);
    expect(() => storage.setItem('key', 'x'.repeat(40_000))).toThrow('too large');
    expect(document.cookie).toBe('');
  });

  it('is for HTTPS, the whole host and a year, unless told otherwise', () => {
    const document = recorder();
    const storage = createCookieStorage({ document });
    expect(() => storage.setItem('key', 'v')).toThrow('did not keep');
    expect(document.written[0]).toBe('key.0=v; path=/; samesite=lax; secure; max-age=31536000');
  });

  it('takes other attributes', () => {
    const document = recorder();
    const storage = createCookieStorage({
      domain: 'example.com',
      path: '/app',
      sameSite: 'strict',
      expiresInDays: 0,
      document,
    });
    expect(() => storage.setItem('key', 'v')).toThrow('did not keep');
    expect(document.written[0]).toBe('key.0=v; path=/app; domain=example.com; samesite=strict; secure');
  });
});

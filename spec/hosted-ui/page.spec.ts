import { createPage } from '../../src/hosted-ui/page';
import type { PageScope } from '../../src/hosted-ui/page';

const HREF = 'https://app.example/callback?code=c';
const location = { href: HREF, origin: 'https://app.example' };

const refuse = (): never => {
  throw new DOMException('It is not allowed.', 'SecurityError');
};

const createEntries = () => {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
};

describe('createPage', () => {
  it('has the address and the entries of a page', () => {
    const page = createPage({ window: {}, location, sessionStorage: createEntries() });
    expect([page.href, page.origin]).toEqual([HREF, 'https://app.example']);
    expect(page.write('key', 'value')).toBe(true);
    expect(page.read('key')).toBe('value');
    expect(page.write('key', undefined)).toBe(true);
    expect(page.read('key')).toBeNull();
  });

  it('puts another address in its place, and keeps the state of a router', () => {
    const replaced: unknown[] = [];
    const state = { navigationId: 3 };
    const history = { state, replaceState: (...given: unknown[]) => replaced.push(given) };
    createPage({ window: {}, location, history }).rename('https://app.example/callback');
    expect(replaced).toEqual([[state, '', 'https://app.example/callback']]);
  });

  it.each<[string, PageScope]>([
    ['a server, whose storage all requests would share', { location, sessionStorage: createEntries() }],
    ['React Native, which has a window alone', { window: {} }],
  ])('has neither address nor entries in %s', (_, scope) => {
    const page = createPage(scope);
    expect([page.href, page.origin]).toStrictEqual([undefined, undefined]);
    expect(page.write('key', 'value')).toBe(false);
    expect(page.read('key')).toBeUndefined();
  });

  it.each<[string, PageScope]>([
    [
      'is forbidden to look at',
      {
        window: {},
        location,
        get sessionStorage(): never {
          return refuse();
        },
      },
    ],
    [
      'refuses every call',
      { window: {}, location, sessionStorage: { getItem: refuse, setItem: refuse, removeItem: refuse } },
    ],
  ])('throws nothing over a storage that %s', (_, scope) => {
    const page = createPage(scope);
    expect(page.write('key', 'value')).toBe(false);
    expect(page.write('key', undefined)).toBe(false);
    expect(page.read('key')).toBeUndefined();
  });

  it('throws nothing where the browser has had enough of changes of the address (R71)', () => {
    const page = createPage({ window: {}, location, history: { state: null, replaceState: refuse } });
    expect(() => {
      page.rename('https://app.example/callback');
    }).not.toThrow();
  });
});

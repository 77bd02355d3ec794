import type { KeyValueStorage } from 'rx-cognito';

/** What of the page's address says where its cookies may belong. */
export interface PageAddress {
  readonly hostname: string;
  readonly pathname: string;
  readonly protocol: string;
}

/** Where Amplify's `CookieStorage` was told to put its cookies. */
export interface AmplifyCookieOptions {
  /** Its `domain`. Default: whichever of the page's host and the domains above it turns out to be the right one. */
  readonly domain?: string;
  /** Its `path`. Default: whichever of those above the page turns out to be the right one. */
  readonly path?: string;
}

const SECONDS_A_YEAR = 31_536_000;
const GONE = '; max-age=0; expires=Thu, 01 Jan 1970 00:00:00 GMT';

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

interface Cookie {
  /** As it stands: Amplify encodes names, and not all of its versions in the same way. */
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/** As js-cookie reads them, which Amplify writes them with: the first cookie of a name is the one. */
const cookiesIn = (text: string): Cookie[] =>
  text
    .split('; ')
    .filter((pair) => pair.includes('='))
    .map((pair) => {
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(name.length + 1).replace(/^"(.*)"$/, '$1');
      return { name, key: decoded(name), value: decoded(value) };
    });

/** The host, and the domains above it; the browser refuses those that are none of ours. */
function domainsOf(address: PageAddress | undefined): string[] {
  const labels = (address?.hostname ?? '').split('.');
  return labels.map((_, index) => labels.slice(index).join('.')).filter((domain) => domain !== '');
}

function pathsOf(address: PageAddress | undefined): string[] {
  const parts = (address?.pathname ?? '/').split('/').slice(1);
  const above = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
  return ['/', ...above.flatMap((path) => [path, `${path}/`])].filter((path) => path !== '//');
}

/**
 * Creates the view of the cookies in which Amplify keeps a session with `ssr: true`. A cookie can only be removed by
 * who knows its domain and path, which no page can read: all that it may have are tried.
 */
export function amplifyCookies(
  jar: { cookie: string },
  address: PageAddress | undefined,
  options: AmplifyCookieOptions = {},
): KeyValueStorage & { getAllKeys(): string[] } {
  const secure = address?.protocol === 'https:' ? '; secure' : '';
  const paths = options.path === undefined ? pathsOf(address) : [options.path];
  const domains = options.domain === undefined ? domainsOf(address) : [options.domain];
  const places = ['', ...domains.map((domain) => `; domain=${domain}`)].flatMap((domain) =>
    paths.map((path) => `; path=${path}${domain}`),
  );
  const all = (key: string): Cookie[] => cookiesIn(jar.cookie).filter((cookie) => cookie.key === key);

  return {
    getItem: (key) => all(key)[0]?.value ?? null,
    setItem: (key, value) => {
      jar.cookie = `${encodeURIComponent(key)}=${encodeURIComponent(value)}; path=/; samesite=lax${secure}; max-age=${SECONDS_A_YEAR}`;
      if (all(key)[0]?.value !== value) throw new Error(`The browser did not keep the cookie of ${key}.`);
    },
    removeItem: (key) => {
      for (const attributes of places.flatMap((place) => [place + secure, `${place}; secure`, place])) {
        const left = all(key);
        if (left.length === 0) return;
        for (const { name } of left) jar.cookie = `${name}=${attributes}${GONE}`;
      }
      if (all(key).length > 0) throw new Error(`The browser did not remove the cookie of ${key}.`);
    },
    getAllKeys: () => cookiesIn(jar.cookie).map(({ key }) => key),
  };
}

import type { UserPool } from '../../../src/emulator';

/** Where a browser ended up: on a page of the pool, or on its way to somebody else's address. */
export interface Place {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
  /** The addresses that it came through. */
  readonly hops: readonly string[];
}

const ORIGIN = 'https://pool.example';

/** A browser without scripts: it follows redirects, keeps cookies per path, and sends forms. */
export class ScriptedBrowser {
  readonly cookies = new Map<string, { readonly value: string; readonly path: string }>();
  place: Place = { url: new URL('about:blank'), status: 0, html: '', hops: [] };

  constructor(readonly pool: Pick<UserPool, 'handler'>) {}

  /** Goes to an address of the pool. */
  open(address: string): Promise<Place> {
    return this.#go(new URL(address, ORIGIN), 'GET');
  }

  /** Presses the button of a form, after filling in its fields. */
  press(button: string, fields: Readonly<Record<string, string>> = {}): Promise<Place> {
    const form = [...this.place.html.matchAll(/<form method="post" action="([^"]*)">(.*?)<\/form>/gs)]
      .map(([, action = '', inner = '']) => ({ action: unescape(action), inner }))
      .find(({ inner }) => unescape(/<button[^>]*>([^<]*)</.exec(inner)?.[1] ?? '') === button);
    if (!form) throw new Error(`There is no button ${button} in ${this.place.html}`);
    const own = [...form.inner.matchAll(/<(?:input|button)[^>]* name="([^"]*)"(?: value="([^"]*)")?/g)].map(
      ([, name = '', value = '']): [string, string] => [unescape(name), unescape(value)],
    );
    const body = new URLSearchParams([...new Map([...own, ...Object.entries(fields)])]);
    return this.#go(new URL(form.action, this.place.url), 'POST', body);
  }

  /** Follows a link of the page. */
  follow(text: string): Promise<Place> {
    const link = [...this.place.html.matchAll(/<a href="([^"]*)">([^<]*)</g)].find(
      ([, , shown]) => shown === text,
    );
    if (!link) throw new Error(`There is no link ${text}`);
    return this.open(unescape(link[1] ?? ''));
  }

  async #go(start: URL, firstMethod: string, form?: URLSearchParams): Promise<Place> {
    let url = start;
    let method = firstMethod;
    const hops: string[] = [];
    for (;;) {
      hops.push(url.href);
      if (url.origin !== ORIGIN) return (this.place = { url, status: 0, html: '', hops });
      const response = await this.pool.handler(
        new Request(url, {
          method,
          headers: { cookie: this.#cookieHeader(url), ...(method === 'POST' && FORM) },
          ...(method === 'POST' && { body: String(form) }),
        }),
      );
      this.#keep(response.headers.get('set-cookie'));
      const location = response.headers.get('location');
      if (location === null) {
        return (this.place = { url, status: response.status, html: await response.text(), hops });
      }
      url = new URL(location, url);
      method = 'GET';
    }
  }

  #cookieHeader({ pathname }: URL): string {
    return [...this.cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  #keep(header: string | null): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header ?? '') ?? [];
    const path = /Path=([^;]+)/.exec(header ?? '')?.[1] ?? '/';
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, { value, path });
  }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function unescape(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

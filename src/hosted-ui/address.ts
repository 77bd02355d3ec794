/** What managed login writes into the address that it comes back to. */
const ANSWER = ['code', 'state', 'error', 'error_description'];

/** The answer of managed login in an address. */
export interface Returned {
  readonly state: string | undefined;
  readonly code: string | undefined;
  readonly error: string | undefined;
  readonly description: string | undefined;
  /** Something stands there twice, or both a code and an error: no answer of managed login. */
  readonly isDoubled: boolean;
}

/** Reads a URL; `undefined` where a text is none. */
export function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** As a browser writes it, whichever way it is registered: with a slash after the host, say. */
const placeOf = (url: string): string | undefined => parsed(url)?.href.replace(/[?#].*$/s, '');

/** Whether an address is that of a registered URL, whatever else it carries. */
export function isAt(href: string, registered: string): boolean {
  const place = placeOf(href);
  return place !== undefined && place === placeOf(registered);
}

/** Reads the answer in an address; `undefined` where there is none. */
export function readReturn(href: string): Returned | undefined {
  const { searchParams } = new URL(href);
  const all = ANSWER.map((name) => searchParams.getAll(name));
  const [code, state, error, description] = all.map(([first]) => first);
  if ((code ?? error) === undefined) return undefined;
  const isDoubled = (code !== undefined && error !== undefined) || all.some(({ length }) => length > 1);
  return { state, code, error, description, isDoubled };
}

/** Cuts the answer out of an address; everything else of it stays as it is written. */
export function withoutAnswer(href: string): string {
  return href.replace(/^([^?#]*)\?([^#]*)/, (_, place: string, query: string) => {
    const kept = query
      .split('&')
      .filter((part) => part !== '' && !ANSWER.some((name) => new URLSearchParams(part).has(name)))
      .join('&');
    return place + (kept && `?${kept}`);
  });
}

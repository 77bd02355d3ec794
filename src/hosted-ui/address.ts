/** What managed login writes into the address that it comes back to. */
const ANSWER = ['code', 'state', 'error', 'error_description'];

/** The answer of managed login in an address. */
export interface Returned {
  readonly state: string | undefined;
  readonly code: string | undefined;
  readonly error: string | undefined;
  readonly description: string | null;
  /** Something stands there twice, or both a code and an error: no answer of managed login. */
  readonly isDoubled: boolean;
}

const placeOf = (href: string): string => href.replace(/[?#].*$/s, '');

/** Whether an address is that of a registered URL, whatever else it carries. */
export const isAt = (href: string, registered: string): boolean => placeOf(href) === placeOf(registered);

/** Reads the answer in an address; `undefined` where there is none. */
export function readReturn(href: string): Returned | undefined {
  const { searchParams } = new URL(href);
  const [code, state, error] = [
    searchParams.get('code'),
    searchParams.get('state'),
    searchParams.get('error'),
  ];
  if (code === null && error === null) return undefined;
  return {
    state: state ?? undefined,
    code: code ?? undefined,
    error: error ?? undefined,
    description: searchParams.get('error_description'),
    isDoubled:
      (code !== null && error !== null) || ANSWER.some((name) => searchParams.getAll(name).length > 1),
  };
}

/** Cuts the answer out of an address; everything else of it stays as it is written. */
export function withoutAnswer(href: string): string {
  const [, place = '', query = '', hash = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(href) ?? [];
  const kept = query
    .split('&')
    .filter((part) => part !== '' && !ANSWER.includes(part.split('=')[0] ?? ''))
    .join('&');
  return place + (kept && `?${kept}`) + hash;
}

// An answer of a server, or a file somebody made of one: nothing about its shape is taken for granted.

/** The members of an object; of anything else, none. */
export function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [],
  );
}

/** The strings of a list; of anything else, none. */
export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A string that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A URL, where the text is one. */
export function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Tells whether a URL leads to the machine that it is opened on. */
export function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/** Tells whether a URL is one of the web, not of an application's own scheme. */
export function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

const SHOWN = 5;
const SHOWN_LENGTH = 200;

/** Writes a list of values that a server gave. */
export function listed(values: readonly string[]): string {
  const more = values.length - SHOWN;
  const shown = values.slice(0, SHOWN).map((value) => value.slice(0, SHOWN_LENGTH));
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

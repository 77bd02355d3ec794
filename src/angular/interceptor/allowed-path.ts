// What a path is written with so that it leads elsewhere once a server has decoded it, once or several times.
const ENCODED = /%(25|2e|2f|3b|5c)/gi;
// Begins no character in UTF-8; a lax decoder reads a dot or a slash out of what follows.
const OVERLONG = /%c[01]/i;

/** Reads the path of an allow-list, without a slash at its end. `undefined` where it is not a path as URLs have them. */
export function readPath(path: unknown): string | undefined {
  if (typeof path !== 'string' || !path.startsWith('/') || path.includes('*')) return undefined;
  // A fixed host: only the path is of interest, and `//` at its beginning must not become another host.
  const url = URL.canParse(`http://h${path}`) ? new URL(`http://h${path}`) : undefined;
  const isPlain = url?.pathname === path && decoded(path) === path && !path.includes('//');
  return isPlain ? path.replace(/\/$/, '') : undefined;
}

/**
 * Tells whether a URL's path is a path of the allow-list or below it, segment by segment, both as it is written and as a
 * server may read it that decodes `%2f` and `%2e%2e` before it looks at the path.
 */
export function isWithin(path: string, { pathname }: URL): boolean {
  const plain = decoded(pathname);
  if (OVERLONG.test(plain)) return false;
  const read = new URL(`http://h${plain}`).pathname;
  return [pathname, read].every((candidate) => candidate === path || candidate.startsWith(`${path}/`));
}

function decoded(path: string): string {
  let before: string;
  let after = path;
  do {
    before = after;
    after = before.replace(ENCODED, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  } while (after !== before);
  // Some servers drop what follows a semicolon in a segment, so that `/..;/` leads up as well.
  return after.replace(/;[^/\\]*/g, '');
}

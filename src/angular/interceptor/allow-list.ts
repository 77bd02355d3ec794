import { AuthError } from 'rx-cognito';
import type { OwnErrorCode } from 'rx-cognito';
import { isWithin, readPath } from './allowed-path';

/** The requests to one origin, or to some of its paths. */
export interface AllowedOrigin {
  /** Scheme, host and port, exactly: `https://api.example.com`. */
  readonly origin: string;
  /** The paths there, each with all that is below it: `/api` for `/api` and `/api/orders`. Default: all. */
  readonly paths?: readonly string[];
}

/**
 * Which requests get the token: an origin, an origin with paths, or a predicate, which is asked about every other request
 * over HTTP. It is called in an injection context; only `true` is a yes.
 */
export type AllowEntry = string | AllowedOrigin | ((url: URL) => boolean);

/** Whether a request to this URL gets the token; `base` is what the page resolves relative URLs by. */
export type AllowJudge = (url: string, base: string) => boolean;

type Matches = (url: URL) => boolean;

// A label may have what names in private networks have; a `*` may be written in a URL, but is the name of nobody.
const HOST_NAME = /^(?:[\w-]+(?:\.[\w-]+)*\.?|\[[\da-f:.]+\])$/i;

/**
 * Returns the judge of an allow-list. Relative URLs are resolved as the browser will resolve them; a URL that carries a
 * user name is never allowed.
 *
 * @throws AuthError of kind `configuration` where an entry would not do what it says
 */
export function createAllowJudge(allow: readonly AllowEntry[]): AllowJudge {
  if (!Array.isArray(allow)) throw invalidAllow('is not a list');
  const matchers = allow.map(matcherOf);
  return (url, base) => {
    const target = targetOf(url, base);
    return target !== undefined && matchers.some((matches) => matches(target));
  };
}

function matcherOf(entry: AllowEntry): Matches {
  if (typeof entry === 'function') {
    // Its own copy: what it does to it must not change what the next entry sees, nor what is sent.
    return (url) => (entry(new URL(url)) as unknown) === true;
  }
  if (typeof entry === 'string') return originMatcher(entry);
  if (typeof entry !== 'object' || (entry as unknown) === null) throw invalidAllow(`names ${shown(entry)}`);
  const isOfOrigin = originMatcher(entry.origin);
  if (entry.paths === undefined) return isOfOrigin;
  if (!Array.isArray(entry.paths)) throw invalidAllow(`names the paths ${shown(entry.paths)}`);
  const paths = entry.paths.map((path: unknown) => {
    const read = readPath(path);
    if (read !== undefined) return read;
    throw new AuthError({
      kind: 'configuration',
      code: 'InvalidOption' satisfies OwnErrorCode,
      message: `The option allow names the path ${shown(path)}, which is not the beginning of a URL's path.`,
      recoverySuggestion:
        'Write a path with a slash in front, without query and pattern: /api. It stands for all that is below it as well.',
    });
  });
  return (url) => isOfOrigin(url) && paths.some((path) => isWithin(path, url));
}

function originMatcher(origin: unknown): Matches {
  const url = typeof origin === 'string' && URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || !isHttp(url) || url.origin !== origin || !HOST_NAME.test(url.hostname)) {
    throw invalidAllow(`names ${shown(origin)}`);
  }
  return ({ origin: asked }) => asked === origin;
}

function targetOf(url: string, base: string): URL | undefined {
  try {
    const target = new URL(url, base);
    return isHttp(target) && target.username === '' && target.password === '' ? target : undefined;
  } catch {
    return undefined;
  }
}

const isHttp = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';

const shown = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : typeof value);

function invalidAllow(what: string): AuthError {
  return new AuthError({
    kind: 'configuration',
    code: 'InvalidOption' satisfies OwnErrorCode,
    message: `The option allow ${what}, which is not an origin.`,
    recoverySuggestion:
      'Write scheme, host and port only, without a slash at the end: https://api.example.com. For parts of an origin write ' +
      "{ origin, paths: ['/api'] }; for several hosts a predicate: " +
      "({ protocol, hostname }) => protocol === 'https:' && hostname.endsWith('.example.com').",
  });
}

/** The part of the global object that is looked at; `sessionStorage` may throw on access. */
export interface PageScope {
  readonly window?: unknown;
  readonly location?: Pick<Location, 'href' | 'origin'>;
  readonly history?: Pick<History, 'replaceState' | 'state'>;
  readonly sessionStorage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

/** The page that comes back from managed login, as far as it is looked at right at its start. */
export interface Page {
  /** Its address; `undefined` where there is no page: on a server, in a worker, in React Native. */
  readonly href: string | undefined;
  readonly origin: string | undefined;
  /** Puts another address in the place of this one, without loading anything; where a browser refuses, it stays. Never throws. */
  rename(href: string): void;
  /** Reads an entry of this tab, and of this tab only. Never throws. */
  read(key: string): string | null | undefined;
  /** Writes one, or removes it; says whether that was possible. Never throws. */
  write(key: string, value: string | undefined): boolean;
}

/** Creates the page around this code. A server has none, nor a storage of its own: all its users' requests would share it. */
export function createPage(scope: PageScope = globalThis): Page {
  const location = scope.window === undefined ? undefined : scope.location;
  const attempt = <T>(access: () => T): T | undefined => {
    try {
      return location && access();
    } catch {
      return undefined;
    }
  };
  return {
    get href() {
      return location?.href;
    },
    origin: location?.origin,
    rename: (href) => attempt(() => scope.history?.replaceState(scope.history.state, '', href)),
    read: (key) => attempt(() => scope.sessionStorage?.getItem(key)),
    write: (key, value) =>
      attempt(() => {
        const { sessionStorage: entries } = scope;
        if (value === undefined) entries?.removeItem(key);
        else entries?.setItem(key, value);
        return entries !== undefined;
      }) ?? false,
  };
}

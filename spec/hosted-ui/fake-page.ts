import { Subject } from 'rxjs';
import type { PageLife } from '../../src/hosted-ui/managed-login/page-life';
import type { Page } from '../../src/hosted-ui/page';

/** A page whose address and storage specs read, write and break. */
export interface FakePage extends Page, PageLife {
  href: string | undefined;
  isArrival: boolean;
  canStore: boolean;
  /** Where it left for, in order. */
  readonly left: readonly string[];
  readonly entries: Map<string, string>;
  readonly restored$: Subject<void>;
}

/** Creates the page of an application that has just been opened. */
export function createFakePage(href?: string): FakePage {
  const left: string[] = [];
  const page: FakePage = {
    href,
    origin: href === undefined ? undefined : new URL(href).origin,
    isArrival: true,
    canStore: true,
    left,
    entries: new Map(),
    restored$: new Subject<void>(),
    hasArrived: () => page.isArrival,
    leave: (url) => left.push(url),
    rename: (next) => {
      page.href = next;
    },
    read: (key) => page.entries.get(key),
    write: (key, value) => {
      if (!page.canStore) return false;
      if (value === undefined) page.entries.delete(key);
      else page.entries.set(key, value);
      return true;
    },
  };
  return page;
}

/** The parts of a page's, a worker's or a process's global object that the web adapters use, each only if it is there. */
export interface WebScope {
  readonly navigator?: {
    readonly onLine?: boolean;
    readonly userAgent?: string;
    readonly locks?: Pick<LockManager, 'request'>;
  };
  readonly document?: EventTarget & { readonly visibilityState: string };
  readonly crypto?: Partial<Pick<Crypto, 'getRandomValues'>>;
  readonly performance?: { now(): number };
  readonly BroadcastChannel?: new (name: string) => BroadcastChannel;
  readonly addEventListener?: EventTarget['addEventListener'];
  readonly removeEventListener?: EventTarget['removeEventListener'];
  readonly requestIdleCallback?: (callback: () => void) => number;
  readonly cancelIdleCallback?: (handle: number) => void;
}

/** Asks the platform; `undefined` where it throws, as one does that forbids a page, or a script in it, to know. */
export function asked<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

/** Listens to a target, where there is one that can be listened to, until what is returned is called. */
export function listen(
  target: Partial<EventTarget> | undefined,
  name: string,
  hear: (event: Event) => void,
): () => void {
  if (!target?.addEventListener || !target.removeEventListener) return () => undefined;
  asked(() => target.addEventListener?.(name, hear));
  return () => {
    asked(() => target.removeEventListener?.(name, hear));
  };
}

/** Whether this is a page: neither a server nor a worker has both. */
export const isBrowser = (
  scope: { readonly window?: unknown; readonly document?: unknown } = globalThis,
): boolean => scope.window !== undefined && scope.document !== undefined;

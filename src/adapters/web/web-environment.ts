import { Observable, asyncScheduler } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { textOf } from '../../model/fields';
import type { Environment } from '../../ports/environment';
import { asked, listen } from './web-scope';
import type { WebScope } from './web-scope';

const RANDOM_ID_BYTES = 16;

/** What the environment is made of. */
export interface WebEnvironmentOptions {
  /** Gives the idle signal, and the time that has passed, where the platform has none of its own. */
  readonly scheduler?: SchedulerLike;
  /** Default: the global object. */
  readonly scope?: WebScope;
}

function idleOnce$(scope: WebScope, scheduler: SchedulerLike): Observable<void> {
  return new Observable((subscriber) => {
    const fire = (): void => {
      subscriber.next();
      subscriber.complete();
    };
    if (!scope.requestIdleCallback) return scheduler.schedule(fire);
    const handle = scope.requestIdleCallback(fire);
    return () => scope.cancelIdleCallback?.(handle);
  });
}

/** No secret hangs on an id: React Native, which has no better source of its own, gets along without one. */
function randomBytes(scope: WebScope): Uint8Array {
  const bytes = new Uint8Array(RANDOM_ID_BYTES);
  return asked(() => scope.crypto?.getRandomValues?.(bytes)) ?? bytes.map(() => Math.random() * 256);
}

/** Creates the environment of a page, a worker or a Node.js process. It listens only while somebody subscribes. */
export function createWebEnvironment({
  scheduler = asyncScheduler,
  scope = globalThis,
}: WebEnvironmentOptions = {}): Environment {
  const document = asked(() => scope.document);
  const isVisible = (): boolean => asked(() => document?.visibilityState) === 'visible';
  return {
    isOnline: () => asked(() => scope.navigator?.onLine) !== false,
    isVisible,
    userAgent: () => textOf(asked(() => scope.navigator?.userAgent)) ?? 'rx-cognito',
    resumed$: new Observable((subscriber) => {
      const hear = ({ type, persisted }: Event & Partial<PageTransitionEvent>): void => {
        // A fresh load is no return: only a page that comes out of the back/forward cache has slept.
        if (type === 'pageshow' ? persisted : type !== 'visibilitychange' || isVisible()) subscriber.next();
      };
      for (const name of ['online', 'focus', 'pageshow']) subscriber.add(listen(scope, name, hear));
      for (const name of ['visibilitychange', 'resume']) subscriber.add(listen(document, name, hear));
    }),
    idle$: idleOnce$(scope, scheduler),
    // A scheduler of the caller's has a time of its own.
    uptimeMs: () => (scheduler === asyncScheduler && scope.performance ? scope.performance : scheduler).now(),
    random: () => Math.random(),
    randomId: () => Array.from(randomBytes(scope), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}

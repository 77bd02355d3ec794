import { defer, finalize, last, of, switchMap, take, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Locks } from '../../src/ports/environment';

/** A lock that is granted when a spec says so. */
export interface FakeLocks extends Locks {
  /** Emits when the lock is granted; at once, unless a spec sets another one. */
  granted$: Observable<unknown>;
  readonly isHeld: boolean;
  /** How often the lock was granted. */
  readonly grants: number;
}

/** Creates a lock that is free. */
export function createFakeLocks(): FakeLocks {
  let isHeld = false;
  let grants = 0;
  const locks: FakeLocks = {
    granted$: of(undefined),
    get isHeld() {
      return isHeld;
    },
    get grants() {
      return grants;
    },
    exclusive$: <T>(work$: Observable<T>) => {
      const underLock$ = defer(() => {
        isHeld = true;
        grants += 1;
        return work$;
      });
      const release = (): void => {
        isHeld = false;
      };
      // `last` holds the value back until the work is over, so that nobody is told while the lock is held.
      return locks.granted$.pipe(
        take(1),
        switchMap(() => underLock$.pipe(tap({ complete: release }), finalize(release), last())),
      );
    },
  };
  return locks;
}

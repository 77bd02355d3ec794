import { map, switchMap } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { Passkeys } from '../../ports/passkeys';
import { loadedChunk$ } from '../loaded-chunk';
import { isPasskeySupported } from './passkey-support';

/** Creates the way to the passkeys of a browser as a chunk of its own: who signs in without one never loads it. */
export function createLazyPasskeys({ scheduler }: { readonly scheduler: SchedulerLike }): Passkeys {
  const passkeys$ = loadedChunk$(() => import('./web-passkeys'), scheduler).pipe(
    map(({ createWebPasskeys }) => createWebPasskeys()),
  );
  return {
    isSupported: () => isPasskeySupported(),
    create$: (options) => passkeys$.pipe(switchMap((passkeys) => passkeys.create$(options))),
    get$: (options) => passkeys$.pipe(switchMap((passkeys) => passkeys.get$(options))),
  };
}

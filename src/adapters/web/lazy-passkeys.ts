import { map, switchMap } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { Passkeys } from '../../ports/passkeys';
import { imported$ } from '../../ports/imported';
import { loadedInTime } from '../../ports/time-limit';
import { isPasskeySupported } from './passkey-support';

/** Creates the way to the passkeys of a browser as a chunk of its own: who signs in without one never loads it. */
export function createLazyPasskeys({ scheduler }: { readonly scheduler: SchedulerLike }): Passkeys {
  const passkeys$ = imported$(() => import('./web-passkeys')).pipe(
    loadedInTime(scheduler),
    map(({ createWebPasskeys }) => createWebPasskeys()),
  );
  return {
    isSupported: () => isPasskeySupported(),
    create$: (options) => passkeys$.pipe(switchMap((passkeys) => passkeys.create$(options))),
    get$: (options) => passkeys$.pipe(switchMap((passkeys) => passkeys.get$(options))),
  };
}

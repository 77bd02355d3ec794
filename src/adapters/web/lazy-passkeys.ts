import { catchError, defer, from, map, switchMap, throwError } from 'rxjs';
import { notLoadedError } from '../../model/errors';
import type { Passkeys } from '../../ports/passkeys';
import { isPasskeySupported } from './passkey-support';

/** Creates the way to the passkeys of a browser as a chunk of its own: who signs in without one never loads it. */
export function createLazyPasskeys(): Passkeys {
  const passkeys$ = defer(() => from(import('./web-passkeys'))).pipe(
    catchError((thrown: unknown) => throwError(() => notLoadedError(thrown))),
    map(({ createWebPasskeys }) => createWebPasskeys()),
  );
  return {
    isSupported: () => isPasskeySupported(),
    create$: (options) => passkeys$.pipe(switchMap((passkeys) => passkeys.create$(options))),
    get$: (options) => passkeys$.pipe(switchMap((passkeys) => passkeys.get$(options))),
  };
}

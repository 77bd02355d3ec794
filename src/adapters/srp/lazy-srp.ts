import { catchError, defer, from, map, switchMap, throwError } from 'rxjs';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { redactedCause } from '../../model/redact';
import type { Srp } from '../../ports/srp';

const notLoadedError = (thrown: unknown): AuthError =>
  ownError({
    kind: 'network',
    code: 'SrpNotLoaded',
    delivery: 'notSent',
    message: 'The code that proves a password could not be loaded.',
    recoverySuggestion: 'Try again; if a new version was deployed meanwhile, reload the page.',
    retryable: true,
    cause: redactedCause(thrown),
  });

/** Creates the SRP client as a chunk of its own: an application that only restores sessions never loads it. */
export function createLazySrp(): Srp {
  const srp$ = defer(() => from(import('./platform-srp'))).pipe(
    catchError((thrown: unknown) => throwError(() => notLoadedError(thrown))),
    map(({ createPlatformSrp }) => createPlatformSrp()),
  );
  return {
    ephemeral$: () => srp$.pipe(switchMap((srp) => srp.ephemeral$())),
    deviceVerifier$: (device) => srp$.pipe(switchMap((srp) => srp.deviceVerifier$(device))),
  };
}

import { catchError, concatMap, map, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import { AuthError, ownError } from '../../model/auth-error';
import type { Device } from '../../model/device';
import type { Answered, SilentChallenge } from './answer';
import { findDevice$ } from './known-device';

/** What the user pool says to a device that it has forgotten, or whose proof is wrong. */
const REFUSED: ReadonlySet<string> = new Set(['ResourceNotFoundException', 'NotAuthorizedException']);

const deviceRefusedError = (cause?: AuthError): AuthError =>
  ownError({
    kind: 'notAuthorized',
    code: 'DeviceRefused',
    message: 'The user pool asked this device to prove itself, and did not take it for one that it knows.',
    recoverySuggestion:
      'Sign in again: the device has been dropped here, and the second factor is asked for.',
    cause,
  });

/** Whether a sign-in failed for its device alone: without it, it may succeed. */
export const isDeviceRefused = (error: unknown): boolean =>
  error instanceof AuthError && error.code === 'DeviceRefused';

/**
 * A remembered device proves itself, as a password is proven by SRP: it stands in for the second factor, and the user is not
 * asked. A device that is refused is dropped, for no sign-in on it could succeed any more.
 */
export const deviceProof: SilentChallenge = {
  answerAlone$: ({ context, srp, respond$, username, clientMetadata }, { parameters }, answersAs) => {
    const { devices } = context;
    const refused$ = (device: Device, thrown: unknown): Observable<never> => {
      const error = asAuthError(thrown);
      if (!REFUSED.has(error.code)) return throwError(() => error);
      return devices.drop$(device).pipe(concatMap(() => throwError(() => deviceRefusedError(error))));
    };
    const proven$ = (device: Device): Observable<Answered> =>
      srp
        .prove$(
          { username: answersAs, typed: username, password: device.password, clientMetadata, device },
          (srpA) => respond$({ SRP_A: srpA }).pipe(map(({ answer }) => answer)),
        )
        .pipe(catchError((thrown: unknown) => refused$(device, thrown)));
    return findDevice$(devices, username, answersAs, parameters['USERNAME']).pipe(
      switchMap((device) => (device ? proven$(device) : throwError(() => deviceRefusedError()))),
    );
  },
};

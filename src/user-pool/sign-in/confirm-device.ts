import { catchError, concatMap, map, of, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../../flows/limits';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import { textOf } from '../../model/fields';
import type { Session } from '../../model/session';
import { mayHaveTakenEffect } from '../../model/failed-request';
import type { NewDeviceMetadata } from '../../ports/cognito-api';
import { withTimeLimit } from '../../ports/time-limit';
import type { PoolContext } from '../pool-context';

/** How long a sign-in waits for its device to be confirmed, milliseconds. */
const CONFIRMATION_LIMIT_MS = 5_000;

const notConfirmedError = (cause: AuthError): AuthError =>
  ownError({
    kind: cause.kind,
    code: 'DeviceNotConfirmed',
    message:
      'The user pool tracks devices, and did not confirm this one: the session ends when its tokens expire.',
    recoverySuggestion: `Sign in again to confirm the device. ${cause.recoverySuggestion}`,
    cause,
  });

const withKey = (session: Session, deviceKey: string): Session => Object.freeze({ ...session, deviceKey });

/**
 * Confirms the device where the user pool has given it a new key, for otherwise it would refuse the session's next refresh.
 * Emits the session, with that key; a failure is reported, and is none of the sign-in's.
 */
export function confirmDevice$(
  context: PoolContext,
  session: Session,
  given: NewDeviceMetadata | undefined,
): Observable<Session> {
  const { api, deviceName, devices, machine, scheduler, srp } = context;
  const deviceKey = textOf(given?.DeviceKey);
  const deviceGroupKey = textOf(given?.DeviceGroupKey);
  if (deviceKey === undefined || deviceGroupKey === undefined) return of(session);
  const { accessToken, user } = session;
  const { username, loginId } = user;
  const kept$ = (password: string): Observable<unknown> =>
    devices
      .keep$({ deviceKey, deviceGroupKey, password, username, ...(loginId === undefined ? {} : { loginId }) })
      .pipe(
        catchError((error: unknown) => {
          machine.report(asAuthError(error));
          return of(undefined);
        }),
      );
  return srp.deviceVerifier$({ deviceGroupKey, deviceKey }).pipe(
    concatMap(({ password, salt, verifier }) =>
      api
        .call$('ConfirmDevice', {
          AccessToken: accessToken,
          DeviceKey: deviceKey,
          DeviceName: deviceName,
          DeviceSecretVerifierConfig: { Salt: salt, PasswordVerifier: verifier },
        })
        .pipe(concatMap(() => kept$(password))),
    ),
    withTimeLimit('Confirming the device', CONFIRMATION_LIMIT_MS, scheduler),
    tap(() => {
      // A refresh that brought the key holds a lock: who waits for it is told of this after it.
      machine.send({ type: 'deviceConfirmed', deviceKey }, { isToldLater: true });
    }),
    map(() => withKey(session, deviceKey)),
    catchError((thrown: unknown) => {
      const error = asAuthError(thrown, [accessToken]);
      machine.report(notConfirmedError(error));
      return of(mayHaveTakenEffect(error) ? withKey(session, deviceKey) : session);
    }),
  );
}

import { catchError, concatMap, map, of, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../../model/auth-error';
import type { Device } from '../../model/device';
import type { CognitoOperations } from '../../ports/cognito-api';
import type { DeviceStore } from '../../ports/device-store';
import type { PoolContext } from '../pool-context';
import type { SignInAnswer, TokenRequest } from './answer';

type Inputs =
  CognitoOperations['InitiateAuth']['input'] | CognitoOperations['RespondToAuthChallenge']['input'];

/** A request as it is sent; its answer says nothing of a device. */
type Send = (
  ...request: Parameters<TokenRequest> extends [infer Name, infer Input, string] ? [Name, Input] : never
) => Observable<SignInAnswer>;

/** Finds the device of a user, by the first name that knows one: the one that was typed, then the one of the user pool. */
export function findDevice$(
  devices: DeviceStore,
  ...names: readonly (string | undefined)[]
): Observable<Device | undefined> {
  const [name, ...others] = [...new Set(names)].filter((it) => it !== undefined);
  if (name === undefined) return of(undefined);
  return devices
    .find$(name)
    .pipe(concatMap((device) => (device ? of(device) : findDevice$(devices, ...others))));
}

/** The user pool does not know the device whose key went along: it was forgotten elsewhere. */
const isDeviceUnknown = (error: unknown): boolean =>
  error instanceof AuthError && error.code === 'ResourceNotFoundException';

/** What proves a device is nothing without its key. */
const isProof = (input: Inputs): boolean =>
  'ChallengeName' in input && input.ChallengeName.startsWith('DEVICE_');

const nameIn = (input: Inputs): string | undefined =>
  ('AuthParameters' in input ? input.AuthParameters : input.ChallengeResponses)['USERNAME'];

const withKey = (input: Inputs, DEVICE_KEY: string): Inputs =>
  'AuthParameters' in input
    ? { ...input, AuthParameters: { ...input.AuthParameters, DEVICE_KEY } }
    : { ...input, ChallengeResponses: { ...input.ChallengeResponses, DEVICE_KEY } };

/**
 * Has the key of this device go along with each request of a sign-in whose user it is known for. A key that the user pool does
 * not know any more is dropped, and the request sent once more without.
 */
export function withDeviceKey({ devices }: PoolContext, send$: Send): TokenRequest {
  return (operation, input, username) =>
    findDevice$(devices, username, nameIn(input)).pipe(
      switchMap((device) => {
        if (!device) return send$(operation, input);
        const { deviceKey } = device;
        return send$(operation, withKey(input, deviceKey)).pipe(
          map((answer) => ({ ...answer, deviceKey })),
          catchError((error: unknown) => {
            if (!isDeviceUnknown(error) || isProof(input)) return throwError(() => error);
            return devices.drop$(device).pipe(concatMap(() => send$(operation, input)));
          }),
        );
      }),
    );
}

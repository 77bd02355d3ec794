import { ConfirmDeviceCommand, GetDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { createDeviceVerifier } from 'cognito-srp-helper';
import { catchError, firstValueFrom, of } from 'rxjs';
import type { Auth } from '../../../src';
import { fetchDevices$, forgetDevice$, rememberDevice$ } from '../../../src/account';
import type { RunningUserPool } from '../../../src/emulator';
import { claims } from '../../emulator/fixture';
import { authOf, begin, refusal, startPool, stopAll } from '../sign-in/fixture';
import { valuesOf } from './fixture';

const deviceTracking = { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: true };

/** Signs ada in on a device that the pool knows for good; returns its key. */
async function signInOnDevice(auth: Auth): Promise<string> {
  await begin(auth);
  const { accessToken } = await firstValueFrom(auth.tokens$());
  const DeviceKey = String(claims(accessToken)['device_key']);
  const { DeviceSecretVerifierConfig } = createDeviceVerifier(DeviceKey, 'group');
  const confirmed$ = auth.send$(
    (AccessToken) => new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }),
  );
  // A sign-in may confirm its device by itself.
  await firstValueFrom(confirmed$.pipe(catchError(() => of(undefined))));
  return DeviceKey;
}

const statusOf = async (auth: Auth, DeviceKey: string): Promise<unknown> => {
  const { Device } = await firstValueFrom(
    auth.send$((AccessToken) => new GetDeviceCommand({ AccessToken, DeviceKey })),
  );
  return Device?.DeviceAttributes?.find(({ Name }) => Name === 'dev:device_remembered_status')?.Value;
};

const trackingPool = (): Promise<RunningUserPool> => startPool({ deviceTracking });

describe('devices', () => {
  afterEach(stopAll);

  it('are listed from all of their user’s sessions', async () => {
    const pool = await trackingPool();
    const [here, there] = [authOf(pool), authOf(pool)];
    const keys = [await signInOnDevice(here), await signInOnDevice(there)];
    const devices = await firstValueFrom(fetchDevices$(here));
    expect(devices.map(({ id }) => id).sort()).toEqual(keys.sort());
    expect(devices[0]).toMatchObject({
      name: expect.any(String),
      attributes: { device_status: 'valid' },
      createDate: expect.any(Date),
      lastModifiedDate: expect.any(Date),
      lastAuthenticatedDate: expect.any(Date),
    });
    expect(devices[0]?.createDate?.getFullYear()).toBeGreaterThan(2020);
  });

  it('are remembered when the user says so', async () => {
    const auth = authOf(await trackingPool());
    const key = await signInOnDevice(auth);
    expect(await statusOf(auth, key)).toBe('not_remembered');
    expect(await valuesOf(rememberDevice$(auth))).toStrictEqual([undefined]);
    expect(await statusOf(auth, key)).toBe('remembered');
  });

  it('are forgotten: this one, or another by its id', async () => {
    const pool = await trackingPool();
    const [here, there] = [authOf(pool), authOf(pool)];
    await signInOnDevice(here);
    const deviceId = await signInOnDevice(there);
    expect(await valuesOf(forgetDevice$(here, { deviceId }))).toStrictEqual([undefined]);
    expect(await firstValueFrom(fetchDevices$(here))).toHaveLength(1);
    await firstValueFrom(forgetDevice$(here));
    expect(await firstValueFrom(fetchDevices$(here))).toEqual([]);
    expect(await refusal(firstValueFrom(forgetDevice$(here, { deviceId })))).toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('are tracked by no pool that has it switched off', async () => {
    const auth = authOf(await startPool());
    await begin(auth);
    expect(await refusal(firstValueFrom(fetchDevices$(auth)))).toMatchObject({
      kind: 'configuration',
      code: 'InvalidUserPoolConfigurationException',
    });
    expect(await refusal(firstValueFrom(rememberDevice$(auth)))).toMatchObject({
      kind: 'invalidState',
      code: 'DeviceMetadataNotFoundException',
    });
  });
});

import { createDeviceVerifier } from 'cognito-srp-helper';
import { ask, verdict } from '../../ask';
import { createTestPool, signIn, type TestPool } from '../../fixture';

const TRACKING = { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: true };

/** Signs in, which makes a device, and confirms it. */
async function confirmDevice(pool: TestPool, name = 'laptop') {
  const { AccessToken, NewDeviceMetadata } = await signIn(pool);
  const { DeviceKey, DeviceGroupKey } = NewDeviceMetadata ?? { DeviceKey: '', DeviceGroupKey: '' };
  const { DeviceSecretVerifierConfig } = createDeviceVerifier(DeviceKey, DeviceGroupKey);
  const input = { AccessToken, DeviceKey, DeviceName: name, DeviceSecretVerifierConfig };
  return { AccessToken, DeviceKey, input, confirmed: await ask(pool, 'ConfirmDevice', input) };
}

const attribute = (device: unknown, name: string) =>
  (
    device as { readonly DeviceAttributes: readonly { readonly Name: string; readonly Value: string }[] }
  ).DeviceAttributes.find(({ Name }) => Name === name)?.Value;

describe('ConfirmDevice', () => {
  it.each([true, false])('leaves the remembering to the user: %s', async (onPrompt) => {
    const deviceTracking = { ...TRACKING, deviceOnlyRememberedOnUserPrompt: onPrompt };
    const pool = createTestPool({ deviceTracking });
    const { AccessToken, DeviceKey, confirmed } = await confirmDevice(pool);
    const { body } = await ask(pool, 'GetDevice', { AccessToken, DeviceKey });

    expect(confirmed.body).toEqual({ UserConfirmationNecessary: onPrompt });
    expect(attribute(body['Device'], 'dev:device_remembered_status')).toBe(
      onPrompt ? 'not_remembered' : 'remembered',
    );
  });
});

describe('UpdateDeviceStatus', () => {
  it('remembers a device', async () => {
    const pool = createTestPool({ deviceTracking: TRACKING });
    const { AccessToken, DeviceKey } = await confirmDevice(pool);
    const update = { AccessToken, DeviceKey, DeviceRememberedStatus: 'remembered' };

    expect(await verdict(pool, 'UpdateDeviceStatus', update)).toBe('success');
    const { body } = await ask(pool, 'GetDevice', { AccessToken, DeviceKey });
    expect(attribute(body['Device'], 'dev:device_remembered_status')).toBe('remembered');
  });
});

describe('GetDevice', () => {
  it('describes a device', async () => {
    const pool = createTestPool({ deviceTracking: TRACKING });
    const { AccessToken, DeviceKey } = await confirmDevice(pool);
    const { body } = await ask(pool, 'GetDevice', { AccessToken, DeviceKey });

    expect(body['Device']).toMatchObject({ DeviceKey, DeviceCreateDate: pool.clock.now() / 1000 });
    expect(attribute(body['Device'], 'device_name')).toBe('laptop');
  });
});

describe('ListDevices', () => {
  it('lists the confirmed devices, in pages', async () => {
    const pool = createTestPool({ deviceTracking: TRACKING });
    await confirmDevice(pool, 'first');
    await signIn(pool);
    const { AccessToken } = await confirmDevice(pool, 'second');
    const first = await ask(pool, 'ListDevices', { AccessToken, Limit: 1 });
    const { PaginationToken } = first.body;
    const second = await ask(pool, 'ListDevices', { AccessToken, Limit: 1, PaginationToken });
    const names = [first, second].map(({ body }) =>
      (body['Devices'] as readonly unknown[]).map((d) => attribute(d, 'device_name')),
    );

    expect(names).toEqual([['first'], ['second']]);
    expect(second.body['PaginationToken']).toBeUndefined();
  });
});

describe('ForgetDevice', () => {
  it('forgets a device, and answers with an empty body', async () => {
    const pool = createTestPool({ deviceTracking: TRACKING });
    const { AccessToken, DeviceKey } = await confirmDevice(pool);
    const { status, text } = await ask(pool, 'ForgetDevice', { AccessToken, DeviceKey });

    expect([status, text]).toEqual([200, '']);
    expect(await verdict(pool, 'GetDevice', { AccessToken, DeviceKey })).toBe('ResourceNotFoundException');
  });
});

describe('a device and the refresh of its tokens', () => {
  const refresh = (pool: TestPool, RefreshToken: string, DeviceKey?: string) =>
    verdict(pool, 'GetTokensFromRefreshToken', { RefreshToken, DeviceKey, ClientId: pool.userPoolClientId });

  it('refuses the refresh before the device is confirmed, and without its key after that (#14)', async () => {
    const pool = createTestPool({ deviceTracking: TRACKING });
    const { AccessToken, RefreshToken, NewDeviceMetadata } = await signIn(pool);
    const { DeviceKey, DeviceGroupKey } = NewDeviceMetadata ?? { DeviceKey: '', DeviceGroupKey: '' };
    expect(await refresh(pool, RefreshToken, DeviceKey)).toBe('NotAuthorizedException');
    const { DeviceSecretVerifierConfig } = createDeviceVerifier(DeviceKey, DeviceGroupKey);
    await ask(pool, 'ConfirmDevice', { AccessToken, DeviceKey, DeviceSecretVerifierConfig });

    expect(await refresh(pool, RefreshToken, DeviceKey)).toBe('success');
    expect(await refresh(pool, RefreshToken)).toBe('NotAuthorizedException');
  });

  it('refuses the refresh once the device is forgotten; the access token lives on (#14)', async () => {
    const pool = createTestPool({ deviceTracking: TRACKING });
    const { AccessToken, RefreshToken, NewDeviceMetadata } = await signIn(pool);
    const { DeviceKey, DeviceGroupKey } = NewDeviceMetadata ?? { DeviceKey: '', DeviceGroupKey: '' };
    const { DeviceSecretVerifierConfig } = createDeviceVerifier(DeviceKey, DeviceGroupKey);
    await ask(pool, 'ConfirmDevice', { AccessToken, DeviceKey, DeviceSecretVerifierConfig });
    await ask(pool, 'ForgetDevice', { AccessToken, DeviceKey });

    expect(await refresh(pool, RefreshToken, DeviceKey)).toBe('NotAuthorizedException');
    expect(await verdict(pool, 'GetUser', { AccessToken })).toBe('success');
  });
});

import { forgetDevice$ } from '../../../src/account';
import { serviceError } from '../../fakes/fake-errors';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

describe('forgetDevice$', () => {
  it('forgets this device where none is named, and has nothing to say', async () => {
    const auth = createFakeAuth([{}, {}]);
    expect(await outcomeOf(forgetDevice$(auth))).toStrictEqual({ values: [undefined] });
    await outcomeOf(forgetDevice$(auth, {}));
    const request = { AccessToken: auth.accessToken, DeviceKey: 'eu-west-1_device' };
    expect(auth.calls.map(({ input }) => input)).toEqual([request, request]);
  });

  it('forgets another device, from a session of none as well', async () => {
    const auth = createFakeAuth([{}], { accessToken: 'opaque' });
    await outcomeOf(forgetDevice$(auth, { deviceId: 'key-2' }));
    expect(auth.calls[0]?.input).toEqual({ AccessToken: 'opaque', DeviceKey: 'key-2' });
  });

  it('refuses where this session belongs to no device and none is named', async () => {
    const auth = createFakeAuth([{}], { accessToken: 'opaque' });
    expect(await refusalOf(forgetDevice$(auth))).toMatchObject({ code: 'DeviceMetadataNotFoundException' });
  });

  it.each(['', 7, null])('refuses %p as a device (R42)', async (deviceId) => {
    const auth = createFakeAuth();
    expect(await refusalOf(forgetDevice$(auth, { deviceId } as never))).toMatchObject({ kind: 'validation' });
    expect(auth.calls).toEqual([]);
  });

  it('says that it is gone already', async () => {
    const auth = createFakeAuth([serviceError('ResourceNotFoundException')]);
    expect(await refusalOf(forgetDevice$(auth, { deviceId: 'key-2' }))).toMatchObject({
      kind: 'service',
      recoverySuggestion: expect.stringContaining('no such device any more'),
    });
  });
});

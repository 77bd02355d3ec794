import { fetchDevices$ } from '../../../src/account';
import { serviceError } from '../../fakes/fake-errors';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

const at = (seconds: number): Date => new Date(seconds * 1_000);

describe('fetchDevices$', () => {
  it('lists the devices of all pages, with their names and times', async () => {
    const first = {
      DeviceKey: 'key-1',
      DeviceAttributes: [
        { Name: 'device_name', Value: 'Laptop' },
        { Name: 'last_ip_used', Value: '192.0.2.1' },
        { Name: 'device_status' },
      ],
      DeviceCreateDate: at(1),
      DeviceLastModifiedDate: at(2),
      DeviceLastAuthenticatedDate: at(3),
    };
    const auth = createFakeAuth([
      { Devices: [first], PaginationToken: 'page-2' },
      { Devices: [{ DeviceKey: 'key-2' }] },
    ]);
    expect(await outcomeOf(fetchDevices$(auth))).toEqual({
      values: [
        [
          {
            id: 'key-1',
            name: 'Laptop',
            attributes: { device_name: 'Laptop', last_ip_used: '192.0.2.1' },
            createDate: at(1),
            lastModifiedDate: at(2),
            lastAuthenticatedDate: at(3),
          },
          { id: 'key-2', attributes: {} },
        ],
      ],
    });
    expect(auth.calls.map(({ input }) => input)).toEqual([
      { AccessToken: auth.accessToken, Limit: 60 },
      { AccessToken: auth.accessToken, Limit: 60, PaginationToken: 'page-2' },
    ]);
  });

  it('lists none that has no key', async () => {
    const auth = createFakeAuth([{ Devices: [{ DeviceAttributes: [] }, { DeviceKey: '' }] }]);
    expect(await outcomeOf(fetchDevices$(auth))).toEqual({ values: [[]] });
  });

  it('lists none where there are none', async () => {
    expect(await outcomeOf(fetchDevices$(createFakeAuth([{}])))).toEqual({ values: [[]] });
  });

  it('fails as a whole where a page does', async () => {
    const error = serviceError('TooManyRequestsException');
    const auth = createFakeAuth([{ Devices: [{ DeviceKey: 'key-1' }], PaginationToken: 'page-2' }, error]);
    expect(await outcomeOf(fetchDevices$(auth))).toEqual({ values: [], error });
  });

  it('gives a list up that never ends', async () => {
    const endless = Array.from({ length: 200 }, () => ({ PaginationToken: 'once more' }));
    const auth = createFakeAuth(endless);
    expect(await refusalOf(fetchDevices$(auth))).toMatchObject({ kind: 'service', code: 'UnreadableAnswer' });
    expect(auth.calls).toHaveLength(100);
  });
});

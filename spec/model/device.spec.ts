import fc from 'fast-check';
import { readDevice, writeDevice } from '../../src/model/device';
import type { Device } from '../../src/model/device';
import { IDENTITY } from '../fakes/fake-tokens';

const device: Device = {
  deviceKey: 'eu-west-1_11111111-2222-3333-4444-555555555555',
  deviceGroupKey: '-Ab1Cd2Ef',
  password: 'a secret of the device',
  username: 'ada',
  loginId: 'ada@example.com',
};
const text = writeDevice(device, IDENTITY);
const record = JSON.parse(text) as Record<string, unknown>;
const read = (fields: Record<string, unknown>): Device | undefined =>
  readDevice(JSON.stringify({ ...record, ...fields }), IDENTITY);

describe('readDevice', () => {
  it('reads what was written', () => {
    expect(readDevice(text, IDENTITY)).toStrictEqual(device);
  });

  it('reads a device whose user signs in by the name that the tokens have', () => {
    const { loginId: _, ...nameless } = device;
    expect(readDevice(writeDevice(nameless, IDENTITY), IDENTITY)).toStrictEqual(nameless);
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another version', { version: 2 }],
    ['of no version', { version: undefined }],
    ['of another pool', { userPoolId: 'eu-west-1_other' }],
    ['of another client', { userPoolClientId: 'other' }],
    ...(['deviceKey', 'deviceGroupKey', 'password', 'username'] as const).flatMap(
      (field): [string, Record<string, unknown>][] =>
        [undefined, '', 7, null, {}].map((value) => [
          `whose ${field} is ${JSON.stringify(value)}`,
          { [field]: value },
        ]),
    ),
  ])('takes a record %s for none (R39)', (_what, fields) => {
    expect(read(fields)).toBeUndefined();
  });

  it.each([7, '', null, {}])('drops a login name that is %p', (loginId) => {
    expect(read({ loginId })).not.toHaveProperty('loginId');
  });

  it('takes known keys only, and changes no prototype (R39)', () => {
    const poisoned = text.replace('{', '{"__proto__":{"isAdmin":true},"more":1,');
    expect(readDevice(poisoned, IDENTITY)).toStrictEqual(device);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('inherits no field from a prototype in the record (R39)', () => {
    expect(readDevice(`{"__proto__":${text}}`, IDENTITY)).toBeUndefined();
  });

  it('takes anything else for none, and never throws (R39)', () => {
    expect(readDevice(undefined, IDENTITY)).toBeUndefined();
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (foreign) => {
        expect(readDevice(foreign, IDENTITY)).toBeUndefined();
      }),
    );
  });
});

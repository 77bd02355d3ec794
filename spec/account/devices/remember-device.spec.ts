import { rememberDevice$ } from '../../../src/account';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

describe('rememberDevice$', () => {
  it('has the device of this session remembered, and has nothing to say', async () => {
    const auth = createFakeAuth([{}]);
    expect(await outcomeOf(rememberDevice$(auth))).toStrictEqual({ values: [undefined] });
    expect(auth.calls[0]?.input).toEqual({
      AccessToken: auth.accessToken,
      DeviceKey: 'eu-west-1_device',
      DeviceRememberedStatus: 'remembered',
    });
  });

  it.each([
    ['a session of no device', 'e30.eyJzdWIiOiJhZGEifQ.s'],
    ['a device without a key', 'e30.eyJkZXZpY2Vfa2V5IjoiIn0.s'],
    ['a token that is no JWT', 'opaque'],
    ['a token that holds no record', 'e30.bnVsbA.s'],
  ])('refuses %s, and sends nothing', async (_what, accessToken) => {
    const auth = createFakeAuth([{}], { accessToken });
    expect(await refusalOf(rememberDevice$(auth))).toMatchObject({
      kind: 'invalidState',
      code: 'DeviceMetadataNotFoundException',
    });
    expect(auth.calls).toEqual([]);
  });
});

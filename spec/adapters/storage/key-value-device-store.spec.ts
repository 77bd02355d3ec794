import { inspect } from 'node:util';
import { createDeviceEntries } from '../../../src/adapters/storage/device-entries';
import type { DeviceEntriesOptions } from '../../../src/adapters/storage/device-entries';
import { createKeyValueDeviceStore } from '../../../src/adapters/storage/key-value-device-store';
import { AuthError } from '../../../src/model/auth-error';
import type { Device } from '../../../src/model/device';
import { IDENTITY, nowOf, RECORD_KEY } from './fixtures';
import { createStage, doesNothing, isLost, rejectsWithNothing, throws, WORKING } from './storages';
import type { Call, Manner } from './storages';

/** The store as the user pool makes it, over what is there from the start. */
const createStore = (options: DeviceEntriesOptions) =>
  createKeyValueDeviceStore(createDeviceEntries(options), options);

const device: Device = {
  deviceKey: 'eu-west-1_11111111-2222-3333-4444-555555555555',
  deviceGroupKey: '-Ab1Cd2Ef',
  password: 'the secret of the device',
  username: 'ada',
  loginId: 'ada@example.com',
};
const ofBob: Device = {
  deviceKey: 'eu-west-1_bob',
  deviceGroupKey: '-Bob',
  password: 'another secret',
  username: 'bob',
};

const setUp = (manners?: Readonly<Record<Call, Manner>>) => {
  const stage = createStage(manners);
  const { storage, time } = stage;
  return {
    ...stage,
    stage,
    devices: createStore({ storage, identity: IDENTITY, scheduler: time }),
  };
};
const emitted = <T>(value: T) => ({ values: [value], isComplete: true });

describe('createKeyValueDeviceStore', () => {
  it('touches nothing before subscription', () => {
    const { calls, devices } = setUp();
    const cold = [devices.find$('ada'), devices.keep$(device), devices.drop$(device)];
    expect([cold.length, calls]).toEqual([3, []]);
  });

  it('finds at once what a storage has that answers at once', () => {
    const { devices } = setUp();
    nowOf(devices.keep$(device));
    expect(nowOf(devices.find$('ada'))).toEqual(emitted(device));
  });

  describe.each(WORKING)('over a storage that %s', (_name, create) => {
    it('finds a device by each name of its user, and by no other', async () => {
      const { devices, stage } = setUp(create());
      nowOf(devices.keep$(device));
      await stage.settle();
      const found = ['ada', 'ada@example.com', 'bob', ''].map((name) => nowOf(devices.find$(name)));
      await stage.settle();
      expect(found).toStrictEqual([device, device, undefined, undefined].map(emitted));
    });

    it('drops a device that is just being kept, under each name, also where nobody waits for that (#12)', async () => {
      const { devices, stage } = setUp(create());
      devices.keep$(device).subscribe().unsubscribe();
      nowOf(devices.drop$({ username: 'ada' }));
      await stage.settle();
      const found = ['ada', 'ada@example.com'].map((name) => nowOf(devices.find$(name)));
      await stage.settle();
      expect(found).toStrictEqual([undefined, undefined].map(emitted));
    });

    it('keeps the device of each user apart from the others’', async () => {
      const { devices, stage } = setUp(create());
      nowOf(devices.keep$(device));
      nowOf(devices.keep$(ofBob));
      await stage.settle();
      nowOf(devices.drop$(device));
      await stage.settle();
      const found = [nowOf(devices.find$('ada')), nowOf(devices.find$('bob'))];
      await stage.settle();
      expect(found).toEqual([emitted(undefined), emitted(ofBob)]);
    });

    it.each([
      ['the user name', {}],
      ['the name that was typed', { loginId: 'ada@example.com' }],
      ['another name that was typed', { loginId: '+491701234567' }],
    ])('drops it under all names, asked for by %s', async (_what, typed) => {
      const { devices, entries, stage } = setUp(create());
      nowOf(devices.keep$(device));
      await stage.settle();
      const dropped = nowOf(devices.drop$({ username: 'ada', ...typed }));
      await stage.settle();
      expect([dropped, [...entries]]).toEqual([emitted(true), []]);
    });

    it('drops it under the name that was typed where nothing else is left of it', async () => {
      const { devices, entries, stage } = setUp(create());
      nowOf(devices.keep$(device));
      await stage.settle();
      entries.delete(`${RECORD_KEY}.device.ada`);
      nowOf(devices.drop$({ username: 'ada', loginId: 'ada@example.com' }));
      await stage.settle();
      expect([...entries]).toEqual([]);
    });
  });

  it('outlives a sign-out: it is no part of the session’s record', () => {
    const { devices, stage } = setUp();
    nowOf(devices.keep$(device));
    nowOf(stage.store.clear$('e2'));
    expect(nowOf(devices.find$('ada'))).toEqual(emitted(device));
    expect([...stage.entries.keys()].filter((key) => key !== RECORD_KEY)).toEqual([
      `${RECORD_KEY}.device.ada`,
      `${RECORD_KEY}.device.ada@example.com`,
    ]);
  });

  it('knows no device of another client', () => {
    const { devices, stage } = setUp();
    nowOf(devices.keep$(device));
    const identity = { ...IDENTITY, userPoolId: 'eu-west-1_other' };
    const other = createStore({ storage: stage.storage, identity, scheduler: stage.time });
    expect(nowOf(other.find$('ada'))).toEqual(emitted(undefined));
  });

  it.each(['x', '{}', 'null', '{"version":1}'])('finds nothing in %j (R39)', (text) => {
    const { devices, entries } = setUp();
    entries.set(`${RECORD_KEY}.device.ada`, text);
    expect(nowOf(devices.find$('ada'))).toEqual(emitted(undefined));
  });

  it('drops nothing where it knows nobody by the name', () => {
    const { devices, entries } = setUp();
    nowOf(devices.keep$(device));
    expect(nowOf(devices.drop$({ username: 'eve' }))).toEqual(emitted(false));
    expect(entries.size).toBe(2);
  });

  const FAILING: readonly (readonly [string, Manner])[] = [
    ['throws', throws],
    ['rejects without a reason', rejectsWithNothing],
    ['never answers', isLost],
  ];

  it.each(FAILING)('finds nothing where reading %s, within its bound (R52)', async (_what, manner) => {
    const { devices, stage } = setUp();
    nowOf(devices.keep$(device));
    stage.manners.get = manner;
    const found = nowOf(devices.find$('ada'));
    await stage.elapse();
    expect(found).toEqual(emitted(undefined));
  });

  it.each(FAILING)('errors where writing %s, and tells no secret (R43, R52)', async (_what, manner) => {
    const { devices, stage } = setUp();
    stage.failOne('set', 1, manner);
    const kept = nowOf(devices.keep$(device));
    await stage.elapse();
    expect(kept.error).toBeInstanceOf(AuthError);
    expect(kept.error).toMatchObject({ kind: 'storage', code: 'DeviceNotStored' });
    expect(inspect(kept.error, { depth: 9 })).not.toContain(device.password);
  });

  describe('with a write that lands past its bound (R52)', () => {
    const keptLate = async () => {
      const staged = setUp();
      const { stage, devices } = staged;
      const landing: (() => void)[] = [];
      const waits: Manner = (act) =>
        new Promise((resolve) => {
          landing.push(() => {
            resolve(act());
          });
        });
      stage.failOne('set', 1, waits);
      const kept = nowOf(devices.keep$(device));
      await stage.elapse();
      return {
        ...staged,
        kept,
        land: async () => {
          landing.forEach((act) => {
            act();
          });
          await stage.settle();
        },
      };
    };

    it('takes it back where the device was dropped meanwhile', async () => {
      const { devices, entries, land } = await keptLate();
      nowOf(devices.drop$(device));
      await land();
      expect([...entries]).toEqual([]);
    });

    it('takes it back where it was said not to be stored', async () => {
      const { entries, kept, land } = await keptLate();
      await land();
      expect(kept.error).toMatchObject({ code: 'DeviceNotStored' });
      expect(entries.has(`${RECORD_KEY}.device.ada@example.com`)).toBe(false);
    });

    it('leaves what has been kept since', async () => {
      const { devices, land } = await keptLate();
      const newer: Device = { ...device, deviceKey: 'eu-west-1_newer' };
      const landed = land();
      nowOf(devices.keep$(newer));
      await landed;
      expect(nowOf(devices.find$('ada@example.com'))).toEqual(emitted(newer));
    });

    it('errors nobody where it cannot be taken back', async () => {
      const { stage, devices, land } = await keptLate();
      stage.manners.get = throws;
      await land();
      stage.manners.get = (act) => act();
      expect(nowOf(devices.find$('bob'))).toEqual(emitted(undefined));
    });
  });

  it('tells no secret of the device where the storage repeats it (R43)', () => {
    const { devices, stage } = setUp();
    stage.manners.set = () => {
      throw new Error(`Cannot store ${device.password}`);
    };
    expect(inspect(nowOf(devices.keep$(device)).error, { depth: 9 })).not.toContain(device.password);
  });

  it.each([...FAILING, ['does nothing', doesNothing] as const])(
    'drops what it can, and never errors, where removing %s (R52)',
    async (_what, manner) => {
      const { devices, stage } = setUp();
      nowOf(devices.keep$(device));
      stage.failOne('remove', 0, manner);
      const dropped = nowOf(devices.drop$(device));
      await stage.elapse();
      expect([dropped.error, dropped.isComplete]).toEqual([undefined, true]);
      expect(stage.entries.size).toBeLessThan(2);
    },
  );
});

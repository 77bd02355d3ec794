import { of } from 'rxjs';
import type { Device } from '../../../src/model/device';
import { createSignInOperations } from '../../../src/user-pool/sign-in/sign-in';
import { findDevice$ } from '../../../src/user-pool/sign-in/known-device';
import { createFakeDeviceStore } from '../../fakes/fake-device-store';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError, serviceError } from '../../fakes/fake-errors';
import { fakeAnswer } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { ATTEMPT, challenged, DONE, INPUT, underWay, waiting } from './fixture';

const KEY = 'eu-west-1_device';
const DEVICE: Device = {
  deviceKey: KEY,
  deviceGroupKey: '-group',
  password: 'device-password',
  username: 'ada',
  loginId: ATTEMPT.username,
};
const UNKNOWN = serviceError('ResourceNotFoundException');
const SMS_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' } as const;

const known = ({ devices }: FakeContext, device: Device = DEVICE): void => {
  devices.keep$(device).subscribe();
};

const keysSent = ({ api }: FakeContext): readonly (string | undefined)[] => [
  ...api.callsOf('InitiateAuth').map(({ input }) => input.AuthParameters['DEVICE_KEY']),
  ...api.callsOf('RespondToAuthChallenge').map(({ input }) => input.ChallengeResponses['DEVICE_KEY']),
];

describe('withDeviceKey', () => {
  it('sends nothing of a device where none is known', () => {
    const context = marbles((fake) => {
      fake.api.script('InitiateAuth', fakeAnswer());
      watch(underWay(fake).begin$(ATTEMPT, INPUT));
    });
    expect(Object.keys(context.api.callsOf('InitiateAuth')[0]?.input.AuthParameters ?? {})).toEqual([
      'USERNAME',
      'PASSWORD',
    ]);
    expect(context.machine.now.session?.deviceKey).toBeUndefined();
  });

  it('sends the key of the device that the typed name has, and the session keeps it for its refreshes (R66)', () => {
    const context = marbles((fake) => {
      known(fake);
      fake.api.script('InitiateAuth', fakeAnswer());
      watch(underWay(fake).begin$(ATTEMPT, INPUT));
    });
    expect(keysSent(context)).toEqual([KEY]);
    expect(context.store.stored.session?.deviceKey).toBe(KEY);
  });

  it('sends it with the answer to a challenge that names the user as the pool does', () => {
    const { loginId: _, ...device } = DEVICE;
    const context = marbles((fake) => {
      known(fake, device);
      fake.api.script('RespondToAuthChallenge', fakeAnswer());
      watch(
        challenged(fake, waiting('SMS_MFA', SMS_STEP, { answersAs: 'ada' })).answer$({
          challengeResponse: '123456',
        }),
      );
    });
    expect(keysSent(context)).toEqual([KEY]);
    expect(context.store.stored.session?.deviceKey).toBe(KEY);
  });

  it('sends it with the proof of a password', () => {
    const context = marbles((fake) => {
      known(fake);
      fake.api.script('InitiateAuth', {
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeParameters: { USER_ID_FOR_SRP: 'ada-sub' },
      });
      fake.api.script('RespondToAuthChallenge', fakeAnswer());
      watch(underWay(fake).begin$(ATTEMPT, { username: ATTEMPT.username, password: 'secret' }));
    });
    expect(keysSent(context)).toEqual([KEY, KEY]);
    expect(context.srp.challenges).toMatchObject([{ password: 'secret', userIdForSrp: 'ada-sub' }]);
  });

  it('drops a key that the user pool does not know any more, and asks once more without (R66)', () => {
    let result: unknown;
    const context = marbles((fake) => {
      known(fake);
      fake.api.script('InitiateAuth', UNKNOWN, fakeAnswer());
      result = watch(underWay(fake).begin$(ATTEMPT, INPUT));
    });
    expect(keysSent(context)).toStrictEqual([KEY, undefined]);
    expect(result).toMatchObject({ values: [DONE] });
    expect(context.devices.devices).toEqual([]);
    expect(context.store.stored.session?.deviceKey).toBeUndefined();
  });

  it('asks once more without it, and not again', () => {
    let result: unknown;
    const context = marbles((fake) => {
      known(fake);
      fake.api.script('InitiateAuth', UNKNOWN, UNKNOWN);
      result = watch(underWay(fake).begin$(ATTEMPT, INPUT));
    });
    expect(keysSent(context)).toStrictEqual([KEY, undefined]);
    expect(result).toMatchObject({ error: UNKNOWN });
  });

  it('keeps the device for any other failure', () => {
    let result: unknown;
    const context = marbles((fake) => {
      known(fake);
      fake.api.script('InitiateAuth', networkError());
      result = watch(underWay(fake).begin$(ATTEMPT, INPUT));
    });
    expect(keysSent(context)).toEqual([KEY]);
    expect(result).toMatchObject({ error: { kind: 'network' } });
    expect(context.devices.devices).toEqual([DEVICE]);
  });

  it('sends nothing where the attempt is given up while the storage is asked', () => {
    const context = marbles((fake, { cold }) => {
      const devices = { ...fake.devices, find$: () => cold<Device | undefined>('---(d|)', { d: DEVICE }) };
      fake.signedOut();
      fake.machine.send({ type: 'signInStarted', attempt: ATTEMPT });
      const watched = watch(createSignInOperations({ ...fake, devices }).begin$(ATTEMPT, INPUT));
      fake.at(1, () => {
        watched.subscription.unsubscribe();
      });
    });
    expect(context.api.calls).toEqual([]);
  });
});

describe('findDevice$', () => {
  it('asks for each name once, in turn, until one is known', () => {
    const asked: string[] = [];
    const devices = {
      ...createFakeDeviceStore(),
      find$: (name: string) => {
        asked.push(name);
        return of(name === 'b' ? DEVICE : undefined);
      },
    };
    expect(watch(findDevice$(devices, 'a', undefined, 'a', 'b', 'c')).values).toEqual([DEVICE]);
    expect(asked).toEqual(['a', 'b']);
    expect(watch(findDevice$(devices)).values).toStrictEqual([undefined]);
  });
});

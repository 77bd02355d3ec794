import { defer, NEVER, throwError } from 'rxjs';
import { timeoutError } from '../../../src/model/errors';
import type { NewDeviceMetadata } from '../../../src/ports/cognito-api';
import { confirmDevice$ } from '../../../src/user-pool/sign-in/confirm-device';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError, serviceError, storageError } from '../../fakes/fake-errors';
import { fakeSession } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';

const SESSION = fakeSession();
const DEVICE: NewDeviceMetadata = { DeviceKey: 'eu-west-1_device', DeviceGroupKey: '-group' };
const CONFIRMED = { ...SESSION, deviceKey: 'eu-west-1_device' };

const confirmed = (context: FakeContext, session = SESSION): unknown =>
  watch(confirmDevice$(context, session, DEVICE)).values;

describe('confirmDevice$', () => {
  it('confirms the device, tells so, and emits the session with its key (R66)', () => {
    const { api, devices, events, errors, machine } = marbles((context, { cold, expectObservable }) => {
      context.api.script('ConfirmDevice', cold('--(a|)', { a: {} }));
      expectObservable(confirmDevice$(context, SESSION, DEVICE)).toBe('--(s|)', { s: CONFIRMED });
    });
    expect(api.calls).toMatchObject([
      {
        operation: 'ConfirmDevice',
        input: {
          AccessToken: SESSION.accessToken,
          DeviceKey: 'eu-west-1_device',
          DeviceName: 'a browser',
          DeviceSecretVerifierConfig: { Salt: 'salt', PasswordVerifier: 'verifier' },
        },
      },
    ]);
    expect(devices.devices).toEqual([
      {
        deviceKey: 'eu-west-1_device',
        deviceGroupKey: '-group',
        password: 'device-password',
        username: 'ada',
      },
    ]);
    // Nobody is told before who holds the lock of a refresh has let go of it (R26).
    expect(events).toEqual([]);
    machine.tell();
    expect(events).toEqual([{ type: 'deviceConfirmed', deviceKey: 'eu-west-1_device' }]);
    expect(errors).toEqual([]);
  });

  it('keeps the device under the name that was typed, too, where that is another one', () => {
    const { devices } = marbles((context) => {
      const session = { ...SESSION, user: { ...SESSION.user, loginId: 'ada@example.com' } };
      context.api.script('ConfirmDevice', {});
      confirmed(context, session);
    });
    expect(devices.devices).toMatchObject([{ username: 'ada', loginId: 'ada@example.com' }]);
  });

  it('makes a verifier for this device, and does nothing before it is subscribed to', () => {
    marbles((context) => {
      const verifier = jest.spyOn(context.srp, 'deviceVerifier$');
      context.srp.verifier$ = defer(() => throwError(() => new Error('subscribed')));
      void confirmDevice$(context, SESSION, DEVICE);
      expect(context.errors).toEqual([]);
      expect(verifier).toHaveBeenCalledWith({ deviceKey: 'eu-west-1_device', deviceGroupKey: '-group' });
    });
  });

  it('emits a session that cannot be changed any more', () => {
    marbles((context) => {
      context.api.script('ConfirmDevice', {});
      const { values } = watch(confirmDevice$(context, SESSION, DEVICE));
      expect(Object.isFrozen(values[0])).toBe(true);
    });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty record', {}],
    ['a key without its group', { DeviceKey: 'eu-west-1_device' }],
    ['a group without its key', { DeviceGroupKey: '-group' }],
    ['numbers', { DeviceKey: 7, DeviceGroupKey: 7 }],
    ['empty texts', { DeviceKey: '', DeviceGroupKey: '' }],
  ])('has nothing to confirm where the pool gives %s (R68)', (_what, device) => {
    const { api, errors } = marbles((context) => {
      const { values } = watch(confirmDevice$(context, SESSION, device as NewDeviceMetadata));
      expect(values).toEqual([SESSION]);
    });
    expect(api.calls).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('waits no longer than five seconds, and holds the device for confirmed then (R66)', () => {
    const { api, errors, events } = marbles((context, { expectObservable }) => {
      context.api.script('ConfirmDevice', NEVER);
      expectObservable(confirmDevice$(context, SESSION, DEVICE)).toBe('5s (s|)', { s: CONFIRMED });
    });
    expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 5_000 }]);
    expect(events).toEqual([]);
    expect(errors).toMatchObject([
      {
        kind: 'timeout',
        code: 'DeviceNotConfirmed',
        message:
          'The user pool tracks devices, and did not confirm this one: the session ends when its tokens expire.',
        recoverySuggestion: 'Sign in again to confirm the device. Try again when the connection is better.',
        cause: { message: 'Confirming the device took longer than 5 seconds.' },
      },
    ]);
  });

  it('counts the making of the verifier as part of the five seconds', () => {
    const { api } = marbles((context, { expectObservable }) => {
      context.srp.verifier$ = NEVER;
      expectObservable(confirmDevice$(context, SESSION, DEVICE)).toBe('5s (s|)', {
        s: expect.objectContaining({ accessToken: SESSION.accessToken }),
      });
    });
    expect(api.calls).toEqual([]);
  });

  it.each([
    ['refused', serviceError('InvalidParameterException'), SESSION],
    ['not authorised', serviceError('NotAuthorizedException'), SESSION],
    ['failing', serviceError('InternalErrorException'), SESSION],
    ['not sent at all', networkError({ code: 'Offline' }), SESSION],
    ['dropped on its way', networkError(), CONFIRMED],
    ['not answered in its time', timeoutError('The request', 1_000), CONFIRMED],
    ['answered by a gateway', serviceError('UnreadableAnswer'), CONFIRMED],
  ])(
    'reports a confirmation that was %s, once, and never lets the sign-in fail (R66)',
    (_what, error, session) => {
      const { devices, errors, events } = marbles((context) => {
        context.api.script('ConfirmDevice', error);
        expect(confirmed(context)).toEqual([session]);
      });
      expect(errors).toMatchObject([{ kind: error.kind, code: 'DeviceNotConfirmed', cause: error }]);
      expect(events).toEqual([]);
      expect(devices.devices).toEqual([]);
    },
  );

  it('goes on where this platform has no cryptography', () => {
    const { api, errors } = marbles((context) => {
      context.srp.verifier$ = throwError(() => serviceError('CryptoNotAvailable', { kind: 'configuration' }));
      expect(confirmed(context)).toEqual([SESSION]);
    });
    expect(api.calls).toEqual([]);
    expect(errors).toMatchObject([{ kind: 'configuration', code: 'DeviceNotConfirmed' }]);
  });

  it('tells no token in what it reports (R43)', () => {
    const { errors } = marbles((context) => {
      context.api.script(
        'ConfirmDevice',
        throwError(() => new TypeError(`no ${SESSION.accessToken}`)),
      );
      expect(confirmed(context)).toEqual([SESSION]);
    });
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors.map(({ cause }) => (cause as Error).cause))).not.toContain('eyJ');
  });

  it('is confirmed all the same where the device cannot be kept, and that is reported (R66)', () => {
    const refusal = storageError();
    const { errors, events } = marbles((context) => {
      context.api.script('ConfirmDevice', {});
      context.devices.failNext(refusal);
      expect(confirmed(context)).toEqual([CONFIRMED]);
      context.machine.tell();
    });
    expect(errors).toEqual([refusal]);
    expect(events).toEqual([{ type: 'deviceConfirmed', deviceKey: 'eu-west-1_device' }]);
  });
});

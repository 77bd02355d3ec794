import { NEVER, timer } from 'rxjs';
import type { Device } from '../../../src/model/device';
import type { SignOutResult } from '../../../src/flows/sign-out/result';
import { networkError, serviceError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeSession, START_AT } from '../../fakes/fake-tokens';
import { watch } from '../../fakes/marbles';
import { onStage, pathOf, requestsOf } from '../../flows/sign-out/fixture';
import type { Asked } from '../../flows/sign-out/fixture';

const KEY = 'eu-west-1_device';
const DEVICE: Device = { deviceKey: KEY, deviceGroupKey: '-g', password: 'c4nary', username: 'ada' };
const SESSION = { ...fakeSession(), deviceKey: KEY };
const EXPIRED = { ...fakeSession({ issuedAt: START_AT - 7_200_000 }), deviceKey: KEY };
const REFUSED = serviceError('NotAuthorizedException');
const DROPPED = networkError({ retryable: false });
const FORGET = { forgetDevice: true } as const;

type Stage = Parameters<Parameters<typeof onStage>[0]>[0];

const run = (prepare: (stage: Stage) => void, session = SESSION, options: object = FORGET) => {
  let asked: Asked | undefined;
  const stage = onStage(
    (it) => {
      it.devices.keep$(DEVICE).subscribe();
      prepare(it);
      asked = it.signOutAt(0, options);
    },
    { session },
  );
  return { stage, asked };
};

describe('the step forgetDevice of a sign-out', () => {
  it('has the user pool forget the device before the tokens are revoked, and drops it here (#14)', () => {
    const { stage, asked } = run(({ api }) => {
      api.script('ForgetDevice', {});
      api.script('RevokeToken', {});
    });
    expect(requestsOf(stage)).toEqual(['0 ForgetDevice', '0 RevokeToken']);
    expect(stage.api.callsOf('ForgetDevice')).toMatchObject([
      { input: { AccessToken: SESSION.accessToken, DeviceKey: KEY }, options: { keepalive: true } },
    ]);
    expect(asked?.result).toMatchObject({
      outcome: 'complete',
      steps: { forgetDevice: 'done', globalSignOut: 'notNeeded', revokeToken: 'done', clearCache: 'done' },
    });
    expect(stage.devices.devices).toEqual([]);
    expect(pathOf(stage)).toContain('signingOut local forgetDevice');
  });

  it('drops it here with the tokens, before anything is asked: the page may be closed (#12)', () => {
    const { stage } = run((it) => {
      it.api.script('ForgetDevice', NEVER);
      it.api.script('RevokeToken', {});
      it.at(1, () => {
        expect([it.devices.devices, it.store.stored.session]).toStrictEqual([[], undefined]);
      });
    });
    expect(requestsOf(stage)[0]).toBe('0 ForgetDevice');
  });

  it('leaves the device alone where it is not asked for, and the report without the step', () => {
    const { stage, asked } = run(({ api }) => api.script('RevokeToken', {}), SESSION, {});
    expect(requestsOf(stage)).toEqual(['0 RevokeToken']);
    expect(Object.keys(asked?.result?.steps ?? {})).not.toContain('forgetDevice');
    expect(stage.devices.devices).toEqual([DEVICE]);
  });

  it('comes before a global sign-out too, which ends the access token', () => {
    const { stage } = run(
      ({ api }) => {
        api.script('ForgetDevice', {});
        api.script('GlobalSignOut', {});
        api.script('RevokeToken', {});
      },
      SESSION,
      { ...FORGET, globalSignOut: true },
    );
    expect(requestsOf(stage)).toEqual(['0 ForgetDevice', '0 GlobalSignOut', '0 RevokeToken']);
  });

  it('refreshes an access token that has expired, once for both', () => {
    const { stage, asked } = run(
      ({ api }) => {
        api.script('GetTokensFromRefreshToken', fakeAnswer({ issuedAt: START_AT }));
        api.script('ForgetDevice', {});
        api.script('GlobalSignOut', {});
        api.script('RevokeToken', {});
      },
      EXPIRED,
      { ...FORGET, globalSignOut: true },
    );
    expect(requestsOf(stage)).toEqual([
      '0 GetTokensFromRefreshToken',
      '0 ForgetDevice',
      '0 GlobalSignOut',
      '0 RevokeToken',
    ]);
    expect(asked?.result?.outcome).toBe('complete');
  });

  it('is not needed for a session of no device, and is said so', () => {
    const { stage, asked } = run(({ api }) => api.script('RevokeToken', {}), fakeSession() as typeof SESSION);
    expect(requestsOf(stage)).toEqual(['0 RevokeToken']);
    expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { forgetDevice: 'notNeeded' } });
    expect(stage.devices.devices).toEqual([]);
  });

  it('is done where the device was forgotten already', () => {
    const { asked } = run(({ api }) => {
      api.script('ForgetDevice', serviceError('ResourceNotFoundException'));
      api.script('RevokeToken', {});
    });
    expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { forgetDevice: 'done' } });
  });

  it('is done where the refresh before it finds the device forgotten', () => {
    const { stage, asked } = run(({ api }) => {
      api.script('GetTokensFromRefreshToken', serviceError('ResourceNotFoundException'), fakeAnswer());
      api.script('RevokeToken', {});
    }, EXPIRED);
    expect(requestsOf(stage)).toEqual([
      '0 GetTokensFromRefreshToken',
      '0 GetTokensFromRefreshToken',
      '0 RevokeToken',
    ]);
    expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { forgetDevice: 'done' } });
  });

  it.each([
    ['failed', REFUSED],
    ['unknown', DROPPED],
  ])(
    'makes the sign-out partial where it is %s; the device is dropped here all the same',
    (outcome, error) => {
      const { stage, asked } = run(({ api }) => {
        api.script('ForgetDevice', error);
        api.script('RevokeToken', {});
      });
      expect(asked?.result).toMatchObject({
        outcome: 'partial',
        steps: { forgetDevice: outcome, revokeToken: 'done' },
        forgetDeviceError: error,
      });
      expect(stage.errors).toEqual([error]);
      expect(stage.devices.devices).toEqual([]);
    },
  );

  it('cannot be made up for once the tokens are revoked, and says so', () => {
    const retried: SignOutResult[] = [];
    const { stage } = run(({ api, at, signOut$ }) => {
      api.script('ForgetDevice', REFUSED);
      api.script('RevokeToken', {});
      signOut$(FORGET).subscribe((result) => {
        at(10, () => {
          result.retry$.subscribe((again) => retried.push(again));
        });
      });
    });
    expect(requestsOf(stage)).toEqual(['0 ForgetDevice', '0 RevokeToken']);
    expect(retried).toMatchObject([
      {
        outcome: 'partial',
        steps: { forgetDevice: 'failed' },
        forgetDeviceError: {
          kind: 'notAuthorized',
          code: 'ForgetDeviceNotRetryable',
          message: 'A device is forgotten with a live access token, and there is none.',
          recoverySuggestion:
            'Forget the device from another session of the user, with forgetDevice$ of rx-cognito/account.',
          cause: REFUSED,
        },
      },
    ]);
  });

  it('is tried again by retry$ where nothing was revoked', () => {
    const retried: SignOutResult[] = [];
    const { stage } = run(({ api, at, signOut$ }) => {
      api.script('ForgetDevice', REFUSED, {});
      api.script('RevokeToken', REFUSED, {});
      signOut$(FORGET).subscribe((result) => {
        at(10, () => {
          result.retry$.subscribe((again) => retried.push(again));
        });
      });
    });
    expect(requestsOf(stage).slice(-2)).toEqual(['10 ForgetDevice', '10 RevokeToken']);
    expect(retried).toMatchObject([{ outcome: 'complete', steps: { forgetDevice: 'done' } }]);
  });

  it('comes too late for whoever joins a sign-out that has asked for its other steps, and says so', () => {
    let joined: Asked | undefined;
    const stage = onStage(
      (it, { cold }) => {
        it.devices.keep$(DEVICE).subscribe();
        it.api.script('GlobalSignOut', cold('-----(a|)', { a: {} }));
        it.api.script('RevokeToken', {});
        it.signOutAt(0, { globalSignOut: true });
        joined = it.signOutAt(2, FORGET);
      },
      { session: SESSION },
    );
    // The tokens were revoked by then.
    expect(joined?.result).toMatchObject({
      outcome: 'partial',
      steps: { forgetDevice: 'failed' },
      forgetDeviceError: { code: 'ForgetDeviceNotRetryable' },
    });
    expect(stage.devices.devices).toEqual([]);
  });

  it('leaves the others their time where it is not answered', () => {
    const { stage, asked } = run(({ api }) => {
      api.script('ForgetDevice', NEVER);
      api.script('RevokeToken', {});
    });
    expect(requestsOf(stage)).toEqual(['0 ForgetDevice', '1500 RevokeToken']);
    expect(asked?.result).toMatchObject({ steps: { forgetDevice: 'unknown', revokeToken: 'done' } });
  });

  it('is not needed where nobody is signed in', () => {
    let asked: Asked | undefined;
    onStage(
      (it) => {
        asked = it.signOutAt(0, FORGET);
      },
      { session: null },
    );
    expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { forgetDevice: 'notNeeded' } });
  });

  it('refuses what is neither true nor false', () => {
    let error: unknown;
    const stage = onStage(({ signOut$ }) => {
      ({ error } = watch(signOut$({ forgetDevice: 'yes' as never })));
    });
    expect(error).toMatchObject({
      kind: 'validation',
      message: 'The argument forgetDevice is not true or false.',
    });
    expect([stage.api.calls, stage.machine.now.state.status]).toEqual([[], 'signedIn']);
  });

  it('drops the device here for one that joins after the storage was cleared, and tells it what failed (#14, R9)', () => {
    const left: number[] = [];
    const asked: Asked[] = [];
    const { devices } = onStage(
      (it) => {
        it.devices.keep$(DEVICE).subscribe();
        it.api.script('RevokeToken', {});
        asked.push(it.signOutAt(0), it.signOutAt(500, FORGET));
        it.at(501, () => left.push(it.devices.devices.length));
      },
      {
        session: SESSION,
        cleanups: [{ name: 'slow', afterClear: () => timer(1_000) }],
      },
    );
    expect(left).toEqual([0]);
    expect(devices.devices).toEqual([]);
    expect(asked[0]?.result).toMatchObject({
      outcome: 'partial',
      forgetDeviceError: { code: 'ForgetDeviceNotRetryable' },
    });
  });

  it('drops the device here for one that joins while the storage is being read (#14, R9)', () => {
    const asked: Asked[] = [];
    const { devices } = onStage(
      (it) => {
        it.devices.keep$(DEVICE).subscribe();
        it.api.script('ForgetDevice', {});
        it.api.script('RevokeToken', {});
        asked.push(it.signOutAt(0), it.signOutAt(10, FORGET));
      },
      { session: SESSION, isRestoring: true, storageDelayMs: 100 },
    );
    expect(devices.devices).toEqual([]);
    expect(asked[1]?.result).toMatchObject({ outcome: 'complete', steps: { forgetDevice: 'done' } });
  });
});

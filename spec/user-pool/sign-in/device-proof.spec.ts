import type { AuthError } from '../../../src/model/auth-error';
import type { Device } from '../../../src/model/device';
import type { AuthAnswer } from '../../../src/ports/cognito-api';
import { isDeviceRefused } from '../../../src/user-pool/sign-in/device-proof';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError, serviceError } from '../../fakes/fake-errors';
import { fakeAnswer, IDENTITY, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { ATTEMPT, challenged, DONE, INPUT, underWay, waiting } from './fixture';

const DEVICE: Device = {
  deviceKey: 'eu-west-1_device',
  deviceGroupKey: '-group',
  password: 'device-password',
  username: 'ada',
  loginId: ATTEMPT.username,
};
const ASKED: AuthAnswer = {
  ChallengeName: 'DEVICE_SRP_AUTH',
  ChallengeParameters: { USERNAME: 'ada-sub' },
  Session: 'session-1',
};
const VERIFIER: AuthAnswer = {
  ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
  ChallengeParameters: { USERNAME: 'ada', SALT: '5a', SRP_B: 'b', SECRET_BLOCK: 'block' },
  Session: 'session-2',
};
const REFUSED = serviceError('NotAuthorizedException');
const GONE = serviceError('ResourceNotFoundException');
const SMS: AuthAnswer = { ChallengeName: 'SMS_MFA', ChallengeParameters: {}, Session: 'session-3' };
const SMS_STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' } as const;

type Script = readonly (AuthAnswer | AuthError)[];

/** Begins on a device that is known, over a pool that answers from scripts. */
const begin = (
  initiated: Script,
  responded: Script,
  prepare: (context: FakeContext) => void = () => undefined,
) => {
  const watched: ReturnType<typeof watch>[] = [];
  const context = marbles((fake) => {
    fake.devices.keep$(DEVICE).subscribe();
    prepare(fake);
    fake.api.script('InitiateAuth', ...initiated);
    fake.api.script('RespondToAuthChallenge', ...responded);
    watched.push(watch(underWay(fake).begin$(ATTEMPT, { ...INPUT, clientMetadata: { from: 'spec' } })));
  });
  return { context, outcome: watched[0] };
};

const responses = ({ api }: FakeContext) => api.callsOf('RespondToAuthChallenge').map(({ input }) => input);

describe('deviceProof', () => {
  it('proves the device, by both challenges, without asking the user (R66)', () => {
    const { context, outcome } = begin([ASKED], [VERIFIER, fakeAnswer()]);
    expect(responses(context)).toEqual([
      {
        ClientId: IDENTITY.userPoolClientId,
        ChallengeName: 'DEVICE_SRP_AUTH',
        Session: 'session-1',
        ChallengeResponses: { USERNAME: 'ada-sub', DEVICE_KEY: 'eu-west-1_device', SRP_A: 'a1' },
        ClientMetadata: { from: 'spec' },
      },
      {
        ClientId: IDENTITY.userPoolClientId,
        ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
        Session: 'session-2',
        ChallengeResponses: {
          USERNAME: 'ada',
          DEVICE_KEY: 'eu-west-1_device',
          PASSWORD_CLAIM_SECRET_BLOCK: 'block',
          PASSWORD_CLAIM_SIGNATURE: 'signature',
          TIMESTAMP: 'Mon Jan 5 12:00:00 UTC 2026',
        },
        ClientMetadata: { from: 'spec' },
      },
    ]);
    expect(context.srp.challenges).toEqual([
      {
        poolName: '-group',
        userIdForSrp: 'eu-west-1_device',
        password: 'device-password',
        salt: '5a',
        srpB: 'b',
        secretBlock: 'block',
        timestampAt: START_AT,
      },
    ]);
    expect(outcome).toMatchObject({ values: [DONE], isComplete: true });
    expect(context.store.stored.session?.deviceKey).toBe('eu-west-1_device');
    // Nobody was shown a step.
    expect(context.states.map((state) => 'nextStep' in state)).not.toContain(true);
  });

  it('goes on to the second factor where the pool asks for it all the same', () => {
    const { context, outcome } = begin([ASKED], [VERIFIER, SMS]);
    expect(outcome).toMatchObject({ values: [{ isSignedIn: false, nextStep: SMS_STEP }] });
    expect(context.machine.now.attempt?.waiting?.pending).toMatchObject({
      session: 'session-3',
      answersAs: 'ada',
    });
  });

  it('answers under the name that went before where the challenge gives none', () => {
    const { context } = begin(
      [{ ...ASKED, ChallengeParameters: {} }],
      [{ ...VERIFIER, ChallengeParameters: {} }, fakeAnswer()],
    );
    expect(responses(context).map(({ ChallengeResponses }) => ChallengeResponses['USERNAME'])).toEqual([
      ATTEMPT.username,
      ATTEMPT.username,
    ]);
  });

  it.each([
    ['its key is not known any more', [GONE]],
    ['its proof is refused', [VERIFIER, REFUSED]],
  ])('drops a device where %s, and begins once more without (R66)', (_, responded) => {
    const { context, outcome } = begin([ASKED, SMS], responded);
    expect(outcome).toMatchObject({ values: [{ nextStep: SMS_STEP }] });
    expect(context.devices.devices).toEqual([]);
    expect(
      context.api.callsOf('InitiateAuth').map(({ input }) => input.AuthParameters['DEVICE_KEY']),
    ).toStrictEqual(['eu-west-1_device', undefined]);
  });

  it('begins once more, and not again', () => {
    const { context, outcome } = begin([ASKED, ASKED], [GONE]);
    expect(context.api.callsOf('InitiateAuth')).toHaveLength(2);
    expect(outcome).toMatchObject({ error: { kind: 'notAuthorized', code: 'DeviceRefused' } });
    expect(context.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'noSession' });
  });

  it('keeps the device where the connection fails, and the sign-in is over', () => {
    const { context, outcome } = begin([ASKED], [networkError()]);
    expect(outcome).toMatchObject({ error: { kind: 'network' } });
    expect(context.devices.devices).toEqual([DEVICE]);
    expect(context.api.callsOf('InitiateAuth')).toHaveLength(1);
    expect(context.states.at(-1)).toMatchObject({ status: 'signedOut' });
  });

  it('does not prove itself for ever to a pool that asks again and again', () => {
    const { outcome } = begin([ASKED], [VERIFIER, ASKED]);
    expect(outcome).toMatchObject({ error: { code: 'UnknownChallenge' } });
  });

  it('says what happened where the user has answered a challenge already, and leaves nothing open', () => {
    let outcome: unknown;
    const context = marbles((fake) => {
      fake.devices.keep$(DEVICE).subscribe();
      fake.api.script('RespondToAuthChallenge', ASKED, VERIFIER, REFUSED);
      const pending = waiting('PASSWORD', { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' });
      outcome = watch(challenged(fake, pending).answer$({ challengeResponse: 'secret' }));
    });
    expect(outcome).toMatchObject({
      error: {
        kind: 'notAuthorized',
        code: 'DeviceRefused',
        message:
          'The user pool asked this device to prove itself, and did not take it for one that it knows.',
        recoverySuggestion:
          'Sign in again: the device has been dropped here, and the second factor is asked for.',
        cause: REFUSED,
      },
    });
    expect(context.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'noSession' });
  });

  it('leaves a code that was accepted for nobody to answer again, where the proof after it is lost on its way', () => {
    let outcome: unknown;
    const context = marbles((fake) => {
      fake.devices.keep$(DEVICE).subscribe();
      fake.api.script('RespondToAuthChallenge', ASKED, networkError());
      const pending = waiting('SMS_MFA', SMS_STEP);
      outcome = watch(challenged(fake, pending).answer$({ challengeResponse: '123456' }));
    });
    expect(outcome).toMatchObject({ error: { kind: 'network' } });
    expect(context.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'noSession' });
    expect(context.machine.now.attempt).toBeUndefined();
  });

  it('puts the secret of the device into no state, error or request (R43)', () => {
    const { context } = begin([ASKED, ASKED], [VERIFIER, REFUSED]);
    const { states, errors, api } = context;
    expect(JSON.stringify([states, errors, api.calls])).not.toContain('device-password');
  });

  it('is no challenge that a reload could have left to the user', () => {
    const outcome: ReturnType<typeof watch>[] = [];
    marbles((fake) => {
      const pending = waiting('DEVICE_SRP_AUTH', SMS_STEP);
      outcome.push(watch(challenged(fake, pending).answer$({ challengeResponse: '1' })));
    });
    expect(outcome[0]).toMatchObject({ error: { code: 'UnknownChallenge' } });
  });
});

describe('isDeviceRefused', () => {
  it('tells that failure from all others', () => {
    expect([REFUSED, new Error('DeviceRefused'), undefined].map(isDeviceRefused)).toStrictEqual([
      false,
      false,
      false,
    ]);
  });
});

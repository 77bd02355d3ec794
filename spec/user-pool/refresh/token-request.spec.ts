import { concatMap } from 'rxjs';
import type { Session } from '../../../src/model/session';
import { createAskForTokens } from '../../../src/user-pool/refresh/token-request';
import { networkError, serviceError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeSession, fakeTokens, IDENTITY } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession, renewal, rotation } from '../../fakes/parts';

const ClientId = IDENTITY.userPoolClientId;
const RefreshToken = freshSession.refreshToken;

describe('createAskForTokens', () => {
  it('sends nothing before subscription', () => {
    const { api } = marbles((context) => {
      void createAskForTokens(context)(freshSession);
    });
    expect(api.calls).toHaveLength(0);
  });

  it('emits the session with its new tokens, and completes', () => {
    marbles((context, { cold, expectObservable }) => {
      context.api.script('GetTokensFromRefreshToken', cold('--(a|)', { a: fakeAnswer(rotation) }));
      const renewed = expect.objectContaining({
        accessToken: fakeTokens(rotation).AccessToken,
        refreshToken: 'rotated-refresh-token',
        user: freshSession.user,
      });
      expectObservable(createAskForTokens(context)(freshSession)).toBe('--(a|)', { a: renewed });
    });
  });

  it('asks by GetTokensFromRefreshToken, once for each subscriber', () => {
    const { api } = marbles((context) => {
      context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal), fakeAnswer(renewal));
      const session$ = createAskForTokens(context)(freshSession, { keepalive: true });
      watch(session$);
      watch(session$);
    });
    expect(api.calls).toMatchObject([
      { input: { ClientId, RefreshToken }, options: { keepalive: true } },
      { input: { ClientId, RefreshToken } },
    ]);
  });

  it('sends the device key of a remembered device, and keeps it', () => {
    const session = fakeSession({ deviceKey: 'device' });
    let renewed: unknown;
    const { api } = marbles((context) => {
      context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal));
      renewed = watch(createAskForTokens(context)(session)).values[0];
    });
    expect(api.calls[0]?.input).toEqual({ ClientId, RefreshToken, DeviceKey: 'device' });
    expect(renewed).toMatchObject({ deviceKey: 'device' });
  });

  it('keeps the refresh token where the answer carries none (R35)', () => {
    marbles((context, { expectObservable }) => {
      const answer = { AuthenticationResult: { ...fakeTokens(renewal), RefreshToken: undefined } };
      context.api.script('GetTokensFromRefreshToken', answer);
      const renewed = expect.objectContaining({ refreshToken: RefreshToken });
      expectObservable(createAskForTokens(context)(freshSession)).toBe('(a|)', { a: renewed });
    });
  });

  it('reckons with the expiry of the token where the answer has no ExpiresIn (R35)', () => {
    marbles((context, { expectObservable }) => {
      const answer = { AuthenticationResult: { ...fakeTokens(renewal), ExpiresIn: undefined } };
      context.api.script('GetTokensFromRefreshToken', answer);
      const renewed = expect.objectContaining({ expiresAt: freshSession.expiresAt });
      expectObservable(createAskForTokens(context)(freshSession)).toBe('(a|)', { a: renewed });
    });
  });

  it.each([
    'UnknownOperationException',
    'UnsupportedOperationException',
    'OperationNotEnabledException',
    'Unsupported',
  ])('asks by REFRESH_TOKEN_AUTH where the endpoint answers %s', (code) => {
    const { api } = marbles((context, { expectObservable }) => {
      context.api.script('GetTokensFromRefreshToken', serviceError(code));
      context.api.script('InitiateAuth', fakeAnswer(renewal));
      const renewed = expect.objectContaining({ accessToken: fakeTokens(renewal).AccessToken });
      const session$ = createAskForTokens(context)(freshSession, { keepalive: true });
      expectObservable(session$).toBe('(a|)', { a: renewed });
    });
    const AuthParameters = { REFRESH_TOKEN: RefreshToken };
    expect(api.callsOf('InitiateAuth')).toMatchObject([
      {
        input: { ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters },
        // The secret hash of a client with a secret is made of the user name.
        options: { keepalive: true, username: 'ada' },
      },
    ]);
  });

  it('learns once that the operation is missing', () => {
    const { api } = marbles((context) => {
      context.api.script('GetTokensFromRefreshToken', serviceError('UnknownOperationException'));
      context.api.script('InitiateAuth', fakeAnswer(renewal), fakeAnswer(renewal));
      const ask$ = createAskForTokens(context);
      watch(ask$(freshSession));
      watch(ask$(fakeSession({ deviceKey: 'device' })));
    });
    expect(api.calls.map(({ operation }) => operation)).toEqual([
      'GetTokensFromRefreshToken',
      'InitiateAuth',
      'InitiateAuth',
    ]);
    expect(api.callsOf('InitiateAuth')[1]?.input.AuthParameters).toEqual({
      REFRESH_TOKEN: RefreshToken,
      DEVICE_KEY: 'device',
    });
  });

  it.each([serviceError('NotAuthorizedException'), networkError(), serviceError('InternalErrorException')])(
    'takes $code for what it is, and asks no other way',
    (error) => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script('GetTokensFromRefreshToken', error);
        expectObservable(createAskForTokens(context)(freshSession)).toBe('#', undefined, error);
      });
      expect(api.calls).toHaveLength(1);
    },
  );

  it('asks no other way after an error that is none of ours', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      const fault = new Error('a fault');
      context.api.script('GetTokensFromRefreshToken', cold<never>('#', undefined, fault));
      expectObservable(createAskForTokens(context)(freshSession)).toBe('#', undefined, fault);
    });
    expect(api.calls).toHaveLength(1);
  });

  it('sends the metadata for Lambda triggers along, asked for anew each time (#12)', () => {
    let serial = 0;
    const { api } = marbles(
      (context) => {
        context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal), serviceError('Unsupported'));
        context.api.script('InitiateAuth', fakeAnswer(renewal));
        const ask$ = createAskForTokens(context);
        watch(ask$(freshSession));
        watch(ask$(freshSession));
      },
      {
        clientMetadata: () => {
          serial += 1;
          return { serial: String(serial) };
        },
      },
    );
    expect(api.calls.map(({ input }) => input['ClientMetadata'])).toEqual([
      { serial: '1' },
      { serial: '2' },
      { serial: '3' },
    ]);
  });

  it('sends nothing where the metadata cannot be had, and says so (R54)', () => {
    const { api } = marbles(
      (context, { expectObservable }) => {
        expectObservable(createAskForTokens(context)(freshSession)).toBe(
          '#',
          undefined,
          new Error('no tenant'),
        );
      },
      {
        clientMetadata: () => {
          throw new Error('no tenant');
        },
      },
    );
    expect(api.calls).toEqual([]);
  });

  it('keeps the refresh token of the sign-in, through every rotation (#12.11)', () => {
    marbles((context, { expectObservable }) => {
      context.api.script(
        'GetTokensFromRefreshToken',
        fakeAnswer(rotation),
        fakeAnswer({ refreshToken: 'third' }),
      );
      const ask$ = createAskForTokens(context);
      const third$ = ask$(freshSession).pipe(concatMap((session) => ask$(session)));
      const third = expect.objectContaining({ refreshToken: 'third', originalRefreshToken: RefreshToken });
      expectObservable(third$).toBe('(a|)', { a: third });
    });
  });

  it('keeps no second refresh token where there was no rotation', () => {
    const { api } = marbles((context) => {
      context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal));
      const { values } = watch(createAskForTokens(context)(freshSession));
      expect(values[0]).not.toHaveProperty('originalRefreshToken');
    });
    expect(api.calls).toHaveLength(1);
  });

  it('keeps the name that was typed', () => {
    const { userId, groups, username } = freshSession.user;
    const session: Session = {
      ...freshSession,
      user: { userId, groups, username, loginId: 'ada@example.com' },
    };
    marbles((context, { expectObservable }) => {
      context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal));
      const renewed = expect.objectContaining({ user: session.user });
      expectObservable(createAskForTokens(context)(session)).toBe('(a|)', { a: renewed });
    });
  });

  describe('where the answer gives the device a new key (R66)', () => {
    const NewDeviceMetadata = { DeviceKey: 'new-device', DeviceGroupKey: 'group' };
    const answer = { AuthenticationResult: { ...fakeTokens(renewal), NewDeviceMetadata } };
    const session = fakeSession({ deviceKey: 'forgotten' });

    it('confirms it with the new tokens, keeps it, and goes on with its key', () => {
      const { api, devices, events } = marbles((context, { cold, expectObservable }) => {
        context.api.script('GetTokensFromRefreshToken', cold('--(a|)', { a: answer }));
        context.api.script('ConfirmDevice', cold('-(a|)', { a: {} }));
        const renewed = expect.objectContaining({ deviceKey: 'new-device' });
        expectObservable(createAskForTokens(context)(session)).toBe('---(a|)', { a: renewed });
        // What the refresher does once its lock is free.
        context.at(4, () => {
          context.machine.tell();
        });
      });
      expect(api.callsOf('ConfirmDevice')).toMatchObject([
        { input: { AccessToken: fakeTokens(renewal).AccessToken, DeviceKey: 'new-device' } },
      ]);
      expect(devices.devices).toMatchObject([{ deviceKey: 'new-device', username: 'ada' }]);
      expect(events).toEqual([{ type: 'deviceConfirmed', deviceKey: 'new-device' }]);
    });

    it('emits the new tokens where it cannot be confirmed, and reports that', () => {
      const { errors } = marbles((context, { expectObservable }) => {
        context.api.script('GetTokensFromRefreshToken', answer);
        context.api.script('ConfirmDevice', serviceError('InternalErrorException'));
        const renewed = expect.objectContaining({ accessToken: fakeTokens(renewal).AccessToken });
        expectObservable(createAskForTokens(context)(session)).toBe('(a|)', { a: renewed });
      });
      expect(errors).toMatchObject([{ code: 'DeviceNotConfirmed' }]);
    });
  });

  describe('where the pool does not know the key of the device any more (R66)', () => {
    const unknown = serviceError('ResourceNotFoundException');
    const session = fakeSession({ deviceKey: 'forgotten' });

    it('drops the key, asks once more without it, and takes the new one', () => {
      const NewDeviceMetadata = { DeviceKey: 'new-device', DeviceGroupKey: 'group' };
      const { api, devices } = marbles((context, { expectObservable }) => {
        const AuthenticationResult = { ...fakeTokens(renewal), NewDeviceMetadata };
        context.api.script('GetTokensFromRefreshToken', unknown, { AuthenticationResult });
        context.api.script('ConfirmDevice', {});
        const renewed = expect.objectContaining({ deviceKey: 'new-device' });
        expectObservable(createAskForTokens(context)(session)).toBe('(a|)', { a: renewed });
      });
      expect(api.callsOf('GetTokensFromRefreshToken').map(({ input }) => input.DeviceKey)).toStrictEqual([
        'forgotten',
        undefined,
      ]);
      expect(devices.devices).toMatchObject([{ deviceKey: 'new-device' }]);
    });

    it('goes on without a key where it gets none, and forgets the device', () => {
      const { devices } = marbles((context) => {
        const device = { deviceKey: 'forgotten', deviceGroupKey: 'g', password: 'p', username: 'ada' };
        watch(context.devices.keep$(device));
        context.api.script('GetTokensFromRefreshToken', unknown, fakeAnswer(renewal));
        const { values } = watch(createAskForTokens(context)(session));
        expect(values).toMatchObject([{ accessToken: fakeTokens(renewal).AccessToken }]);
        expect(values[0]).not.toHaveProperty('deviceKey');
      });
      expect(devices.devices).toEqual([]);
    });

    it('asks no third time', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script('GetTokensFromRefreshToken', unknown, unknown);
        expectObservable(createAskForTokens(context)(session)).toBe('#', undefined, unknown);
      });
      expect(api.calls).toHaveLength(2);
    });

    it('takes it for what it is where no key went along', () => {
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script('GetTokensFromRefreshToken', unknown);
        expectObservable(createAskForTokens(context)(freshSession)).toBe('#', undefined, unknown);
      });
      expect(api.calls).toHaveLength(1);
    });
  });

  it('gives up, and aborts the request, after ten seconds (R38)', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      context.api.script('GetTokensFromRefreshToken', cold('-'));
      const message = 'GetTokensFromRefreshToken took longer than 10 seconds.';
      const timeout = expect.objectContaining({ kind: 'timeout', message });
      expectObservable(createAskForTokens(context)(freshSession)).toBe('10s #', undefined, timeout);
    });
    expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 10_000 }]);
  });

  it('says what is wrong with the answer, and what to do (R35, R36)', () => {
    const errors: unknown[] = [];
    marbles((context) => {
      context.api.script(
        'GetTokensFromRefreshToken',
        { ChallengeName: 'SOLVE_A_RIDDLE' },
        fakeAnswer({ userId: 'bob-sub', username: 'bob' }),
      );
      const session$ = createAskForTokens(context)(freshSession);
      errors.push(watch(session$).error, watch(session$).error);
    });
    expect(errors).toMatchObject([
      {
        message: 'The user pool answered a refresh with a challenge.',
        recoverySuggestion: 'Sign out and in again.',
      },
      {
        message: 'The answer of the user pool carries tokens that do not name one and the same user.',
        recoverySuggestion:
          'Check userPoolId, userPoolClientId and userPoolEndpoint: they must belong together.',
      },
    ]);
  });

  it('aborts the request of a subscriber who leaves', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      context.api.script('GetTokensFromRefreshToken', cold('-----(a|)', { a: fakeAnswer(renewal) }));
      expectObservable(createAskForTokens(context)(freshSession), '^--!').toBe('----');
    });
    expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 3 }]);
  });

  it.each<[string, ReturnType<typeof fakeAnswer>, string]>([
    ['without tokens', {}, 'InvalidTokens'],
    [
      'without an id token',
      { AuthenticationResult: { ...fakeTokens(), IdToken: undefined } },
      'InvalidTokens',
    ],
    ['with an unknown challenge', { ChallengeName: 'SOLVE_A_RIDDLE' }, 'UnexpectedChallenge'],
    ['for another user', fakeAnswer({ userId: 'bob-sub', username: 'bob' }), 'InvalidTokens'],
    ['for another client', fakeAnswer({ accessClaims: { client_id: 'other' } }), 'InvalidTokens'],
    ['of another issuer', fakeAnswer({ idClaims: { iss: 'https://other' } }), 'InvalidTokens'],
    ['with no JWT', { AuthenticationResult: { ...fakeTokens(), AccessToken: 'opaque' } }, 'InvalidTokens'],
  ])('refuses an answer %s (R35, R36)', (_what, answer, code) => {
    marbles((context, { expectObservable }) => {
      context.api.script('GetTokensFromRefreshToken', answer);
      const refused = expect.objectContaining({ kind: 'service', code });
      expectObservable(createAskForTokens(context)(freshSession)).toBe('#', undefined, refused);
    });
  });

  describe('tokens that are refused (R61)', () => {
    it.each<[string, Parameters<typeof fakeAnswer>[0]]>([
      ['for another user', { userId: 'bob-sub', username: 'bob' }],
      ['for another client', { accessClaims: { client_id: 'other' } }],
      ['of another issuer', { idClaims: { iss: 'https://other' } }],
    ])('are revoked: %s', (_what, options) => {
      const { api, events } = marbles((context, { cold, expectObservable }) => {
        const answer = fakeAnswer({ ...options, refreshToken: 'refused' });
        context.api.script('GetTokensFromRefreshToken', answer);
        context.api.script('RevokeToken', cold('-(a|)', { a: {} }));
        const refused = expect.objectContaining({ code: 'InvalidTokens' });
        expectObservable(createAskForTokens(context)(freshSession)).toBe('#', undefined, refused);
      });
      expect(api.callsOf('RevokeToken')).toMatchObject([
        { input: { Token: 'refused' }, options: { keepalive: true } },
      ]);
      expect(events).toEqual([{ type: 'lateTokensRevoked' }]);
    });

    it('are left alone where they came with the refresh token that the session has', () => {
      const { refreshToken } = freshSession;
      const { api } = marbles((context) => {
        const answer = fakeAnswer({ accessClaims: { client_id: 'other' }, refreshToken });
        context.api.script('GetTokensFromRefreshToken', answer);
        watch(createAskForTokens(context)(freshSession));
      });
      expect(api.callsOf('RevokeToken')).toEqual([]);
    });

    it('are none where the answer has none', () => {
      const { api } = marbles((context) => {
        context.api.script('GetTokensFromRefreshToken', { ChallengeName: 'SOLVE_A_RIDDLE' });
        watch(createAskForTokens(context)(freshSession));
      });
      expect(api.callsOf('RevokeToken')).toEqual([]);
    });
  });
});

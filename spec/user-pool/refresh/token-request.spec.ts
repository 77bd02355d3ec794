import { createAskForTokens } from '../../src/flows/ask-for-tokens';
import { networkError, serviceError } from '../fakes/fake-errors';
import { fakeAnswer, fakeSession, fakeTokens, IDENTITY } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { freshSession, renewal, rotation } from './parts';

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

  it('fails at once while the device is offline', () => {
    const { api } = marbles((context, { expectObservable }) => {
      context.environment.online = false;
      const offline = expect.objectContaining({ kind: 'network', code: 'Offline' });
      expectObservable(createAskForTokens(context)(freshSession)).toBe('#', undefined, offline);
    });
    expect(api.calls).toHaveLength(0);
  });

  it('gives up, and aborts the request, after ten seconds (R38)', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      context.api.script('GetTokensFromRefreshToken', cold('-'));
      const message = 'Refreshing the tokens took longer than 10000 ms.';
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
        message: 'The user pool answered a refresh with the challenge SOLVE_A_RIDDLE.',
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
});

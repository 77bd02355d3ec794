import { throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import {
  discardSession,
  discardTokens,
  listenToTheEnd$,
  revokeUnwanted,
  tryUntil,
} from '../../src/user-pool/requests';
import type { AuthError } from '../../src/model/auth-error';
import type { Session } from '../../src/model/session';
import type { FakeContext } from '../fakes/fake-context';
import { networkError, serviceError, throttlingError } from '../fakes/fake-errors';
import { fakeTokens, IDENTITY, START_AT } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { freshSession } from '../fakes/parts';

const DOWN = serviceError('InternalErrorException', { retryable: true });
const REFUSED = serviceError('NotAuthorizedException');
const DROPPED = networkError();
const UNREACHED = networkError({ code: 'ConnectionRefused' });

/** The request, as the fake's `GlobalSignOut`: it is scripted, and counted. */
const request$ = ({ api }: FakeContext): Observable<object> =>
  api.call$('GlobalSignOut', { AccessToken: 'x' });

const tried$ = (context: FakeContext, untilAt = START_AT + 1_000): Observable<object> =>
  request$(context).pipe(tryUntil(context, 'The request', untilAt));

const sentAt = ({ api }: FakeContext): readonly number[] => api.calls.map((call) => call.sentAt);

const timedOutAfterASecond: unknown = expect.objectContaining({
  kind: 'timeout',
  message: 'The request took longer than 1 second.',
});

describe('listenToTheEnd$', () => {
  it('passes on the answer, and completes', () => {
    marbles((_context, { cold, expectObservable }) => {
      expectObservable(listenToTheEnd$(cold('--(a|)'), () => undefined)).toBe('--(a|)');
    });
  });

  it('passes on the error', () => {
    marbles((_context, { cold, expectObservable }) => {
      expectObservable(listenToTheEnd$(cold('--#'), () => undefined)).toBe('--#');
    });
  });

  it('hands an answer to the other listener where its subscriber has left (R38)', () => {
    const late: string[] = [];
    marbles((context, { cold, expectSubscriptions }) => {
      const request$ = cold('----(a|)');
      const { subscription } = watch(listenToTheEnd$(request$, (answer) => late.push(answer)));
      context.at(2, () => {
        subscription.unsubscribe();
      });
      expectSubscriptions(request$.subscriptions).toBe('^---!');
    });
    expect(late).toEqual(['a']);
  });

  it('throws nothing at anybody where a request fails whose subscriber has left', () => {
    const late: unknown[] = [];
    marbles((context, { cold }) => {
      const { subscription } = watch(listenToTheEnd$(cold('----#'), (answer) => late.push(answer)));
      context.at(2, () => {
        subscription.unsubscribe();
      });
    });
    expect(late).toEqual([]);
  });

  it('sends nothing before subscription', () => {
    marbles((_context, { cold, expectSubscriptions }) => {
      const request$ = cold('a|');
      void listenToTheEnd$(request$, () => undefined);
      expectSubscriptions(request$.subscriptions).toBe([]);
    });
  });
});

describe('revokeUnwanted', () => {
  it('revokes the refresh token, outliving the page, and tells of it (R2)', () => {
    const { api, events } = marbles((context, { cold }) => {
      context.api.script('RevokeToken', cold('--(a|)', { a: {} }));
      revokeUnwanted(context, ['late-token']);
    });
    expect(api.calls).toMatchObject([
      { input: { Token: 'late-token', ClientId: IDENTITY.userPoolClientId }, options: { keepalive: true } },
    ]);
    expect(events).toEqual([{ type: 'lateTokensRevoked' }]);
  });

  it('tells of it once where there are two: the newest and the original (#12.11)', () => {
    const { api, events } = marbles((context, { cold }) => {
      context.api.script('RevokeToken', cold('--(a|)', { a: {} }), cold('---(a|)', { a: {} }));
      revokeUnwanted(context, ['newest', 'original']);
    });
    expect(api.callsOf('RevokeToken').map(({ input, sentAt: at }) => [at, input.Token])).toEqual([
      [0, 'newest'],
      [0, 'original'],
    ]);
    expect(events).toEqual([{ type: 'lateTokensRevoked' }]);
  });

  it('reports what could not be revoked (R2)', () => {
    const error = serviceError('InternalErrorException');
    const { errors, events } = marbles((context) => {
      context.api.script('RevokeToken', error);
      revokeUnwanted(context, ['late-token']);
    });
    expect([errors, events]).toEqual([[error], []]);
  });

  it('revokes the one where the other could not be, and claims nothing', () => {
    const { api, errors, events } = marbles((context, { cold }) => {
      context.api.script('RevokeToken', cold('-#', undefined, DOWN), cold('---(a|)', { a: {} }));
      revokeUnwanted(context, ['newest', 'original']);
    });
    expect(api.calls).toMatchObject([{ status: 'failed' }, { status: 'answered' }]);
    expect([errors, events]).toEqual([[DOWN], []]);
  });

  it('gives up after ten seconds (R38)', () => {
    const { errors, api } = marbles((context, { cold }) => {
      context.api.script('RevokeToken', cold('-'));
      revokeUnwanted(context, ['late-token']);
    });
    expect(errors).toMatchObject([{ kind: 'timeout', message: 'RevokeToken took longer than 10 seconds.' }]);
    expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 10_000 }]);
  });

  it('revokes the second where the first is refused at once', () => {
    const { api } = marbles((context) => {
      context.api.script('RevokeToken', REFUSED, {});
      revokeUnwanted(context, ['newest', 'original']);
    });
    expect(api.calls).toMatchObject([{ status: 'failed' }, { status: 'answered' }]);
  });

  it('shows the token in no error (R43)', () => {
    const { errors } = marbles((context, { cold }) => {
      context.api.script('RevokeToken', cold<never>('#', undefined, new Error('no late-token here')));
      revokeUnwanted(context, ['late-token']);
    });
    expect(errors).toMatchObject([{ cause: { message: 'no [redacted] here' } }]);
  });
});

describe('discardSession', () => {
  it.each<[string, Partial<Session>, readonly string[]]>([
    ['the refresh token', {}, ['newest']],
    [
      'the original one as well of a family that has rotated (#12.11)',
      { originalRefreshToken: 'original' },
      ['newest', 'original'],
    ],
  ])('revokes %s', (_what, fields, tokens) => {
    const { api } = marbles((context) => {
      context.api.script('RevokeToken', {}, {});
      discardSession(context, { ...freshSession, refreshToken: 'newest', ...fields });
    });
    expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual(tokens);
  });
});

describe('discardTokens', () => {
  it('revokes the refresh token of an answer (R61)', () => {
    const { api } = marbles((context) => {
      context.api.script('RevokeToken', {});
      discardTokens(context, fakeTokens({ refreshToken: 'unwanted' }));
    });
    expect(api.calls).toMatchObject([{ operation: 'RevokeToken', input: { Token: 'unwanted' } }]);
  });

  it.each([undefined, {}, { RefreshToken: '' }, { RefreshToken: 7 as never }])(
    'sends nothing where there is nothing to revoke: %p',
    (tokens) => {
      const { api } = marbles((context) => {
        discardTokens(context, tokens);
      });
      expect(api.calls).toEqual([]);
    },
  );
});

describe('tryUntil', () => {
  it('sends a request once where it is answered', () => {
    const context = marbles((stage, { cold, expectObservable }) => {
      stage.api.script('GlobalSignOut', cold('--(a|)', { a: {} }));
      expectObservable(tried$(stage)).toBe('--(a|)', { a: {} });
    });
    expect(sentAt(context)).toEqual([0]);
  });

  it('tries again what may succeed later, after waits that double (R7)', () => {
    const context = marbles((stage, { cold, expectObservable }) => {
      stage.environment.randomNumber = 1;
      stage.api.script('GlobalSignOut', DOWN, DOWN, cold('--(a|)', { a: {} }));
      expectObservable(tried$(stage)).toBe('752ms (a|)', { a: {} });
    });
    expect(sentAt(context)).toEqual([0, 250, 750]);
  });

  it.each([
    [0, 125],
    [0.5, 187.5],
    [1, 250],
  ])('spreads the tries of many clients: at %p of the dice after %p ms (R7)', (randomNumber, waitMs) => {
    const context = marbles((stage, { flush }) => {
      stage.environment.randomNumber = randomNumber;
      stage.api.script('GlobalSignOut', DOWN, {});
      tried$(stage).subscribe();
      flush();
    });
    expect(sentAt(context)).toEqual([0, waitMs]);
  });

  it('waits as long as the server asks (R7)', () => {
    const context = marbles((stage, { expectObservable }) => {
      stage.api.script('GlobalSignOut', throttlingError(600), {});
      expectObservable(tried$(stage)).toBe('600ms (a|)', { a: {} });
    });
    expect(sentAt(context)).toEqual([0, 600]);
  });

  it.each([1_000, 30_000])(
    "fails at once with the server's error where that asks for %p ms, and so much is not left (R7)",
    (retryAfterMs) => {
      const error = throttlingError(retryAfterMs);
      marbles((stage, { expectObservable }) => {
        stage.api.script('GlobalSignOut', error);
        expectObservable(tried$(stage)).toBe('#', undefined, error);
      });
    },
  );

  it('does not try again what was refused', () => {
    marbles((stage, { expectObservable }) => {
      stage.api.script('GlobalSignOut', REFUSED);
      expectObservable(tried$(stage)).toBe('#', undefined, REFUSED);
    });
  });

  it('gives a request up when the time is up, and aborts it (R4)', () => {
    const context = marbles((stage, { cold, expectObservable }) => {
      stage.api.script('GlobalSignOut', cold('-'));
      expectObservable(tried$(stage)).toBe('1s #', undefined, timedOutAfterASecond);
    });
    expect(context.api.calls).toMatchObject([{ status: 'aborted', endedAt: 1_000 }]);
  });

  it('has one deadline for all its tries (R7)', () => {
    marbles((stage, { cold, expectObservable }) => {
      stage.environment.randomNumber = 1;
      stage.api.script('GlobalSignOut', cold('500ms #', undefined, DOWN), cold('-'));
      expectObservable(tried$(stage)).toBe('1s #', undefined, timedOutAfterASecond);
    });
  });

  it('sends nothing once the time is up', () => {
    const context = marbles((stage, { expectObservable }) => {
      expectObservable(tried$(stage, START_AT)).toBe(
        '#',
        undefined,
        expect.objectContaining({
          kind: 'timeout',
          code: 'NoTimeLeft',
          message: 'The request was not tried: the deadline had passed.',
          recoverySuggestion: 'Try again with retry$, or with a longer remoteTimeoutMs.',
          retryable: true,
        }),
      );
    });
    expect(context.api.calls).toEqual([]);
  });

  it('tries once while the device says that it is offline: some say so wrongly (#12.23)', () => {
    const context = marbles((stage, { cold, expectObservable }) => {
      stage.environment.online = false;
      stage.api.script('GlobalSignOut', cold('--#', undefined, DROPPED));
      expectObservable(tried$(stage)).toBe('--#', undefined, expect.objectContaining({ code: 'Offline' }));
    });
    expect(sentAt(context)).toEqual([0]);
  });

  it('is answered where the device said wrongly that it is offline (#12.23)', () => {
    marbles((stage, { cold, expectObservable }) => {
      stage.environment.online = false;
      stage.api.script('GlobalSignOut', cold('--(a|)', { a: {} }));
      expectObservable(tried$(stage)).toBe('--(a|)', { a: {} });
    });
  });

  it('does not wait for a connection that went away meanwhile', () => {
    marbles((stage, { cold, expectObservable }) => {
      stage.api.script('GlobalSignOut', cold('--#', undefined, DROPPED));
      stage.at(1, () => {
        stage.environment.online = false;
      });
      expectObservable(tried$(stage)).toBe('--#', undefined, DROPPED);
    });
  });

  it.each<[string, readonly AuthError[], AuthError]>([
    ['dropped, then not sent', [DROPPED, UNREACHED, UNREACHED, UNREACHED], DROPPED],
    ['never sent', [UNREACHED, UNREACHED, UNREACHED, UNREACHED], UNREACHED],
    ['dropped, then refused', [DROPPED, REFUSED], REFUSED],
  ])('tells of tries that were %s what says most about the server (R6)', (_, errors, told) => {
    marbles((stage, { flush }) => {
      stage.environment.randomNumber = 1;
      stage.api.script('GlobalSignOut', ...errors);
      let thrown: unknown;
      tried$(stage).subscribe({ error: (error: unknown) => (thrown = error) });
      flush();
      expect(thrown).toBe(told);
    });
  });

  it('tells of a dropped request that the device went offline after it (R6)', () => {
    marbles((stage, { flush }) => {
      stage.api.script('GlobalSignOut', DROPPED, UNREACHED);
      stage.at(50, () => {
        stage.environment.online = false;
      });
      let thrown: unknown;
      tried$(stage).subscribe({ error: (error: unknown) => (thrown = error) });
      flush();
      expect(thrown).toBe(DROPPED);
    });
  });

  it('makes an AuthError of whatever else is thrown, and does not try again', () => {
    const fault = new TypeError('not a function');
    marbles((stage, { expectObservable }) => {
      const failing$ = throwError(() => fault).pipe(tryUntil(stage, 'The request', START_AT + 1_000));
      expectObservable(failing$).toBe('#', undefined, expect.objectContaining({ kind: 'unknown' }));
    });
  });

  it('leaves no timer behind when it is given up', () => {
    const context = marbles((stage, { expectObservable }) => {
      stage.api.script('GlobalSignOut', DOWN, {});
      expectObservable(tried$(stage), '^-!').toBe('---');
    });
    expect(sentAt(context)).toEqual([0]);
  });
});

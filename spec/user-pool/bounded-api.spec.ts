import { throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { networkError, serviceError } from '../fakes/fake-errors';
import { offlineError } from '../../src/user-pool/bounded-api';
import type { FakeContext } from '../fakes/fake-context';
import { marbles, watch } from '../fakes/marbles';

const refusal = serviceError('NotAuthorizedException');
const offline = expect.objectContaining({ kind: 'network', code: 'Offline', retryable: true });

/** Both ways to send a request; the fake context's API is the bounded one. */
const WAYS: readonly [way: string, what: string, request$: (context: FakeContext) => Observable<unknown>][] =
  [
    ['call$', 'GetUser', ({ api }) => api.call$('GetUser', { AccessToken: 'x' })],
    ['send$', 'The request', ({ api }) => api.send$({})],
  ];

const script = ({ api }: FakeContext, answer$: Observable<object>): void => {
  api.script('GetUser', answer$);
  api.scriptSend(answer$);
};

describe.each(WAYS)('boundedApi, by %s', (_way, what, request$) => {
  it('sends nothing before subscription', () => {
    const { api } = marbles((context) => {
      void request$(context);
    });
    expect(api.calls).toEqual([]);
  });

  it('passes on what comes in time', () => {
    marbles((context, { cold, expectObservable }) => {
      script(context, cold('9999ms (a|)', { a: {} }));
      expectObservable(request$(context)).toBe('9999ms (a|)', { a: {} });
    });
  });

  it.each([refusal, networkError()])('passes on $code', (error) => {
    marbles((context, { cold, expectObservable }) => {
      script(context, cold('--#', undefined, error));
      expectObservable(request$(context)).toBe('--#', undefined, error);
    });
  });

  it('gives a request up after ten seconds, and aborts it (R38)', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      script(context, cold('-'));
      const message = `${what} took longer than 10 seconds.`;
      const timeout = expect.objectContaining({ kind: 'timeout', message, retryable: true });
      expectObservable(request$(context)).toBe('10s #', undefined, timeout);
    });
    expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 10_000 }]);
  });

  it('leaves no timer after a destroy(), and listens for as long as it takes (R45)', () => {
    marbles((context, { cold, expectObservable }) => {
      script(context, cold('20s (a|)', { a: {} }));
      context.at(2, context.destroy);
      expectObservable(request$(context)).toBe('20s (a|)', { a: {} });
    });
  });

  it('aborts the request of a subscriber who leaves (R38)', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      script(context, cold('-----(a|)', { a: {} }));
      expectObservable(request$(context), '^-!').toBe('---');
    });
    expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 2 }]);
  });

  describe('while the platform says that there is no connection (#12.23)', () => {
    it('tries all the same: it may say so wrongly', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.environment.online = false;
        script(context, cold('--(a|)', { a: {} }));
        expectObservable(request$(context)).toBe('--(a|)', { a: {} });
      });
      expect(api.calls).toHaveLength(1);
    });

    it('says Offline where the request does not get through', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.environment.online = false;
        script(context, cold('--#', undefined, networkError()));
        expectObservable(request$(context)).toBe('--#', undefined, offline);
      });
      expect(api.calls).toHaveLength(1);
    });

    it('passes on what the server itself says', () => {
      marbles((context, { cold, expectObservable }) => {
        context.environment.online = false;
        script(context, cold('--#', undefined, refusal));
        expectObservable(request$(context)).toBe('--#', undefined, refusal);
      });
    });

    it('passes on a fault that is no error of ours', () => {
      const fault = new TypeError('a fault');
      marbles((context, { cold, expectObservable }) => {
        context.environment.online = false;
        script(context, cold('--#', undefined, fault));
        expectObservable(request$(context)).toBe('--#', undefined, fault);
      });
    });

    it('waits a second at most, and does not claim that nothing was sent', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.environment.online = false;
        script(context, cold('-'));
        const timeout = expect.objectContaining({ kind: 'timeout' });
        expectObservable(request$(context)).toBe('1s #', undefined, timeout);
      });
      expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 1_000 }]);
    });

    it.each([
      ['notSent', networkError({ delivery: 'notSent' })],
      ['unanswered', networkError()],
    ])('tells how far the request came by its own failure: %s (R6, R61)', (delivery, error) => {
      marbles((context) => {
        context.environment.online = false;
        script(
          context,
          throwError(() => error),
        );
        const { error: told } = watch(request$(context));
        expect(told).toMatchObject({ code: 'Offline', delivery });
      });
    });

    it('does not claim to know how far a request came that does not say', () => {
      expect(offlineError({ delivery: undefined }).delivery).toBe('notKnown');
    });

    it('asks the platform anew for each request', () => {
      marbles((context, { cold, expectObservable }) => {
        script(context, cold('--#', undefined, networkError()));
        script(context, cold('5s (a|)', { a: {} }));
        context.environment.online = false;
        expectObservable(request$(context)).toBe('--#', undefined, offline);
        context.at(10, () => {
          context.environment.online = true;
          expect(watch(request$(context)).error).toBeUndefined();
        });
      });
    });
  });
});

describe('boundedApi', () => {
  it.each(['GetTokensFromRefreshToken', 'InitiateAuth', 'RespondToAuthChallenge'] as const)(
    'waits as long as ever for an answer of %s, which carries tokens, whatever the platform says of the connection (#12.23, R61)',
    (operation) => {
      const answer = { AuthenticationResult: {} };
      marbles((context, { cold, expectObservable }) => {
        context.environment.online = false;
        context.api.script(operation, cold('9999ms (a|)', { a: answer }));
        expectObservable(context.api.call$(operation, {} as never)).toBe('9999ms (a|)', { a: answer });
      });
    },
  );

  it('fetches the code behind the API ahead as it is', () => {
    const { api } = marbles((context, { expectObservable }) => {
      expectObservable(context.api.preload$()).toBe('|');
    });
    expect(api.preloads).toBe(1);
  });
});

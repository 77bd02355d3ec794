import { EMPTY, NEVER, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { restore } from '../../src/flows/restore';
import { createSendAuthorised } from '../../src/flows/send';
import { createTokenSource } from '../../src/flows/tokens';
import { signedOutError } from '../../src/model/errors';
import type { Session } from '../../src/model/session';
import type { FakeContext } from '../fakes/fake-context';
import { networkError, serviceError, throttlingError } from '../fakes/fake-errors';
import { fakeAnswer, fakeSession, fakeTokens, START_AT } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { dueSession, freshSession, refresherOf, renewal, sessionOfBob } from './parts';

const OPERATION = 'GetTokensFromRefreshToken';
const refusal = serviceError('NotAuthorizedException');
const signedOut = expect.objectContaining({ kind: 'signedOut' });
const first = freshSession.accessToken;
const second = fakeTokens(renewal).AccessToken;

type SenderOf = (context: FakeContext, session?: Session) => ReturnType<typeof createSendAuthorised>;
const senderOf: SenderOf = (context, session = freshSession) => {
  context.signedInWith(session);
  const refresher = refresherOf(context);
  return createSendAuthorised(context, createTokenSource(context, refresher), refresher);
};

/** An API that answers each access token in its way, and notes which came. */
const answering = (
  answers: Readonly<Record<string, Observable<unknown>>>,
  seen: string[] = [],
): ((accessToken: string) => Observable<unknown>) => {
  return (accessToken) => {
    seen.push(accessToken);
    return answers[accessToken] ?? throwError(() => refusal);
  };
};

describe('createSendAuthorised', () => {
  it('sends nothing before subscription', () => {
    const seen: string[] = [];
    marbles((context) => {
      void senderOf(context)(answering({}, seen));
    });
    expect(seen).toEqual([]);
  });

  it('sends once with the access token, emits the answer and completes', () => {
    const seen: string[] = [];
    marbles((context, { cold, expectObservable }) => {
      expectObservable(senderOf(context)(answering({ [first]: cold('--(a|)') }, seen))).toBe('--(a|)');
    });
    expect(seen).toEqual([first]);
  });

  it('sends once more for each subscriber', () => {
    const seen: string[] = [];
    marbles((context) => {
      const sent$ = senderOf(context)(answering({ [first]: of('answer') }, seen));
      watch(sent$);
      watch(sent$);
    });
    expect(seen).toEqual([first, first]);
  });

  it('waits for the storage, and refreshes a due token first', () => {
    marbles((context, { cold, expectObservable }) => {
      const refresher = refresherOf(context);
      const sent$ = createSendAuthorised(context, createTokenSource(context, refresher), refresher);
      context.store.delayMs = 2;
      context.store.stored = { epoch: 'epoch-1', session: dueSession };
      context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
      restore(context);
      // Read at the start, read again under the lock, asked, stored, sent.
      expectObservable(sent$(answering({ [second]: cold('-(a|)') }))).toBe('---------(a|)');
    });
  });

  it('errors with kind signedOut, and sends nothing, where nobody is signed in', () => {
    const seen: string[] = [];
    marbles((context, { expectObservable }) => {
      const sent$ = senderOf(context);
      context.current.drop('epoch-2');
      expectObservable(sent$(answering({}, seen))).toBe(
        '#',
        undefined,
        expect.objectContaining({ kind: 'signedOut' }),
      );
    });
    expect(seen).toEqual([]);
  });

  it('aborts the request of a subscriber who leaves (R38)', () => {
    marbles((context, { cold, expectObservable, expectSubscriptions }) => {
      const request$ = cold('-----a|');
      expectObservable(
        senderOf(context)(() => request$),
        '^--!',
      ).toBe('----');
      expectSubscriptions(request$.subscriptions).toBe('^--!');
    });
  });

  it('bounds the request to ten seconds (R38)', () => {
    marbles((context, { cold, expectObservable, expectSubscriptions }) => {
      const request$ = cold('-');
      const timeout = expect.objectContaining({
        kind: 'timeout',
        message: 'The request took longer than 10000 ms.',
      });
      expectObservable(senderOf(context)(() => request$)).toBe('10s #', undefined, timeout);
      expectSubscriptions(request$.subscriptions).toBe('^ 9999ms !');
    });
  });

  it('completes without a value where the request does', () => {
    marbles((context, { expectObservable }) => {
      expectObservable(senderOf(context)(() => EMPTY)).toBe('|');
    });
  });

  it.each([networkError(), throttlingError(), serviceError('CodeMismatchException')])(
    'passes on $code, and sends once',
    (error) => {
      const { api } = marbles((context, { cold, expectObservable, expectSubscriptions }) => {
        const request$ = cold('--#', undefined, error);
        expectObservable(senderOf(context)(() => request$)).toBe('--#', undefined, error);
        expectSubscriptions(request$.subscriptions).toBe('^-!');
      });
      expect(api.calls).toHaveLength(0);
    },
  );

  it('maps what the caller’s own code throws, without the token in it, whatever that looks like (R43)', () => {
    marbles((context, { expectObservable }) => {
      const error = expect.objectContaining({
        kind: 'unknown',
        cause: { name: 'Error', message: 'cannot build for [redacted]' },
      });
      const session = { ...freshSession, accessToken: 'opaque-access-token' };
      const sent$ = senderOf(
        context,
        session,
      )((accessToken) => {
        throw new Error(`cannot build for ${accessToken}`);
      });
      expectObservable(sent$).toBe('#', undefined, error);
    });
  });

  describe('where the token is refused before it expired', () => {
    it('renews it, and sends once more', () => {
      const seen: string[] = [];
      marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
        const answers = { [first]: cold('-#', undefined, refusal), [second]: cold('-(a|)') };
        expectObservable(senderOf(context)(answering(answers, seen))).toBe('----(a|)');
      });
      expect(seen).toEqual([first, second]);
    });

    it('sends no third time, and asks for no more tokens, against an API that refuses for ever (R34)', () => {
      const seen: string[] = [];
      const { api } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        const refused$ = senderOf(context)(answering({}, seen));
        expectObservable(refused$).toBe('#', undefined, refusal);
        expectObservable(refused$, '-^').toBe('-#', undefined, refusal);
        expectObservable(refused$, '9s ^').toBe('9s #', undefined, refusal);
      });
      expect(seen).toEqual([first, second, second, second]);
      expect(api.calls).toHaveLength(1);
    });

    it('sends once more with a token that came meanwhile, without another refresh', () => {
      const renewedElsewhere = fakeSession(renewal);
      const { api } = marbles((context, { cold, expectObservable }) => {
        const answers = { [first]: cold('--#', undefined, refusal), [second]: cold('-(a|)') };
        const sent$ = senderOf(context)(answering(answers));
        context.at(1, () => {
          context.current.renew(renewedElsewhere, 'epoch-1');
        });
        expectObservable(sent$).toBe('---(a|)');
      });
      expect(api.calls).toHaveLength(0);
    });

    it('ends the session as revoked where the refresh is refused as well (R31)', () => {
      const { states } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, refusal);
        const expired = expect.objectContaining({ kind: 'sessionExpired' });
        expectObservable(senderOf(context)(answering({}))).toBe('#', undefined, expired);
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'sessionRevoked' });
    });

    it('learns from the refresh that the user was deleted', () => {
      const deleted = serviceError('UserNotFoundException');
      const { states } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, deleted);
        const sent$ = senderOf(context)(() => throwError(() => deleted));
        expectObservable(sent$).toBe('#', undefined, expect.objectContaining({ kind: 'sessionExpired' }));
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'userDeleted' });
    });

    it('passes on why it could not be renewed', () => {
      const error = networkError();
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, error);
        expectObservable(senderOf(context)(answering({}))).toBe('#', undefined, error);
      });
    });

    it('does not renew a token that expired on the way', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        const sent$ = senderOf(context)(() => cold('--#', undefined, refusal));
        context.at(1, () => {
          context.scheduler.offsetMs = 7_200_000;
        });
        expectObservable(sent$).toBe('--#', undefined, refusal);
      });
      expect(api.calls).toHaveLength(0);
    });
  });

  describe('where the session ends meanwhile', () => {
    it('aborts the request, and errors with kind signedOut at once (R16)', () => {
      marbles((context, { cold, expectObservable, expectSubscriptions }) => {
        const request$ = cold('-----a|');
        const sent$ = senderOf(context)(() => request$);
        context.at(2, () => {
          context.current.drop('epoch-2');
          context.current.cutOff(signedOutError());
        });
        expectObservable(sent$).toBe('--#', undefined, signedOut);
        expectSubscriptions(request$.subscriptions).toBe('^-!');
      });
    });

    it('never replays the request with the next user’s token (R16)', () => {
      const seen: string[] = [];
      marbles((context, { cold, expectObservable }) => {
        context.api.script(
          OPERATION,
          cold('----(a|)', { a: fakeAnswer({ ...renewal, issuedAt: START_AT }) }),
        );
        const sent$ = senderOf(context, dueSession)(answering({}, seen));
        context.at(2, () => {
          context.store.stored = { epoch: 'epoch-2', session: sessionOfBob };
          context.current.begin('epoch-2', sessionOfBob);
          context.current.cutOff(signedOutError());
        });
        expectObservable(sent$).toBe('--#', undefined, signedOut);
      });
      expect(seen).toEqual([]);
    });

    it('does not renew for a refusal that comes when the session is gone', () => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        const sent$ = senderOf(context)(() => cold('--#', undefined, refusal));
        context.at(1, () => context.current.drop('epoch-2'));
        expectObservable(sent$).toBe('--#', undefined, refusal);
      });
      expect(api.calls).toHaveLength(0);
    });
  });

  it('aborts the request, and errors with kind invalidState, at destroy (R45)', () => {
    marbles((context, { expectObservable }) => {
      const sent$ = senderOf(context)(() => NEVER);
      context.at(2, () => {
        context.destroy();
      });
      expectObservable(sent$).toBe('--#', undefined, expect.objectContaining({ kind: 'invalidState' }));
    });
  });
});

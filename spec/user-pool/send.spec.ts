import { EMPTY, NEVER, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { createSendAuthorised, requestOf } from '../../src/user-pool/send';
import type { AuthorisedRequest, SendAuthorised } from '../../src/user-pool/send';
import { createTokenSource } from '../../src/flows/session/tokens';
import { endSession } from '../../src/flows/session/end-session';
import type { Session } from '../../src/model/session';
import { EPOCH } from '../fakes/fake-context';
import type { FakeContext } from '../fakes/fake-context';
import { networkError, serviceError, throttlingError } from '../fakes/fake-errors';
import { fakeAnswer, fakeSession, fakeTokens, START_AT } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { dueSession, freshSession, refresherOf, renewal, sessionOfBob } from '../fakes/parts';
import { restore } from '../fakes/restore';

const OPERATION = 'GetTokensFromRefreshToken';
const refusal = serviceError('NotAuthorizedException');
const signedOut = expect.objectContaining({ kind: 'signedOut' });
const first = freshSession.accessToken;
const second = fakeTokens(renewal).AccessToken;

const senderOver = (context: FakeContext): SendAuthorised => {
  const refresher = refresherOf(context);
  const tokenSource = createTokenSource(context, (options) => refresher.refresh$(options));
  return createSendAuthorised(context, tokenSource, refresher);
};

type Request$ = (accessToken: string) => Observable<unknown>;
/** Sends as the one who is signed in; `more` is what else is known of the request. */
const senderOf = (
  context: FakeContext,
  session: Session = freshSession,
  more: Omit<AuthorisedRequest<unknown>, 'request$'> = {},
): ((request$: Request$) => Observable<unknown>) => {
  context.signedInWith(session);
  const send$ = senderOver(context);
  return (request$) => send$((accessToken) => ({ request$: request$(accessToken), ...more }));
};

/** Another tab signs another user in. */
const replacedByBob = ({ machine, store }: FakeContext): void => {
  const next = { epoch: 'epoch-2', session: sessionOfBob };
  store.stored = next;
  machine.send({ type: 'sessionReplaced', ...next });
};

/** An API that answers each access token in its way, and notes which came. */
const answering =
  (answers: Readonly<Record<string, Observable<unknown>>>, seen: string[] = []): Request$ =>
  (accessToken) => {
    seen.push(accessToken);
    return answers[accessToken] ?? throwError(() => refusal);
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
      const sent$ = senderOver(context);
      context.store.delayMs = 2;
      context.store.stored = { epoch: 'epoch-1', session: dueSession };
      context.api.script(OPERATION, cold('--(a|)', { a: fakeAnswer(renewal) }));
      restore(context);
      // Read at the start, under the lock, and before it is stored; asked, stored, sent.
      const request$ = cold('-(a|)');
      expectObservable(sent$(() => ({ request$ }))).toBe('-----------(a|)');
    });
  });

  it('errors with kind signedOut, and sends nothing, where nobody is signed in', () => {
    const seen: string[] = [];
    marbles((context, { expectObservable }) => {
      const sent$ = senderOf(context);
      endSession(context, 'signedOut');
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
          context.machine.send({
            type: 'tokensRefreshed',
            epoch: EPOCH,
            session: renewedElsewhere,
            isOwn: false,
          });
        });
        expectObservable(sent$).toBe('---(a|)');
      });
      expect(api.calls).toHaveLength(0);
    });

    it('ends the session as revoked where the refresh is refused as well (R31)', () => {
      const { states } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, refusal);
        expectObservable(senderOf(context)(answering({}))).toBe('#', undefined, refusal);
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'sessionRevoked' });
    });

    it('learns from the refresh that the user was deleted', () => {
      const deleted = serviceError('UserNotFoundException');
      const { states } = marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, deleted);
        const sent$ = senderOf(context)(() => throwError(() => deleted));
        expectObservable(sent$).toBe('#', undefined, deleted);
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'userDeleted' });
    });

    it.each([networkError(), throttlingError()])(
      'tells of the refusal, not of the $code that kept the token from being renewed (R64)',
      (error) => {
        const seen: string[] = [];
        const { errors } = marbles((context, { expectObservable }) => {
          context.api.script(OPERATION, error);
          expectObservable(senderOf(context)(answering({}, seen))).toBe('#', undefined, refusal);
        });
        expect([seen, errors]).toEqual([[first], [error]]);
      },
    );

    it('errors with kind signedOut where the session ends while it is renewed (R16)', () => {
      const seen: string[] = [];
      marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, cold('----(a|)', { a: fakeAnswer(renewal) }));
        const sent$ = senderOf(context)(answering({}, seen));
        context.at(2, () => {
          endSession(context, 'signedOut');
        });
        expectObservable(sent$).toBe('--#', undefined, signedOut);
      });
      expect(seen).toEqual([first]);
    });

    it('shows neither token in what the caller’s own code throws at the second try (R43)', () => {
      marbles((context, { expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        const sent$ = senderOf(context)((accessToken) => {
          if (accessToken === first) return throwError(() => refusal);
          throw new Error(`cannot build for ${accessToken} after ${first}`);
        });
        const message = 'cannot build for [redacted] after [redacted]';
        expectObservable(sent$).toBe(
          '#',
          undefined,
          expect.objectContaining({ cause: { name: 'Error', message } }),
        );
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
          endSession(context, 'signedOut');
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
          replacedByBob(context);
        });
        expectObservable(sent$).toBe('--#', undefined, signedOut);
      });
      expect(seen).toEqual([]);
    });

    it('never replays a request that was under way with the next user’s token (R16)', () => {
      const seen: string[] = [];
      const { api } = marbles((context, { cold, expectObservable }) => {
        const sent$ = senderOf(context)(answering({ [first]: cold('----#', undefined, refusal) }, seen));
        context.at(2, () => {
          replacedByBob(context);
        });
        expectObservable(sent$).toBe('--#', undefined, signedOut);
      });
      expect([seen, api.calls]).toEqual([[first], []]);
    });
  });

  describe('where a password or a code goes along (R64)', () => {
    it.each([refusal, serviceError('UserNotFoundException')])(
      'sends once, refreshes nothing, and tells of $code itself',
      (error) => {
        const seen: string[] = [];
        const { api, states } = marbles((context, { cold, expectObservable }) => {
          const answers = { [first]: cold('--#', undefined, error) };
          const sent$ = senderOf(context, freshSession, { carriesProof: true })(answering(answers, seen));
          expectObservable(sent$).toBe('--#', undefined, error);
        });
        expect([seen, api.calls]).toEqual([[first], []]);
        expect(states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'fresh' });
      },
    );
  });

  describe('where the user is deleted (R67)', () => {
    const deleting = (context: FakeContext): ((request$: Request$) => Observable<unknown>) =>
      senderOf(context, freshSession, { deletesUser: true });

    it('ends the session as userDeleted, clears everything, and delivers the answer', () => {
      const { states, events, store, tabs, machine } = marbles((context, { cold, expectObservable }) => {
        expectObservable(deleting(context)(() => cold('--(a|)'))).toBe('--(a|)');
      });
      expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'userDeleted', lastUsername: 'ada' });
      expect(events).toEqual([{ type: 'signedOut', reason: 'userDeleted', user: freshSession.user }]);
      expect([store.stored.session, machine.now.session, tabs.announcements]).toEqual([
        undefined,
        undefined,
        1,
      ]);
    });

    it('keeps the session where the request failed', () => {
      const error = throttlingError();
      const { states } = marbles((context, { cold, expectObservable }) => {
        expectObservable(deleting(context)(() => cold('--#', undefined, error))).toBe(
          '--#',
          undefined,
          error,
        );
      });
      expect(states.at(-1)).toMatchObject({ status: 'signedIn' });
    });

    it('renews a refused token, and sends once more', () => {
      const { states } = marbles((context, { cold, expectObservable }) => {
        context.api.script(OPERATION, fakeAnswer(renewal));
        const answers = { [first]: cold('-#', undefined, refusal), [second]: cold('-(a|)') };
        expectObservable(deleting(context)(answering(answers))).toBe('--(a|)');
      });
      expect(states.at(-1)).toMatchObject({ reason: 'userDeleted' });
    });

    it('leaves the session of the next user alone (R16)', () => {
      const { machine } = marbles((context, { cold, expectObservable }) => {
        context.at(2, () => {
          replacedByBob(context);
        });
        expectObservable(deleting(context)(() => cold('----(a|)'))).toBe('----(a|)');
      });
      expect(machine.now.session).toBe(sessionOfBob);
    });

    it('deletes no other user where its token is refused after the next one has signed in (R16)', () => {
      const seen: string[] = [];
      const { api, machine } = marbles((context, { cold, expectObservable }) => {
        context.at(2, () => {
          replacedByBob(context);
        });
        const answers = { [first]: cold('----#', undefined, refusal) };
        expectObservable(deleting(context)(answering(answers, seen))).toBe('----#', undefined, refusal);
      });
      expect([seen, api.calls]).toEqual([[first], []]);
      expect(machine.now.session).toBe(sessionOfBob);
    });

    it('errors with kind invalidState at destroy (R45)', () => {
      marbles((context, { expectObservable }) => {
        const sent$ = deleting(context)(() => NEVER);
        context.at(2, () => {
          context.destroy();
        });
        expectObservable(sent$).toBe('--#', undefined, expect.objectContaining({ kind: 'invalidState' }));
      });
    });
  });

  describe.each([
    ['this device', { deviceKey: 'here' }, 'here', 0],
    ['another device', { deviceKey: 'here' }, 'there', 1],
    ['a device, in a session of none', {}, 'there', 1],
    ['no device', {}, undefined, 1],
  ] as const)('a request that has the user pool forget %s', (_what, more, forgottenDevice, left) => {
    const device = { deviceKey: 'here', deviceGroupKey: '-g', password: 'p', username: 'ada' };
    const forgetting = (context: FakeContext) => {
      context.devices.keep$(device).subscribe();
      return senderOf(context, { ...freshSession, ...more }, { forgottenDevice });
    };

    it('drops what proves it, where that is here (#14)', () => {
      const { devices, machine } = marbles((context) => {
        watch(forgetting(context)(answering({ [first]: of({}) })));
      });
      expect(devices.devices).toHaveLength(left);
      expect(machine.now.session).toBeDefined();
    });

    it('drops nothing where it failed', () => {
      const { devices } = marbles((context) => {
        watch(forgetting(context)(answering({ [first]: throwError(() => networkError()) })));
      });
      expect(devices.devices).toHaveLength(1);
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

describe('requestOf', () => {
  class GetUserCommand {
    constructor(readonly input: unknown) {}
  }
  class DeleteUserCommand extends GetUserCommand {}

  it('sends the command, once it is subscribed to', () => {
    const command = new GetUserCommand({ AccessToken: first });
    const { api } = marbles((context, { cold, expectObservable }) => {
      context.api.scriptSend(cold('--(a|)'));
      const { request$ } = requestOf(context.api, command);
      expect(context.api.calls).toEqual([]);
      expectObservable(request$).toBe('--(a|)');
    });
    expect(api.calls).toMatchObject([{ operation: 'send$', input: command }]);
  });

  it.each(['PreviousPassword', 'ProposedPassword', 'Password', 'UserCode', 'Code', 'Credential'])(
    'sees that a proof goes along as %s (R64)',
    (name) => {
      marbles(({ api }) => {
        const command = new GetUserCommand({ AccessToken: first, [name]: 'x' });
        expect(requestOf(api, command)).toMatchObject({ carriesProof: true, deletesUser: false });
      });
    },
  );

  it.each<[string, unknown]>([
    ['a command without one', new GetUserCommand({ AccessToken: first, Password: undefined })],
    ['a command without input', new GetUserCommand(undefined)],
    ['an object that is none', {}],
    ['a text', 'GetUser'],
    ['null', null],
  ])('sees none in %s', (_what, command) => {
    marbles(({ api }) => {
      const { carriesProof, deletesUser } = requestOf(api, command);
      expect([carriesProof ?? false, deletesUser ?? false]).toEqual([false, false]);
    });
  });

  it.each<[string, unknown]>([
    ['its class', new DeleteUserCommand({ AccessToken: first })],
    [
      'its schema, where a minifier has changed the class',
      Object.assign(new (class a extends GetUserCommand {})({}), {
        schema: [9, 'com.amazonaws', 'DeleteUser'],
      }),
    ],
  ])('knows the deletion of the user by %s (R67)', (_by, command) => {
    marbles(({ api }) => {
      expect(requestOf(api, command)).toMatchObject({ deletesUser: true });
    });
  });

  it('knows which device the user pool is asked to forget', () => {
    class ForgetDeviceCommand extends GetUserCommand {}
    marbles(({ api }) => {
      const command = new ForgetDeviceCommand({ AccessToken: first, DeviceKey: 'here' });
      expect(requestOf(api, command)).toMatchObject({ forgottenDevice: 'here' });
      expect(requestOf(api, new GetUserCommand({ DeviceKey: 'here' }))).not.toHaveProperty('forgottenDevice');
    });
  });

  it('passes over a schema that names nothing', () => {
    marbles(({ api }) => {
      expect(requestOf(api, Object.assign(new DeleteUserCommand({}), { schema: [9] }))).toMatchObject({
        deletesUser: false,
      });
    });
  });
});

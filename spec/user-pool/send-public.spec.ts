import { EMPTY } from 'rxjs';
import { createSendPublic } from '../../src/user-pool/send-public';
import { networkError, serviceError, throttlingError } from '../fakes/fake-errors';
import { IDENTITY } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';

const refusal = serviceError('UsernameExistsException');

describe('createSendPublic', () => {
  it('builds and sends nothing before subscription', () => {
    const build = jest.fn();
    const { api } = marbles((context) => {
      void createSendPublic(context)(build);
    });
    expect(build).not.toHaveBeenCalled();
    expect(api.calls).toHaveLength(0);
  });

  it('sends what is built for the app client, emits the answer and completes, signed in or not', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      context.signedOut();
      context.api.scriptSend(cold('--(a|)'));
      expectObservable(createSendPublic(context)((ClientId) => ({ ClientId }))).toBe('--(a|)');
    });
    expect(api.calls.map(({ input }) => input)).toEqual([{ ClientId: IDENTITY.userPoolClientId }]);
  });

  it('sends once more for each subscriber', () => {
    const { api } = marbles((context) => {
      context.api.scriptSend('first', 'second');
      const sent$ = createSendPublic(context)((ClientId) => ({ ClientId }));
      watch(sent$);
      watch(sent$);
    });
    expect(api.calls).toHaveLength(2);
  });

  it('aborts the request of a subscriber who leaves (R38)', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      context.api.scriptSend(cold('-----a|'));
      expectObservable(
        createSendPublic(context)(() => ({})),
        '^--!',
      ).toBe('----');
    });
    expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 3 }]);
  });

  it('bounds the request to ten seconds (R38)', () => {
    const { api } = marbles((context, { cold, expectObservable }) => {
      context.api.scriptSend(cold('-'));
      const timeout = expect.objectContaining({
        kind: 'timeout',
        message: 'The request took longer than 10 seconds.',
      });
      expectObservable(createSendPublic(context)(() => ({}))).toBe('10s #', undefined, timeout);
    });
    expect(api.calls).toMatchObject([{ status: 'aborted' }]);
  });

  it('completes without a value where the request does', () => {
    marbles((context, { expectObservable }) => {
      context.api.scriptSend(EMPTY);
      expectObservable(createSendPublic(context)(() => ({}))).toBe('|');
    });
  });

  it.each([refusal, networkError(), throttlingError(), serviceError('NotAuthorizedException')])(
    'passes on $code, and sends once',
    (error) => {
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.api.scriptSend(cold('--#', undefined, error));
        expectObservable(createSendPublic(context)(() => ({}))).toBe('--#', undefined, error);
      });
      expect(api.calls).toHaveLength(1);
    },
  );

  it('maps what the caller’s own code throws, and passes on an AuthError', () => {
    marbles((context, { expectObservable }) => {
      const unknown = expect.objectContaining({
        kind: 'unknown',
        cause: { name: 'Error', message: 'cannot build' },
      });
      const sendPublic$ = createSendPublic(context);
      expectObservable(
        sendPublic$(() => {
          throw new Error('cannot build');
        }),
      ).toBe('#', undefined, unknown);
      expectObservable(
        sendPublic$(() => {
          throw refusal;
        }),
      ).toBe('#', undefined, refusal);
    });
  });
});

import { throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { tryUntil } from '../../src/flows/try-until';
import type { AuthError } from '../../src/model/auth-error';
import type { FakeContext } from '../fakes/fake-context';
import { networkError, serviceError, throttlingError } from '../fakes/fake-errors';
import { START_AT } from '../fakes/fake-tokens';
import { marbles } from '../fakes/marbles';

const DOWN = serviceError('InternalErrorException', { retryable: true });
const REFUSED = serviceError('NotAuthorizedException');
const DROPPED = networkError();
const UNREACHED = networkError({ code: 'ConnectionRefused', delivery: 'notSent' });

/** The request, as the fake's `GlobalSignOut`: it is scripted, and counted. */
const request$ = ({ api }: FakeContext): Observable<object> =>
  api.call$('GlobalSignOut', { AccessToken: 'x' });

const tried$ = (context: FakeContext, untilAt = START_AT + 1_000): Observable<object> =>
  request$(context).pipe(tryUntil(context, 'The request', untilAt));

const sentAt = ({ api }: FakeContext): readonly number[] => api.calls.map((call) => call.sentAt);

const timedOut = (limitMs: number): unknown =>
  expect.objectContaining({ kind: 'timeout', message: `The request took longer than ${limitMs} ms.` });

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
      expectObservable(tried$(stage)).toBe('1s #', undefined, timedOut(1_000));
    });
    expect(context.api.calls).toMatchObject([{ status: 'aborted', endedAt: 1_000 }]);
  });

  it('has one deadline for all its tries (R7)', () => {
    marbles((stage, { cold, expectObservable }) => {
      stage.environment.randomNumber = 1;
      stage.api.script('GlobalSignOut', cold('500ms #', undefined, DOWN), cold('-'));
      expectObservable(tried$(stage)).toBe('1s #', undefined, timedOut(1_000));
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

  it('fails at once while offline, without a request', () => {
    const context = marbles((stage, { expectObservable }) => {
      stage.environment.online = false;
      expectObservable(tried$(stage)).toBe('#', undefined, expect.objectContaining({ code: 'Offline' }));
    });
    expect(context.api.calls).toEqual([]);
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
      stage.api.script('GlobalSignOut', DROPPED);
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

import { listenToTheEnd$ } from '../../src/flows/listen-to-the-end';
import { asAuthError, withTimeLimit } from '../../src/flows/requests';
import { networkError } from '../fakes/fake-errors';
import { marbles, watch } from '../fakes/marbles';

describe('withTimeLimit', () => {
  it('passes on what comes in time', () => {
    marbles(({ scheduler }, { cold, expectObservable }) => {
      const source$ = cold('--a|');
      expectObservable(source$.pipe(withTimeLimit('It', 3, scheduler))).toBe('--a|');
    });
  });

  it('errors past the limit, and aborts its source (R38)', () => {
    marbles(({ scheduler }, { cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('-----a|');
      const error = expect.objectContaining({
        kind: 'timeout',
        message: 'It took longer than 3 ms.',
        retryable: true,
      });
      expectObservable(source$.pipe(withTimeLimit('It', 3, scheduler))).toBe('---#', undefined, error);
      expectSubscriptions(source$.subscriptions).toBe('^--!');
    });
  });

  it('bounds the first value only', () => {
    marbles(({ scheduler }, { cold, expectObservable }) => {
      expectObservable(cold('--a---|').pipe(withTimeLimit('It', 3, scheduler))).toBe('--a---|');
    });
  });
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

  it('sends nothing before subscription', () => {
    marbles((_context, { cold, expectSubscriptions }) => {
      const request$ = cold('a|');
      void listenToTheEnd$(request$, () => undefined);
      expectSubscriptions(request$.subscriptions).toBe([]);
    });
  });
});

describe('asAuthError', () => {
  it('leaves an AuthError as it is', () => {
    const error = networkError();
    expect(asAuthError(error)).toBe(error);
  });

  it('wraps anything else, without the secrets in its message (R43)', () => {
    expect(asAuthError(new TypeError('hunter2 is not a function'), ['hunter2'])).toMatchObject({
      kind: 'unknown',
      code: 'Unknown',
      message: 'Something failed that should not fail.',
      cause: { name: 'TypeError', message: '[redacted] is not a function' },
    });
  });
});

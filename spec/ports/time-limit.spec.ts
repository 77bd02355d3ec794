import { withTimeLimit } from '../../src/ports/time-limit';
import { marbles } from '../fakes/marbles';

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
        message: 'It took longer than 0.003 seconds.',
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

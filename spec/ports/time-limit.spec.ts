import { NEVER, of, throwError } from 'rxjs';
import { noTextEncoderError } from '../../src/adapters/aws/no-text-encoder';
import { loadedInTime, withTimeLimit } from '../../src/ports/time-limit';
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

describe('loadedInTime', () => {
  const NOT_LOADED = { kind: 'network', code: 'SdkNotLoaded', delivery: 'notSent', retryable: true };

  it('passes on what comes in time, without a timer for what is there', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const timers = jest.spyOn(scheduler, 'schedule');
      expectObservable(of('chunk').pipe(loadedInTime(scheduler))).toBe('(c|)', { c: 'chunk' });
      expect(timers).not.toHaveBeenCalled();
    });
  });

  it('errors past its ten seconds: an import() may hang (#12)', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const error = expect.objectContaining(NOT_LOADED);
      expectObservable(NEVER.pipe(loadedInTime(scheduler))).toBe('10s #', undefined, error);
    });
  });

  it('says of whatever fails that the code did not come', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const load$ = throwError(() => new TypeError('Failed to fetch'));
      const error = expect.objectContaining({
        ...NOT_LOADED,
        cause: expect.objectContaining({ name: 'TypeError' }) as unknown,
      });
      expectObservable(load$.pipe(loadedInTime(scheduler))).toBe('#', undefined, error);
    });
  });

  it('tells what the platform lacks as it is (#12.25)', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const lacking = noTextEncoderError();
      expectObservable(throwError(() => lacking).pipe(loadedInTime(scheduler))).toBe('#', undefined, lacking);
    });
  });
});

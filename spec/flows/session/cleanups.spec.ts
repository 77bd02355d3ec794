import { NEVER, of, throwError } from 'rxjs';
import { runAfterClear$, runBeforeRevoke$ } from '../../src/flows/cleanups';
import type { AfterClearContext, BeforeRevokeContext, SessionCleanup } from '../../src/flows/cleanups';
import { networkError } from '../fakes/fake-errors';
import { marbles, watch } from '../fakes/marbles';
import { freshSession } from './parts';

const after: AfterClearContext = { user: freshSession.user, reason: 'signedOut' };
const before: BeforeRevokeContext = { ...after, accessToken: 'canary-access-token' };
const boom = (): never => {
  throw new Error('boom for canary-access-token');
};

describe('runBeforeRevoke$', () => {
  it('runs nothing before subscription', () => {
    const beforeRevoke = jest.fn();
    marbles(({ scheduler }) => {
      void runBeforeRevoke$([{ name: 'a', beforeRevoke }], before, 100, scheduler);
    });
    expect(beforeRevoke).not.toHaveBeenCalled();
  });

  it('gives each hook the access token, the user and the reason, and waits for all', () => {
    const heard: unknown[] = [];
    marbles(({ scheduler }, { cold, expectObservable }) => {
      const cleanups: SessionCleanup[] = [
        { name: 'a', beforeRevoke: (context) => (heard.push(context), cold('--x--|')) },
        { name: 'b', beforeRevoke: (context) => (heard.push(context), cold('---|')) },
        { name: 'c', afterClear: boom },
      ];
      expectObservable(runBeforeRevoke$(cleanups, before, 100, scheduler)).toBe('-----(a|)', { a: [] });
    });
    expect(heard).toEqual([before, before]);
  });

  it('gives up a hook that never ends, within the limit', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const cleanups: SessionCleanup[] = [{ name: 'a', beforeRevoke: () => NEVER }];
      const timeout = expect.objectContaining({ kind: 'timeout', message: expect.stringContaining('"a"') });
      expectObservable(runBeforeRevoke$(cleanups, before, 100, scheduler)).toBe('100ms (a|)', {
        a: [timeout],
      });
    });
  });

  it('gives up a hook that emits for ever', () => {
    marbles(({ scheduler }, { hot, expectObservable }) => {
      const cleanups: SessionCleanup[] = [{ name: 'a', beforeRevoke: () => hot('xxxxxxxxxx') }];
      const timeout = expect.objectContaining({ kind: 'timeout' });
      expectObservable(runBeforeRevoke$(cleanups, before, 5, scheduler)).toBe('5ms (a|)', { a: [timeout] });
    });
  });

  it('reports what a hook throws without the access token in it, and runs the others (R15, R43)', () => {
    const other = jest.fn();
    marbles(({ scheduler }, { expectObservable }) => {
      const cleanups: SessionCleanup[] = [
        { name: 'bad', beforeRevoke: boom },
        { name: 'good', beforeRevoke: other },
      ];
      const failure = expect.objectContaining({
        code: 'CleanupFailed',
        message: 'The beforeRevoke cleanup "bad" failed.',
        recoverySuggestion: 'Look at the cause, and mend the cleanup "bad".',
        cause: { name: 'Error', message: 'boom for [redacted]' },
      });
      expectObservable(runBeforeRevoke$(cleanups, before, 100, scheduler)).toBe('(a|)', { a: [failure] });
    });
    expect(other).toHaveBeenCalledTimes(1);
  });

  it('emits at once where there are no cleanups', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      expectObservable(runBeforeRevoke$([], before, 100, scheduler)).toBe('(a|)', { a: [] });
    });
  });
});

describe('runAfterClear$', () => {
  it('gives each hook the user and the reason', () => {
    const afterClear = jest.fn();
    marbles(({ scheduler }) => {
      watch(
        runAfterClear$(
          [
            { name: 'a', afterClear },
            { name: 'b', beforeRevoke: boom },
          ],
          after,
          scheduler,
        ),
      );
    });
    expect(afterClear.mock.calls).toEqual([[after]]);
  });

  it('reports an error of an Observable, and one that is thrown (R15)', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const cleanups: SessionCleanup[] = [
        { name: 'a', afterClear: () => throwError(() => new Error('a')) },
        { name: 'b', afterClear: boom },
        { name: 'c', afterClear: () => of('done') },
      ];
      const errors = ['a', 'b'].map(
        (name) => expect.objectContaining({ message: `The afterClear cleanup "${name}" failed.` }) as unknown,
      );
      expectObservable(runAfterClear$(cleanups, after, scheduler)).toBe('(a|)', { a: errors });
    });
  });

  it.each<[string, unknown]>([
    ['an error of this library', networkError()],
    ['an error that only looks like a timeout', Object.assign(new Error('Late.'), { kind: 'timeout' })],
    ['nothing at all', undefined],
  ])('names the cleanup that failed with %s (R15)', (_what, thrown) => {
    marbles(({ scheduler }, { expectObservable }) => {
      const cleanups: SessionCleanup[] = [{ name: 'a', afterClear: () => throwError(() => thrown) }];
      const failure = expect.objectContaining({ kind: 'unknown', code: 'CleanupFailed' });
      expectObservable(runAfterClear$(cleanups, after, scheduler)).toBe('(a|)', { a: [failure] });
    });
  });

  it('takes a second at most', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const cleanups: SessionCleanup[] = [{ name: 'a', afterClear: () => NEVER }];
      const timeout = expect.objectContaining({ kind: 'timeout' });
      expectObservable(runAfterClear$(cleanups, after, scheduler)).toBe('1s (a|)', { a: [timeout] });
    });
  });
});

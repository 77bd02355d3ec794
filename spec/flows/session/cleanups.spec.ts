import { NEVER, Observable, of, throwError } from 'rxjs';
import { reportAfterClear, runAfterClear$, runBeforeRevoke$ } from '../../../src/flows/session/cleanups';
import type {
  AfterClearContext,
  BeforeRevokeContext,
  SessionCleanup,
} from '../../../src/ports/session-cleanup';
import { networkError } from '../../fakes/fake-errors';
import { HOSTILE } from '../../fakes/hostile';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession } from '../../fakes/parts';

const after: AfterClearContext = { user: freshSession.user, reason: 'signedOut' };
const before: BeforeRevokeContext = { ...after, accessToken: 'canary-access-token' };
const boom = (): never => {
  throw new Error('boom for canary-access-token');
};

describe('runBeforeRevoke$', () => {
  it('runs nothing before subscription', () => {
    const beforeRevoke = jest.fn();
    marbles(({ scheduler }) => {
      void runBeforeRevoke$({ cleanups: [{ name: 'a', beforeRevoke }], scheduler }, before, 100);
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
      expectObservable(runBeforeRevoke$({ cleanups, scheduler }, before, 100)).toBe('-----(a|)', { a: [] });
    });
    expect(heard).toEqual([before, before]);
  });

  it('calls a hook as the method that it is', () => {
    const heard: unknown[] = [];
    class PushToken implements SessionCleanup {
      readonly name = 'push token';
      beforeRevoke(): void {
        heard.push(this);
      }
    }
    const cleanup = new PushToken();
    marbles(({ scheduler }) => {
      watch(runBeforeRevoke$({ cleanups: [cleanup], scheduler }, before, 100));
    });
    expect(heard).toEqual([cleanup]);
  });

  it('gives up a hook that never ends, within the limit', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const cleanups: SessionCleanup[] = [{ name: 'a', beforeRevoke: () => NEVER }];
      const timeout = expect.objectContaining({ kind: 'timeout', message: expect.stringContaining('"a"') });
      expectObservable(runBeforeRevoke$({ cleanups, scheduler }, before, 100)).toBe('100ms (a|)', {
        a: [timeout],
      });
    });
  });

  it('gives up a hook that emits for ever', () => {
    marbles(({ scheduler }, { hot, expectObservable }) => {
      const cleanups: SessionCleanup[] = [{ name: 'a', beforeRevoke: () => hot('xxxxxxxxxx') }];
      const timeout = expect.objectContaining({ kind: 'timeout' });
      expectObservable(runBeforeRevoke$({ cleanups, scheduler }, before, 5)).toBe('5ms (a|)', {
        a: [timeout],
      });
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
      expectObservable(runBeforeRevoke$({ cleanups, scheduler }, before, 100)).toBe('(a|)', { a: [failure] });
    });
    expect(other).toHaveBeenCalledTimes(1);
  });

  it.each(HOSTILE)('reports %s that a hook throws, and runs the others (R54)', (_what, thrown) => {
    const other = jest.fn();
    marbles(({ scheduler }, { expectObservable }) => {
      const cleanups: SessionCleanup[] = [
        {
          name: 'thrown',
          beforeRevoke: () => {
            throw thrown();
          },
        },
        { name: 'emitted', beforeRevoke: () => throwError(thrown) },
        { name: 'good', beforeRevoke: other },
      ];
      const failure = expect.objectContaining({ kind: 'unknown', code: 'CleanupFailed' });
      expectObservable(runBeforeRevoke$({ cleanups, scheduler }, before, 100)).toBe('(a|)', {
        a: [failure, failure],
      });
    });
    expect(other).toHaveBeenCalledTimes(1);
  });

  it.each<[string, () => unknown]>([
    ['a number', () => 42],
    [
      'something that throws when it is subscribed to',
      () => ({
        get [Symbol.asyncIterator](): never {
          throw new Error('no iterator');
        },
      }),
    ],
    [
      'a Proxy that was revoked',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
  ])('reports a hook that returns %s (R54)', (_what, returned) => {
    marbles(({ scheduler }, { expectObservable }) => {
      const cleanups = [{ name: 'a', beforeRevoke: returned }] as unknown as SessionCleanup[];
      const failure = expect.objectContaining({ code: 'CleanupFailed' });
      expectObservable(runBeforeRevoke$({ cleanups, scheduler }, before, 100)).toBe('(a|)', { a: [failure] });
    });
  });

  it('reports a hook that throws when it is given up (R54)', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const stubborn$ = new Observable(() => boom);
      const cleanups: SessionCleanup[] = [{ name: 'a', beforeRevoke: () => stubborn$ }];
      const failure = expect.objectContaining({ code: 'CleanupFailed' });
      expectObservable(runBeforeRevoke$({ cleanups, scheduler }, before, 100)).toBe('100ms (a|)', {
        a: [failure],
      });
    });
  });

  it('reports a cleanup that cannot even be looked at, and runs the others (R54)', () => {
    const other = jest.fn();
    marbles(({ scheduler }, { expectObservable }) => {
      const broken: SessionCleanup = {
        name: 'broken',
        get beforeRevoke() {
          return boom();
        },
      };
      const cleanups: SessionCleanup[] = [broken, { name: 'good', beforeRevoke: other }];
      const failure = expect.objectContaining({ code: 'CleanupFailed' });
      expectObservable(runBeforeRevoke$({ cleanups, scheduler }, before, 100)).toBe('(a|)', { a: [failure] });
    });
    expect(other).toHaveBeenCalledTimes(1);
  });

  it('emits at once where there are no cleanups', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      expectObservable(runBeforeRevoke$({ cleanups: [], scheduler }, before, 100)).toBe('(a|)', { a: [] });
    });
  });
});

describe('runAfterClear$', () => {
  it('gives each hook the user and the reason', () => {
    const afterClear = jest.fn();
    marbles(({ scheduler }) => {
      watch(
        runAfterClear$(
          {
            cleanups: [
              { name: 'a', afterClear },
              { name: 'b', beforeRevoke: boom },
            ],
            scheduler,
          },
          after,
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
      expectObservable(runAfterClear$({ cleanups, scheduler }, after)).toBe('(a|)', { a: errors });
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
      expectObservable(runAfterClear$({ cleanups, scheduler }, after)).toBe('(a|)', { a: [failure] });
    });
  });

  it('takes a second at most', () => {
    marbles(({ scheduler }, { expectObservable }) => {
      const cleanups: SessionCleanup[] = [{ name: 'a', afterClear: () => NEVER }];
      const timeout = expect.objectContaining({ kind: 'timeout' });
      expectObservable(runAfterClear$({ cleanups, scheduler }, after)).toBe('1s (a|)', { a: [timeout] });
    });
  });
});

describe('reportAfterClear', () => {
  it('runs the hooks where nobody waits for them, and reports what fails', () => {
    const afterClear = jest.fn();
    const { errors } = marbles(
      (context) => {
        reportAfterClear(context, freshSession.user, 'sessionExpired');
      },
      {
        cleanups: [
          { name: 'good', afterClear },
          { name: 'bad', afterClear: boom },
          { name: 'slow', afterClear: () => NEVER },
        ],
      },
    );
    expect(afterClear.mock.calls).toEqual([[{ user: freshSession.user, reason: 'sessionExpired' }]]);
    expect(errors).toMatchObject([{ code: 'CleanupFailed' }, { kind: 'timeout' }]);
  });
});

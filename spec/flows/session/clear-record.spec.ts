import { AsyncSubject } from 'rxjs';
import { clearRecord$ } from '../../../src/flows/session/clear-record';
import type { ClearReport } from '../../../src/ports/session-store';
import { EPOCH } from '../../fakes/fake-context';
import { storageError } from '../../fakes/fake-errors';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession } from '../../fakes/parts';

describe('clearRecord$', () => {
  it('begins at once, whether or not somebody listens', () => {
    const { store } = marbles((context) => {
      context.signedInWith(freshSession);
      void clearRecord$(context, 'epoch-2', EPOCH);
    });
    expect([store.calls, store.stored]).toEqual([['clear$'], { epoch: 'epoch-2', from: EPOCH }]);
  });

  it('emits, and completes, once the record holds no session', () => {
    marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.store.delayMs = 3;
      expectObservable(clearRecord$(context, 'epoch-2', EPOCH)).toBe('---(a|)', { a: undefined });
    });
  });

  it('clears once, however many listen', () => {
    const { store } = marbles((context, { expectObservable }) => {
      const cleared$ = clearRecord$(context, 'epoch-2', EPOCH);
      expectObservable(cleared$).toBe('(a|)', { a: undefined });
      expectObservable(cleared$, '--^').toBe('--(a|)', { a: undefined });
    });
    expect(store.calls).toEqual(['clear$']);
  });

  it('reports what the storage refused on the way (R14)', () => {
    const error = storageError();
    const { errors } = marbles((context, { expectObservable }) => {
      context.store.clearReport = { storageError: error };
      expectObservable(clearRecord$(context, 'epoch-2', EPOCH)).toBe('(a|)', { a: undefined });
    });
    expect(errors).toEqual([error]);
  });

  it('errors where the session cannot be removed, and leaves it to its caller to report that (R14)', () => {
    const error = storageError();
    const { errors, tabs } = marbles((context, { expectObservable }) => {
      context.store.failNext('clear$', error);
      expectObservable(clearRecord$(context, 'epoch-2', EPOCH)).toBe('#', undefined, error);
    });
    expect([errors, tabs.announcements]).toEqual([[], 0]);
  });

  it('gives up the wait for a storage that does not answer after two seconds, and says what is left (R52)', () => {
    marbles((context, { expectObservable }) => {
      context.store.hangNext('clear$');
      const error = expect.objectContaining({
        kind: 'storage',
        code: 'StorageNotAnswering',
        message: 'The storage did not answer, so a stored session could not be removed yet.',
        recoverySuggestion:
          'It is removed when the storage answers; if this page is closed before, remove it by hand.',
      });
      expectObservable(clearRecord$(context, 'epoch-2', EPOCH)).toBe('2s #', undefined, error);
    });
  });

  it('goes on clearing after that, and tells the other tabs when it is done (R52)', () => {
    const heard: number[] = [];
    const { tabs } = marbles((context) => {
      const answer$ = new AsyncSubject<ClearReport>();
      context.store.clear$ = () => answer$;
      watch(clearRecord$(context, 'epoch-2', EPOCH));
      context.at(5_000, () => {
        heard.push(context.tabs.announcements);
        answer$.next({});
        answer$.complete();
      });
    });
    expect([heard, tabs.announcements]).toEqual([[0], 1]);
  });

  it('tells the other tabs at the end of a clearing that took time: one may have read the session meanwhile (R55)', () => {
    const { tabs } = marbles((context) => {
      context.store.delayMs = 3;
      watch(clearRecord$(context, 'epoch-2', EPOCH));
    });
    expect(tabs.announcements).toBe(1);
  });

  it('leaves it to its caller where the storage answered at once', () => {
    const { tabs } = marbles((context) => {
      watch(clearRecord$(context, 'epoch-2', EPOCH));
    });
    expect(tabs.announcements).toBe(0);
  });
});

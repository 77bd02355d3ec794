import { endRefusedSession } from '../../src/flows/end-refused-session';
import { endSession } from '../../src/flows/end-session';
import { reasonOfEpoch } from '../../src/model/epoch';
import { serviceError, storageError } from '../fakes/fake-errors';
import { marbles } from '../fakes/marbles';
import { freshSession } from './parts';

const refusal = serviceError('NotAuthorizedException', { kind: 'sessionExpired' });
const { user } = freshSession;

describe('endSession', () => {
  it('lets go of the tokens before anybody is told (R47)', () => {
    const seen: unknown[] = [];
    marbles((context) => {
      context.signedInWith(freshSession);
      context.machine.state$.subscribe(({ status }) =>
        seen.push([status, context.current.session !== undefined]),
      );
      endSession(context, 'signedOutInOtherTab', 'epoch-2');
    });
    expect(seen).toEqual([
      ['signedIn', true],
      ['signedOut', false],
    ]);
  });

  it('does nothing where the session is over already', () => {
    const afterClear = jest.fn();
    const { events } = marbles(
      (context) => {
        context.signedInWith(freshSession);
        endSession(context, 'sessionExpired', 'epoch-2');
        endSession(context, 'userDeleted', 'epoch-3');
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect([events.length, afterClear.mock.calls.length]).toEqual([1, 1]);
  });
});

describe('endRefusedSession', () => {
  it('empties the storage, tells the other tabs why, and ends the session here', () => {
    const { store, tabs, events, current } = marbles((context) => {
      context.signedInWith(freshSession);
      endRefusedSession(context, 'userDeleted', refusal);
    });
    expect([store.stored.session, reasonOfEpoch(store.stored.epoch)]).toEqual([undefined, 'userDeleted']);
    expect([tabs.announcements, current.epoch]).toEqual([1, store.stored.epoch]);
    expect(events).toEqual([{ type: 'signedOut', reason: 'userDeleted', user }]);
  });

  it('has emptied a synchronous storage by the time that the state says so', () => {
    const seen: unknown[] = [];
    marbles((context) => {
      context.signedInWith(freshSession);
      context.machine.state$.subscribe(({ status }) =>
        seen.push([status, context.store.stored.session?.user]),
      );
      endRefusedSession(context, 'sessionExpired', refusal);
    });
    expect(seen).toEqual([
      ['signedIn', user],
      ['signedOut', undefined],
    ]);
  });

  it('gives the refusal to those who wait for tokens', () => {
    marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.at(1, () => {
        endRefusedSession(context, 'sessionExpired', refusal);
      });
      expectObservable(context.current.ended$).toBe('-a', { a: refusal });
    });
  });

  it('ends the session although the storage refuses, and reports that (R14)', () => {
    const error = storageError();
    const { states, errors } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.failNext('clear$', error);
      endRefusedSession(context, 'sessionExpired', refusal);
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
    expect(errors).toEqual([error]);
  });

  it('reports a record that could only be overwritten (R14)', () => {
    const tombstoneError = storageError();
    const { errors, tabs } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.clearReport = { tombstoneError };
      endRefusedSession(context, 'sessionExpired', refusal);
    });
    expect([errors, tabs.announcements]).toEqual([[tombstoneError], 1]);
  });
});

import { endSession } from '../../../src/flows/session/end-session';
import { reasonOfEpoch } from '../../../src/model/epoch';
import { EPOCH } from '../../fakes/fake-context';
import { serviceError, storageError } from '../../fakes/fake-errors';
import { START_AT } from '../../fakes/fake-tokens';
import { marbles } from '../../fakes/marbles';
import { freshSession } from '../../fakes/parts';

const refusal = serviceError('NotAuthorizedException', { kind: 'sessionExpired' });
const { user } = freshSession;

describe('endSession', () => {
  it('empties the storage, tells the other tabs why, and ends the session here', () => {
    const { store, tabs, events, machine } = marbles((context) => {
      context.signedInWith(freshSession);
      endSession(context, 'userDeleted', refusal);
    });
    expect([store.stored.session, reasonOfEpoch(store.stored.epoch)]).toEqual([undefined, 'userDeleted']);
    expect([tabs.announcements, machine.now.epoch]).toEqual([1, store.stored.epoch]);
    // Which session it was: a tab that holds another one has to see to its tokens itself.
    expect(store.stored.from).toBe(EPOCH);
    expect(events).toEqual([{ type: 'signedOut', reason: 'userDeleted', user }]);
  });

  it('lets go of the tokens, in memory and in a synchronous storage, before anybody is told (R47)', () => {
    const seen: unknown[] = [];
    marbles((context) => {
      context.signedInWith(freshSession);
      const look = (): unknown => [context.machine.now.session, context.store.stored.session];
      context.machine.state$.subscribe(({ status }) => seen.push([status, look()]));
      endSession(context, 'sessionExpired', refusal);
    });
    expect(seen).toStrictEqual([
      ['signedIn', [freshSession, freshSession]],
      ['signedOut', [undefined, undefined]],
    ]);
  });

  it('keeps nothing of its tokens (R57)', () => {
    const { machine } = marbles((context) => {
      context.signedInWith(freshSession);
      endSession(context, 'sessionExpired');
    });
    const held = JSON.stringify(machine.now);
    expect(held).toContain('epoch');
    expect(
      [freshSession.accessToken, freshSession.refreshToken].filter((token) => held.includes(token)),
    ).toEqual([]);
  });

  const device = { deviceKey: 'k', deviceGroupKey: '-g', password: 'p', username: 'ada' };

  it.each([
    ['drops', 'userDeleted', []],
    ['keeps', 'sessionExpired', [device]],
  ] as const)('%s the device of the user where the reason is %s (R67)', (_verb, reason, left) => {
    const { devices } = marbles((context) => {
      context.signedInWith(freshSession);
      context.devices.keep$(device).subscribe();
      endSession(context, reason);
    });
    expect(devices.devices).toEqual(left);
  });

  it('gives its error to those who wait for tokens', () => {
    marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.at(1, () => {
        endSession(context, 'sessionExpired', refusal);
      });
      expectObservable(context.machine.sessionOver$(EPOCH)).toBe('-#', undefined, refusal);
    });
  });

  it('tells them that nobody is signed in where it is given none', () => {
    marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.at(1, () => {
        endSession(context, 'userDeleted');
      });
      const signedOut = expect.objectContaining({ kind: 'signedOut' });
      expectObservable(context.machine.sessionOver$(EPOCH)).toBe('-#', undefined, signedOut);
    });
  });

  it('does nothing where the session is over already', () => {
    const afterClear = jest.fn();
    const { events, store } = marbles(
      (context) => {
        context.signedInWith(freshSession);
        endSession(context, 'sessionExpired');
        endSession(context, 'userDeleted');
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect([events.length, afterClear.mock.calls.length, store.calls]).toEqual([1, 1, ['clear$']]);
  });

  it.each([0, 3])(
    'runs the afterClear cleanups with the reason, once a storage that takes %p ms is empty',
    (delayMs) => {
      const heard: unknown[] = [];
      const stored: { look?: () => unknown } = {};
      const afterClear = (told: unknown): void => {
        heard.push(stored.look?.(), told);
      };
      marbles(
        (context) => {
          context.signedInWith(freshSession);
          context.store.delayMs = delayMs;
          stored.look = () => context.store.stored.session ?? context.scheduler.now() - START_AT;
          endSession(context, 'sessionRevoked', refusal);
        },
        { cleanups: [{ name: 'caches', afterClear }] },
      );
      expect(heard).toEqual([delayMs, { user, reason: 'sessionRevoked' }]);
    },
  );

  it.each(['refuses', 'does not answer'])('runs them too where the storage %s (R15)', (how) => {
    const afterClear = jest.fn();
    marbles(
      (context) => {
        context.signedInWith(freshSession);
        if (how === 'refuses') context.store.failNext('clear$', storageError());
        else context.store.hangNext('clear$');
        endSession(context, 'sessionRevoked', refusal);
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect(afterClear).toHaveBeenCalledTimes(1);
  });

  it('does nothing after destroy: the session stays stored (R45)', () => {
    const afterClear = jest.fn();
    const { store } = marbles(
      (context) => {
        context.signedInWith(freshSession);
        context.destroy();
        endSession(context, 'sessionExpired', refusal);
      },
      { cleanups: [{ name: 'caches', afterClear }] },
    );
    expect([store.stored.session, afterClear.mock.calls]).toEqual([freshSession, []]);
  });

  it('ends the session although the storage refuses, and reports that (R14)', () => {
    const error = storageError();
    const { states, errors } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.failNext('clear$', error);
      endSession(context, 'sessionExpired', refusal);
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut' });
    expect(errors).toEqual([error]);
  });

  it('ends the session although the storage does not answer, and reports that (R52)', () => {
    const { errors } = marbles((context, { expectObservable }) => {
      context.signedInWith(freshSession);
      context.store.hangNext('clear$');
      endSession(context, 'sessionExpired', refusal);
      expectObservable(context.machine.state$).toBe('a', {
        a: expect.objectContaining({ status: 'signedOut' }),
      });
    });
    expect(errors).toMatchObject([{ code: 'StorageNotAnswering' }]);
  });

  it('reports a record that could only be overwritten (R14)', () => {
    const error = storageError();
    const { errors, tabs } = marbles((context) => {
      context.signedInWith(freshSession);
      context.store.clearReport = { storageError: error };
      endSession(context, 'sessionExpired', refusal);
    });
    expect([errors, tabs.announcements]).toEqual([[error], 1]);
  });
});

import { tap } from 'rxjs';
import { createAuthMachine } from '../../src/machine/auth-machine';
import type { AuthMachine } from '../../src/machine/auth-machine';
import type { AuthInput } from '../../src/model/auth-input';
import { createFakeTabChannel } from '../fakes/fake-environment';
import { networkError, serviceError } from '../fakes/fake-errors';
import { fakeSession } from '../fakes/fake-tokens';
import { watch } from '../fakes/marbles';

const session = fakeSession();
const renewed = fakeSession({ serial: '2' });
const EPOCH = 'e1';
const eve = { id: 1, username: 'eve' };
const zoe = { id: 2, username: 'zoe' };

const restored: AuthInput = { type: 'sessionRestored', freshness: 'fresh', epoch: EPOCH, session };
const nobody: AuthInput = { type: 'noSessionFound', epoch: 'e0' };
const refreshed: AuthInput = { type: 'tokensRefreshed', epoch: EPOCH, session: renewed, isOwn: true };
const ended: AuthInput = { type: 'sessionEnded', epoch: 'e2', reason: 'userDeleted', isOwn: true };
const signOut: AuthInput = {
  type: 'signOutStarted',
  user: session.user,
  scope: 'local',
  epoch: 'e2',
  endedEpoch: EPOCH,
};
const started = (attempt: { id: number; username: string }): AuthInput => ({
  type: 'signInStarted',
  attempt,
});
const begun: AuthInput = { type: 'sessionBegun', attemptId: 1, epoch: EPOCH, session, from: 'e0' };

const machineAfter = (...inputs: AuthInput[]): AuthMachine => {
  const machine = createAuthMachine(createFakeTabChannel());
  for (const input of inputs) machine.send(input);
  return machine;
};

/** The statuses that a subscriber was told. */
const statusesOf = (machine: AuthMachine): readonly string[] => {
  const statuses: string[] = [];
  machine.state$.subscribe(({ status }) => statuses.push(status));
  return statuses;
};

describe('createAuthMachine', () => {
  it('begins while restoring, and holds nothing', () => {
    expect(machineAfter().now).toEqual({ state: { status: 'restoring' } });
  });

  it('shares nothing with another machine (R46)', () => {
    const other = machineAfter();
    machineAfter(restored);
    expect(other.now).toEqual({ state: { status: 'restoring' } });
  });

  describe('send', () => {
    it('says whether an input was taken', () => {
      const machine = machineAfter(restored);
      expect([
        machine.send(refreshed),
        machine.send({ ...refreshed, epoch: 'e0' }),
        machine.send(ended),
        machine.send(refreshed),
      ]).toEqual([true, false, true, false]);
    });

    it('takes an input that only tells of something', () => {
      const machine = machineAfter(nobody);
      const events = watch(machine.events$);
      expect(machine.send({ type: 'lateTokensRevoked' })).toBe(true);
      expect(events.values).toEqual([{ type: 'lateTokensRevoked' }]);
    });

    it('moves state and tokens together', () => {
      const machine = machineAfter(restored, refreshed);
      expect(machine.now).toMatchObject({ state: { status: 'signedIn' }, epoch: EPOCH, session: renewed });
      machine.send(signOut);
      expect(machine.now).toMatchObject({ state: { status: 'signingOut' }, epoch: 'e2', endedEpoch: EPOCH });
      expect(machine.now.session).toBeUndefined();
    });

    it('freezes each situation', () => {
      const machine = machineAfter();
      const frozen = [restored, refreshed, ended].map((input) => {
        machine.send(input);
        return Object.isFrozen(machine.now);
      });
      expect(frozen).toEqual([true, true, true]);
    });

    it('keeps an input that is not taken to itself: no work, no announcement', () => {
      const tabs = createFakeTabChannel();
      const machine = createAuthMachine(tabs);
      const work = jest.fn();
      expect(machine.send(ended, { meanwhile: work })).toBe(true);
      expect(machine.send(ended, { meanwhile: work })).toBe(false);
      expect([work.mock.calls.length, tabs.announcements]).toEqual([1, 1]);
    });
  });

  describe('what follows from a move', () => {
    it('has one order: memory, storage, what waits, other tabs, subscribers', () => {
      const order: string[] = [];
      const note = (what: string) => () => {
        order.push(`${what} ${machine.now.session ? 'with' : 'without'} tokens`);
      };
      const machine = createAuthMachine({ announce: note('announced') });
      machine.send(restored);
      machine.moves$.subscribe(note('moved'));
      machine.sessionOver$(EPOCH).subscribe({ error: note('cut off') });
      machine.events$.subscribe(note('event'));
      machine.state$.subscribe(note('state'));
      order.length = 0;
      machine.send(ended, { meanwhile: note('storage') });
      expect(order).toEqual(
        ['storage', 'moved', 'cut off', 'announced', 'state', 'event'].map((it) => `${it} without tokens`),
      );
    });

    it.each<[string, AuthInput[], AuthInput, number]>([
      ['a session that began', [nobody, started(eve)], begun, 1],
      ['new tokens', [restored], refreshed, 1],
      ['new tokens of another tab', [restored], { ...refreshed, isOwn: false }, 0],
      ['a session that ended here', [restored], ended, 1],
      ['a session that ended in another tab', [restored], { ...ended, isOwn: false }, 0],
      ['a sign-out', [restored], signOut, 1],
      ['a sign-in that is cut off', [nobody, started(eve)], { type: 'signInCutOff', epoch: 'e2' }, 1],
      ['a refresh that begins', [restored], { type: 'refreshStarted', epoch: EPOCH }, 0],
      ['a sign-in that begins', [nobody], started(eve), 0],
    ])('tells other tabs of %s only where the record changed (R19)', (_what, before, input, expected) => {
      const tabs = createFakeTabChannel();
      const machine = createAuthMachine(tabs);
      for (const it of before) machine.send(it);
      const announced = tabs.announcements;
      machine.send(input);
      expect(tabs.announcements - announced).toBe(expected);
    });

    it.each<[string, AuthInput]>([
      ['refused', { ...ended, epoch: 'e9' }],
      ['signed out of', { ...signOut, epoch: 'e9', endedEpoch: EPOCH }],
    ])('tells them which session it has ended last, where that was %s (R19)', (_how, input) => {
      const tabs = createFakeTabChannel();
      const machine = createAuthMachine(tabs);
      for (const it of [nobody, started(eve), begun]) machine.send(it);
      machine.send(input);
      expect(tabs.toldEnds).toEqual([undefined, { endedEpoch: EPOCH, epoch: 'e9' }]);
    });

    it('names no session to them where it knew of none (R27)', () => {
      const tabs = createFakeTabChannel();
      createAuthMachine(tabs).send(ended);
      expect(tabs.toldEnds).toStrictEqual([undefined]);
    });

    it('tells them of no end with what comes later, nor of one that another tab brought about (R19, R27)', () => {
      const tabs = createFakeTabChannel();
      const machine = createAuthMachine(tabs);
      const inputs: readonly AuthInput[] = [
        nobody,
        started(eve),
        begun,
        { ...ended, isOwn: false },
        started(eve),
      ];
      for (const it of inputs) machine.send(it);
      expect(machine.send({ ...begun, epoch: 'e3' })).toBe(true);
      expect(machine.now.endedEpoch).toBe(EPOCH);
      expect(tabs.toldEnds).toStrictEqual([undefined, undefined]);
    });

    it('tells nobody while a sender holds a lock, and all of it later, in order', () => {
      const machine = machineAfter(nobody, started(eve));
      const told = statusesOf(machine);
      const events = watch(machine.events$);
      expect(machine.send(begun, { isToldLater: true })).toBe(true);
      expect([machine.now.state.status, told.length, events.values.length]).toEqual(['signedIn', 1, 0]);
      machine.tell();
      expect([told, events.values.map(({ type }) => type)]).toEqual([
        ['signingIn', 'signedIn'],
        ['signedIn'],
      ]);
    });

    it('tells it before whatever is sent next', () => {
      const machine = machineAfter(nobody, started(eve));
      const told = statusesOf(machine);
      machine.send(begun, { isToldLater: true });
      machine.send(signOut);
      expect(told).toEqual(['signingIn', 'signedIn', 'signingOut']);
    });

    it('tells nobody before the storage has let go, also where the clearing reports an error (R48)', () => {
      const machine = machineAfter(restored);
      const order: string[] = [];
      machine.errors$.subscribe(() => order.push('error'));
      machine.state$.subscribe(({ status }) => order.push(status));
      machine.send(ended, {
        meanwhile: () => {
          machine.report(networkError());
          order.push('cleared');
        },
      });
      expect(order).toEqual(['signedIn', 'cleared', 'signedOut', 'error']);
    });

    it('tells in order also where the storage itself calls back in (R48)', () => {
      const machine = machineAfter(restored);
      const told = statusesOf(machine);
      machine.send(ended, { meanwhile: () => machine.send(started(eve)) });
      expect([told, machine.now.state.status]).toEqual([['signedIn', 'signedOut', 'signingIn'], 'signingIn']);
    });

    it('moves in order also where what is cut off calls back in (R48)', () => {
      const machine = machineAfter(restored);
      machine.sessionOver$(EPOCH).subscribe({ error: () => machine.send(started(eve)) });
      const moves = watch(machine.moves$);
      const told = statusesOf(machine);
      machine.send(ended);
      expect(moves.values.map(({ state }) => state.status)).toEqual(['signedOut', 'signingIn']);
      expect(told).toEqual(['signedIn', 'signedOut', 'signingIn']);
    });

    it('goes on after work that throws', () => {
      const machine = machineAfter(restored);
      const work = (): never => {
        throw new Error('a fault');
      };
      expect(() => machine.send(ended, { meanwhile: work })).toThrow('a fault');
      const told = statusesOf(machine);
      machine.send(started(eve));
      expect(told).toEqual(['signedIn', 'signedOut', 'signingIn']);
    });
  });

  describe('state$', () => {
    it('replays what was told last synchronously to each subscriber (R47)', () => {
      const machine = machineAfter(restored);
      expect(watch(machine.state$).values).toEqual([machine.now.state]);
    });

    it('emits a state only where it differs', () => {
      const machine = machineAfter(restored);
      const told = statusesOf(machine);
      machine.send({ type: 'signInEnded', attemptId: 9, reason: 'signInCancelled' });
      machine.send({ type: 'refreshFailed', epoch: EPOCH, error: networkError() });
      machine.send({ type: 'refreshFailed', epoch: EPOCH, error: networkError() });
      expect(told).toEqual(['signedIn', 'signedIn']);
    });

    it('judges at once what a subscriber sends, and tells it after the others have been told (R26, R47)', () => {
      const machine = machineAfter();
      const first: string[] = [];
      const second: string[] = [];
      machine.state$.subscribe(({ status }) => {
        first.push(status);
        if (status !== 'signedOut') return;
        expect(machine.send(started(eve))).toBe(true);
        first.push(`now ${machine.now.state.status}`);
      });
      machine.state$.subscribe(({ status }) => second.push(status));
      machine.send(nobody);
      expect(first).toEqual(['restoring', 'signedOut', 'now signingIn', 'signingIn']);
      expect(second).toEqual(['restoring', 'signedOut', 'signingIn']);
    });

    it('lets it wait for the event that belongs to the state as well (R26, R47)', () => {
      const machine = machineAfter(restored);
      const order: string[] = [];
      machine.state$.subscribe(({ status }) => {
        if (status === 'signedOut') machine.send(started(eve));
      });
      machine.state$.subscribe(({ status }) => order.push(status));
      machine.events$.subscribe(({ type }) => order.push(`event ${type}`));
      machine.send(ended);
      expect(order).toEqual(['signedIn', 'signedOut', 'event signedOut', 'signingIn']);
    });

    it('takes the last word of a subscriber (R48)', () => {
      const machine = machineAfter();
      const names: (string | undefined)[] = [];
      machine.state$.subscribe((state) => {
        if (state.status === 'signingIn') names.push(state.username);
        if (state.status !== 'signedOut') return;
        machine.send(started(eve));
        machine.send(started(zoe));
      });
      machine.send(nobody);
      expect(names).toEqual(['eve', 'zoe']);
      expect(machine.now.attempt).toEqual(zoe);
    });

    it('tells one who subscribes while others are told what was told last, then what follows (R47)', () => {
      const machine = machineAfter();
      let late: readonly string[] = [];
      machine.state$.subscribe(({ status }) => {
        if (status !== 'signedOut') return;
        machine.send(started(eve));
        late = statusesOf(machine);
        expect(late).toEqual(['signedOut']);
      });
      machine.send(nobody);
      expect(late).toEqual(['signedOut', 'signingIn']);
    });

    it('goes on after a subscriber that throws (R15, R47)', () => {
      jest.useFakeTimers();
      const machine = machineAfter();
      const fault = (): never => {
        throw new Error('a fault of the application');
      };
      const { values } = watch(
        machine.state$.pipe(
          tap(({ status }) => {
            if (status === 'signedOut') fault();
          }),
        ),
      );
      const told = statusesOf(machine);
      machine.state$.subscribe(({ status }) => {
        if (status === 'signedOut') fault();
      });
      machine.send(nobody);
      machine.send(started(eve));
      expect([values.length, told]).toEqual([1, ['restoring', 'signedOut', 'signingIn']]);
      // rxjs reports the fault to the platform, on a timer.
      expect(() => jest.runAllTimers()).toThrow('a fault of the application');
      jest.useRealTimers();
    });
  });

  describe('events$', () => {
    it('emits a frozen event after its state', () => {
      const machine = machineAfter();
      const order: unknown[] = [];
      machine.state$.subscribe(({ status }) => order.push(status));
      machine.events$.subscribe((event) => order.push([event.type, Object.isFrozen(event)]));
      machine.send(restored);
      machine.send(ended);
      expect(order).toEqual([
        'restoring',
        'signedIn',
        ['sessionRestored', true],
        'signedOut',
        ['signedOut', true],
      ]);
    });

    it('does not replay', () => {
      expect(watch(machineAfter(restored, ended).events$).values).toEqual([]);
    });
  });

  describe('sessionOver$', () => {
    it('errors at once where the session of the epoch is not held', () => {
      const machine = machineAfter(restored);
      expect(watch(machine.sessionOver$('e0')).error).toMatchObject({ kind: 'signedOut' });
      machine.send(signOut);
      expect(watch(machine.sessionOver$(EPOCH)).error).toMatchObject({ kind: 'signedOut' });
      expect(watch(machine.sessionOver$('e2')).error).toMatchObject({ kind: 'signedOut' });
    });

    it('waits while the session is renewed, and errors when it ends', () => {
      const machine = machineAfter(restored);
      const over = watch(machine.sessionOver$(EPOCH));
      machine.send(refreshed);
      expect([over.error, over.isComplete]).toEqual([undefined, false]);
      machine.send(signOut);
      expect(over).toMatchObject({ values: [], error: { kind: 'signedOut', code: 'SignedOut' } });
    });

    it('errors where another session takes its place (R24)', () => {
      const machine = machineAfter(restored);
      const over = watch(machine.sessionOver$(EPOCH));
      machine.send({ type: 'sessionReplaced', epoch: 'e7', session: renewed });
      expect(over.error).toMatchObject({ kind: 'signedOut' });
    });

    it('tells everybody who waits why, whatever the first of them does about it (R48)', () => {
      const machine = machineAfter(restored);
      const error = serviceError('UserNotFoundException');
      machine.sessionOver$(EPOCH).subscribe({ error: () => machine.send(started(eve)) });
      const second = watch(machine.sessionOver$(EPOCH));
      machine.send({ ...ended, error });
      expect(second.error).toBe(error);
    });
  });

  describe('attemptOver$', () => {
    const cutOff: AuthInput = { type: 'signInCutOff', epoch: 'e2' };

    it('errors at once where the attempt is not wanted any more', () => {
      expect(watch(machineAfter(nobody).attemptOver$(1)).error).toMatchObject({ code: 'SignedOut' });
      const superseded = machineAfter(nobody, started(eve), started(zoe));
      expect(watch(superseded.attemptOver$(1)).error).toMatchObject({ code: 'SignInSuperseded' });
    });

    it('waits while the attempt is under way, or waits for its turn', () => {
      const underWay = watch(machineAfter(nobody, started(eve)).attemptOver$(1));
      const queued = watch(machineAfter({ type: 'signInQueued', attempt: eve }).attemptOver$(1));
      expect([underWay.error, queued.error]).toStrictEqual([undefined, undefined]);
    });

    it.each<[string, AuthInput, string]>([
      ['a newer attempt', started(zoe), 'SignInSuperseded'],
      ['a sign-out', cutOff, 'SignedOut'],
      ['another tab', { type: 'sessionReplaced', epoch: 'e7', session }, 'SignInSuperseded'],
    ])('errors where %s takes its place (R3)', (_what, input, code) => {
      const machine = machineAfter(nobody, started(eve));
      const over = watch(machine.attemptOver$(1));
      machine.send(input);
      expect(over.error).toMatchObject({ kind: 'cancelled', code });
    });

    it.each<[string, AuthInput]>([
      ['its session', begun],
      ['its own end', { type: 'signInEnded', attemptId: 1, reason: 'noSession' }],
    ])('says nothing of %s: the result of the attempt does', (_what, input) => {
      const machine = machineAfter(nobody, started(eve));
      const over = watch(machine.attemptOver$(1));
      machine.send(input);
      expect([over.error, over.isComplete]).toEqual([undefined, false]);
    });

    it('says what ended the attempt, not what came after it (R48)', () => {
      const machine = machineAfter(nobody, started(eve));
      machine.attemptOver$(1).subscribe({ error: () => machine.send(started(zoe)) });
      const second = watch(machine.attemptOver$(1));
      machine.send(cutOff);
      expect(second.error).toMatchObject({ code: 'SignedOut' });
    });

    it('leaves an attempt alone that begins while an older one is being cut off (R48)', () => {
      const machine = machineAfter(nobody, started(eve));
      let newer: ReturnType<typeof watch> | undefined;
      machine.attemptOver$(1).subscribe({
        error: () => {
          machine.send(started(zoe));
          newer = watch(machine.attemptOver$(2));
        },
      });
      machine.send(cutOff);
      expect(newer).toMatchObject({ error: undefined, isComplete: false });
      machine.send({ type: 'signInCutOff', epoch: 'e3' });
      expect(newer).toMatchObject({ error: { code: 'SignedOut' } });
    });

    it('minds no move from before it was asked (R48)', () => {
      const machine = machineAfter(nobody, started(eve));
      let newer: ReturnType<typeof watch> | undefined;
      machine.attemptOver$(1).subscribe({
        error: () => {
          machine.send({ type: 'epochMoved', epoch: 'e8' });
          machine.send(started(zoe));
          newer = watch(machine.attemptOver$(2));
        },
      });
      machine.send(cutOff);
      expect(newer).toMatchObject({ error: undefined, isComplete: false });
    });

    it('tells what ended it, of several moves that came at once (R48)', () => {
      const machine = machineAfter(nobody, started(eve));
      let newer: ReturnType<typeof watch> | undefined;
      machine.attemptOver$(1).subscribe({
        error: () => {
          machine.send(started(zoe));
          newer = watch(machine.attemptOver$(2));
          machine.send({ type: 'epochMoved', epoch: 'e8' });
          machine.send(started({ id: 3, username: 'mallory' }));
        },
      });
      machine.send(cutOff);
      expect(newer).toMatchObject({ error: { code: 'SignInSuperseded' } });
    });
  });

  describe('whenTold$', () => {
    it('emits at once where everything has been told', () => {
      expect(watch(machineAfter(nobody).whenTold$('value'))).toMatchObject({
        values: ['value'],
        isComplete: true,
      });
    });

    it('emits after what is being told, from inside a subscriber too', () => {
      const machine = machineAfter();
      const order: string[] = [];
      machine.state$.subscribe(({ status }) => {
        if (status !== 'signedOut') return;
        machine.send(started(eve));
        machine.whenTold$('result').subscribe((value) => order.push(value));
      });
      machine.state$.subscribe(({ status }) => order.push(status));
      machine.send(nobody);
      expect(order).toEqual(['restoring', 'signedOut', 'signingIn', 'result']);
    });

    it('tells what was sent to be told later, first', () => {
      const machine = machineAfter(nobody, started(eve));
      const told = statusesOf(machine);
      machine.send(begun, { isToldLater: true });
      machine.whenTold$('value').subscribe();
      expect(told).toEqual(['signingIn', 'signedIn']);
    });
  });

  describe('report', () => {
    it('emits an error once, however often it passes', () => {
      const machine = machineAfter();
      const { values } = watch(machine.errors$);
      const error = networkError();
      machine.report(error);
      machine.report(error);
      machine.report(networkError());
      expect(values).toHaveLength(2);
    });

    it('waits for what is being told', () => {
      const machine = machineAfter();
      const order: string[] = [];
      machine.state$.subscribe(({ status }) => {
        if (status === 'signedOut') machine.report(networkError());
      });
      machine.errors$.subscribe(() => order.push('error'));
      machine.state$.subscribe(({ status }) => order.push(status));
      machine.send(nobody);
      expect(order).toEqual(['restoring', 'signedOut', 'error']);
    });
  });

  describe('destroy', () => {
    it('completes every stream, once', () => {
      const machine = machineAfter();
      const streams = [watch(machine.state$), watch(machine.events$), watch(machine.errors$)];
      const destroyed = watch(machine.destroyed$);
      machine.destroy();
      machine.destroy();
      expect(streams.map(({ isComplete }) => isComplete)).toEqual([true, true, true]);
      expect(destroyed).toMatchObject({ values: [undefined], isComplete: true });
    });

    it('is heard of by whoever subscribes later', () => {
      const machine = machineAfter(restored);
      machine.destroy();
      expect(watch(machine.destroyed$).isComplete).toBe(true);
      const late = [machine.sessionOver$(EPOCH), machine.attemptOver$(1)].map((over$) => watch(over$).error);
      expect(late).toMatchObject([{ code: 'AuthDestroyed' }, { code: 'AuthDestroyed' }]);
    });

    it('cuts off what waits (R45)', () => {
      const machine = machineAfter(nobody, started(eve));
      const waiting = [watch(machine.attemptOver$(1))];
      machine.send(begun);
      waiting.push(watch(machine.sessionOver$(EPOCH)));
      machine.destroy();
      expect(waiting).toMatchObject([
        { error: { kind: 'invalidState' } },
        { error: { kind: 'invalidState' } },
      ]);
    });

    it('keeps its last situation, whatever is sent', () => {
      const machine = machineAfter(restored);
      machine.destroy();
      const work = jest.fn();
      expect(machine.send(ended, { meanwhile: work })).toBe(false);
      expect([machine.now.state.status, work.mock.calls.length]).toEqual(['signedIn', 0]);
    });

    it('tells one who waits for the telling all the same, so that nobody waits for ever', () => {
      const machine = machineAfter();
      machine.destroy();
      expect(watch(machine.whenTold$('value')).values).toEqual(['value']);
    });

    it('leaves what was not told yet untold where a subscriber destroys it', () => {
      const machine = machineAfter();
      const { values } = watch(machine.state$);
      machine.state$.subscribe(({ status }) => {
        if (status !== 'signedOut') return;
        machine.send(started(eve));
        machine.destroy();
      });
      machine.send(nobody);
      expect(values.map(({ status }) => status)).toEqual(['restoring', 'signedOut']);
    });
  });
});

import { tap } from 'rxjs';
import { createAuthMachine } from '../../src/machine/auth-machine';
import type { AuthInput } from '../../src/model/auth-input';
import type { AuthUser } from '../../src/model/auth-state';
import { networkError } from '../fakes/fake-errors';
import { watch } from '../fakes/marbles';

const ada: AuthUser = { username: 'ada', userId: 'ada-sub', groups: [] };
const restored: AuthInput = { type: 'sessionRestored', freshness: 'fresh', user: ada, expiresAt: 1 };

describe('createAuthMachine', () => {
  it('begins while restoring', () => {
    expect(createAuthMachine().state).toEqual({ status: 'restoring' });
  });

  it('replays the current state synchronously to each subscriber (R47)', () => {
    const machine = createAuthMachine();
    machine.dispatch(restored);
    expect(watch(machine.state$).values).toEqual([machine.state]);
  });

  it('emits a state only where it differs', () => {
    const machine = createAuthMachine();
    const { values } = watch(machine.state$);
    machine.dispatch({ type: 'noSessionFound' });
    machine.dispatch({ type: 'noSessionFound' });
    machine.dispatch({ type: 'tokensRefreshed', user: ada, expiresAt: 2 });
    expect(values).toHaveLength(2);
  });

  it('emits a frozen event after its state', () => {
    const machine = createAuthMachine();
    const order: unknown[] = [];
    machine.state$.subscribe(({ status }) => order.push(status));
    machine.events$.subscribe((event) =>
      order.push([event.type, Object.isFrozen(event), machine.state.status]),
    );
    machine.dispatch(restored);
    machine.dispatch({ type: 'sessionEnded', reason: 'userDeleted' });
    expect(order).toEqual([
      'restoring',
      'signedIn',
      ['sessionRestored', true, 'signedIn'],
      'signedOut',
      ['signedOut', true, 'signedOut'],
    ]);
  });

  it('does not replay events', () => {
    const machine = createAuthMachine();
    machine.dispatch(restored);
    machine.dispatch({ type: 'sessionEnded', reason: 'userDeleted' });
    expect(watch(machine.events$).values).toEqual([]);
  });

  it('lets an input that arises while another is processed wait until all have been told (R26)', () => {
    const machine = createAuthMachine();
    const first: string[] = [];
    const second: string[] = [];
    machine.state$.subscribe(({ status }) => {
      first.push(status);
      if (status === 'signedOut') machine.dispatch({ type: 'signInStarted' });
    });
    machine.state$.subscribe(({ status }) => second.push(status));
    machine.dispatch({ type: 'noSessionFound' });
    expect(first).toEqual(['restoring', 'signedOut', 'signingIn']);
    expect(second).toEqual(first);
  });

  it('lets it wait for the event that belongs to the state as well (R26, R47)', () => {
    const machine = createAuthMachine();
    const order: string[] = [];
    machine.dispatch(restored);
    machine.state$.subscribe(({ status }) => {
      if (status === 'signedOut') machine.dispatch({ type: 'signInStarted' });
    });
    machine.state$.subscribe(({ status }) => order.push(status));
    machine.events$.subscribe(({ type }) => order.push(`event ${type}`));
    machine.dispatch({ type: 'sessionEnded', reason: 'sessionExpired' });
    expect(order).toEqual(['signedIn', 'signedOut', 'event signedOut', 'signingIn']);
  });

  it('processes queued inputs in their order', () => {
    const machine = createAuthMachine();
    const names: (string | undefined)[] = [];
    machine.state$.subscribe((state) => {
      if (state.status === 'signingIn') names.push(state.username);
      if (state.status !== 'signedOut') return;
      machine.dispatch({ type: 'signInStarted', username: 'ada' });
      machine.dispatch({ type: 'signInStarted', username: 'bob' });
    });
    machine.dispatch({ type: 'noSessionFound' });
    expect(names).toEqual(['ada', 'bob']);
  });

  it('tells the dispatcher once its input has been processed', () => {
    const machine = createAuthMachine();
    const heard: string[] = [];
    machine.dispatch({ type: 'noSessionFound' }, () => heard.push(machine.state.status));
    expect(heard).toEqual(['signedOut']);
  });

  it('goes on after a subscriber that throws (R15, R47)', () => {
    jest.useFakeTimers();
    const machine = createAuthMachine();
    const { values } = watch(
      machine.state$.pipe(
        tap(({ status }) => {
          if (status === 'signedOut') throw new Error('a fault of the application');
        }),
      ),
    );
    const other = watch(machine.state$);
    machine.state$.subscribe(({ status }) => {
      if (status === 'signedOut') throw new Error('a fault of the application');
    });
    machine.dispatch({ type: 'noSessionFound' });
    machine.dispatch({ type: 'signInStarted' });
    expect([values.length, other.values.map(({ status }) => status)]).toEqual([
      1,
      ['restoring', 'signedOut', 'signingIn'],
    ]);
    // rxjs reports the fault to the platform, on a timer.
    expect(() => jest.runAllTimers()).toThrow('a fault of the application');
    jest.useRealTimers();
  });

  it('reports an error once, however often it passes', () => {
    const machine = createAuthMachine();
    const { values } = watch(machine.errors$);
    const error = networkError();
    machine.report(error);
    machine.report(error);
    machine.report(networkError());
    expect(values).toHaveLength(2);
  });

  it('completes every stream at destroy', () => {
    const machine = createAuthMachine();
    const streams = [watch(machine.state$), watch(machine.events$), watch(machine.errors$)];
    machine.destroy();
    expect(streams.map(({ isComplete }) => isComplete)).toEqual([true, true, true]);
  });

  it('keeps its last state after destroy, whatever is dispatched', () => {
    const machine = createAuthMachine();
    machine.dispatch(restored);
    machine.destroy();
    machine.dispatch({ type: 'sessionEnded', reason: 'signedOut' });
    expect(machine.state).toMatchObject({ status: 'signedIn' });
  });

  it('tells a dispatcher after destroy all the same, so that nobody waits for ever', () => {
    const machine = createAuthMachine();
    const heard: string[] = [];
    machine.destroy();
    machine.dispatch({ type: 'noSessionFound' }, () => heard.push('processed'));
    expect(heard).toEqual(['processed']);
  });

  it('leaves queued inputs without effect where a subscriber destroys it', () => {
    const machine = createAuthMachine();
    const { values } = watch(machine.state$);
    machine.state$.subscribe(({ status }) => {
      if (status !== 'signedOut') return;
      machine.dispatch({ type: 'signInStarted' });
      machine.destroy();
    });
    machine.dispatch({ type: 'noSessionFound' });
    expect(values.map(({ status }) => status)).toEqual(['restoring', 'signedOut']);
  });

  it('shares nothing with another machine (R46)', () => {
    const [one, other] = [createAuthMachine(), createAuthMachine()];
    one.dispatch(restored);
    expect(other.state).toEqual({ status: 'restoring' });
  });
});

import { dispatched$ } from '../../src/flows/dispatch';
import { marbles } from '../fakes/marbles';

describe('dispatched$', () => {
  it('dispatches nothing before subscription', () => {
    const { states } = marbles(({ machine }) => {
      dispatched$(machine, { type: 'noSessionFound' }, 'value');
    });
    expect(states).toEqual([{ status: 'restoring' }]);
  });

  it('emits its value once the machine has processed the input, and completes', () => {
    marbles(({ machine }, { expectObservable }) => {
      expectObservable(dispatched$(machine, { type: 'noSessionFound' }, 'a')).toBe('(a|)');
    });
  });

  it('emits after every subscriber has heard of the state, and of the event', () => {
    const heard: string[] = [];
    marbles((context) => {
      context.machine.state$.subscribe(({ status }) => heard.push(status));
      context.machine.events$.subscribe(({ type }) => heard.push(`event ${type}`));
      const user = { username: 'ada', userId: 'ada-sub', groups: [] };
      context.signedOut();
      context.machine.dispatch({ type: 'signInStarted' });
      dispatched$(context.machine, { type: 'signedIn', user, expiresAt: 1 }, 'value').subscribe((value) =>
        heard.push(value),
      );
    });
    expect(heard).toEqual(['restoring', 'signedOut', 'signingIn', 'signedIn', 'event signedIn', 'value']);
  });

  it('waits its turn where it is subscribed to from inside another input', () => {
    const heard: string[] = [];
    marbles(({ machine }) => {
      machine.state$.subscribe(({ status }) => {
        if (status !== 'signedOut') return;
        dispatched$(machine, { type: 'signInStarted' }, 'value').subscribe((value) => heard.push(value));
        heard.push('subscribed');
      });
      machine.dispatch({ type: 'noSessionFound' });
    });
    expect(heard).toEqual(['subscribed', 'value']);
  });

  it('gives nothing to a subscriber who has left before the input was processed', () => {
    const heard: string[] = [];
    marbles(({ machine }) => {
      machine.state$.subscribe(({ status }) => {
        if (status !== 'signedOut') return;
        const value$ = dispatched$(machine, { type: 'signInStarted' }, 'value');
        value$.subscribe((value) => heard.push(value)).unsubscribe();
      });
      machine.dispatch({ type: 'noSessionFound' });
    });
    expect(heard).toEqual([]);
  });
});

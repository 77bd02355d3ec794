import { tap } from 'rxjs';
import { dispatched$ } from '../../src/flows/dispatch';
import { marbles, watch } from '../fakes/marbles';

describe('dispatched$', () => {
  it('dispatches nothing before subscription', () => {
    const { states } = marbles(({ machine }) => {
      void dispatched$(machine, { type: 'noSessionFound' }, 'value');
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
    const order: string[] = [];
    marbles(({ machine }) => {
      machine.state$.subscribe(({ status }) => {
        if (status !== 'signedOut') return;
        watch(
          dispatched$(machine, { type: 'signInStarted' }, 'value').pipe(tap(() => order.push('emitted'))),
        );
        order.push('subscribed');
      });
      machine.dispatch({ type: 'noSessionFound' });
    });
    expect(order).toEqual(['subscribed', 'emitted']);
  });

  it('gives nothing to a subscriber who has left before the input was processed', () => {
    const heard: (readonly string[])[] = [];
    marbles(({ machine }) => {
      machine.state$.subscribe(({ status }) => {
        if (status !== 'signedOut') return;
        const { values, subscription } = watch(dispatched$(machine, { type: 'signInStarted' }, 'value'));
        subscription.unsubscribe();
        heard.push(values);
      });
      machine.dispatch({ type: 'noSessionFound' });
    });
    expect(heard).toEqual([[]]);
  });
});

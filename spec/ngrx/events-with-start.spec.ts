import { createTestAuth, restoringState, signedInState, signedOutState, testUser } from 'rx-cognito/testing';
import type { TestAuth } from 'rx-cognito/testing';
import { eventsWithStart$ } from '../../src/ngrx/events-with-start';

const RESTORED = { type: 'sessionRestored', user: testUser() } as const;

const heard = (auth: TestAuth) => {
  const events: unknown[] = [];
  const subscription = eventsWithStart$(auth).subscribe((event) => events.push(event));
  return { events, subscription };
};
const endOfTurn = () => Promise.resolve();

describe('eventsWithStart$', () => {
  it('begins with a session that is there already, at the end of the turn (#12)', async () => {
    const { events } = heard(createTestAuth({ state: signedInState({ freshness: 'stale' }) }));
    expect(events).toEqual([]);
    await endOfTurn();
    expect(events).toEqual([RESTORED]);
  });

  it('tells of a session that an asynchronous storage brings, once (#12)', async () => {
    const auth = createTestAuth({ state: restoringState() });
    const { events } = heard(auth);
    await endOfTurn();
    auth.startSession();
    await endOfTurn();
    expect(events).toEqual([RESTORED]);
  });

  it('tells it once where its event is just about to be told (#12)', async () => {
    const auth = createTestAuth({ state: signedInState() });
    const { events } = heard(auth);
    auth.emitEvent(RESTORED);
    await endOfTurn();
    expect(events).toEqual([RESTORED]);
  });

  it('says nothing of a session that is over, or another user’s, by the end of the turn (#12)', async () => {
    const ended = createTestAuth({ state: signedInState() });
    const other = createTestAuth({ state: signedInState() });
    const [first, second] = [heard(ended), heard(other)];
    ended.endSession('sessionExpired');
    other.startSession({ username: 'grace' });
    await endOfTurn();
    expect(first.events).toEqual([{ type: 'signedOut', reason: 'sessionExpired', user: testUser() }]);
    expect(second.events).toEqual([expect.objectContaining({ type: 'userChanged' })]);
  });

  it('says nothing where nobody is signed in, nor to who has left (#12)', async () => {
    const { events } = heard(createTestAuth({ state: signedOutState() }));
    const left = heard(createTestAuth({ state: signedInState() }));
    left.subscription.unsubscribe();
    await endOfTurn();
    expect([...events, ...left.events]).toEqual([]);
  });
});

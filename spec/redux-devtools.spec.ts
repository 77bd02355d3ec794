import { Subject } from 'rxjs';
import { createTestAuth, signOutResult, testError } from '../src/testing';
import { connectReduxDevTools } from '../src/redux-devtools';

const scope = globalThis as Record<string, unknown>;
const EXTENSION = '__REDUX_DEVTOOLS_EXTENSION__';

const fail = (): never => {
  throw new Error('The panel is gone.');
};

/** An extension that keeps what it is shown, as a structured clone: that is how it travels to the panel. */
const install = () => {
  const shown: [label: string, state: unknown][] = [];
  const connect = jest.fn(() => ({
    init: (state: unknown) => {
      shown.push(['init', structuredClone(state)]);
    },
    send: (action: { type: string }, state: unknown) => {
      shown.push([structuredClone(action).type, structuredClone(state)]);
    },
  }));
  scope[EXTENSION] = { connect };
  return { connect, labels: () => shown.map(([label]) => label), shown };
};

describe('connectReduxDevTools', () => {
  afterEach(() => {
    Reflect.deleteProperty(scope, EXTENSION);
  });

  it('shows states, events and errors as they are told (#18)', () => {
    const { connect, labels, shown } = install();
    const auth = createTestAuth();
    connectReduxDevTools(auth);
    auth.startSession();
    auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'timeout' }) }));
    auth.signOut$().subscribe();
    expect(connect).toHaveBeenCalledWith({ name: 'rx-cognito' });
    expect(labels()[0]).toBe('init');
    expect(labels()).toEqual(
      expect.arrayContaining([
        'signedIn fresh',
        'signingOut revokeToken',
        'signedOut signedOut',
        'event signedOut',
      ]),
    );
    expect(labels().some((label) => label.startsWith('error '))).toBe(true);
    expect(shown.at(-1)?.[1]).toEqual(auth.state);
  });

  it('takes a name for the list of stores (#18)', () => {
    const { connect } = install();
    connectReduxDevTools(createTestAuth(), { name: 'admin' });
    expect(connect).toHaveBeenCalledWith({ name: 'admin' });
  });

  it.each<[string, () => unknown]>([
    ['connects with nothing', () => ({ connect: () => undefined })],
    ['fails as it is connected', () => ({ connect: () => fail() })],
    ['fails as it is shown things', () => ({ connect: () => ({ init: fail, send: fail }) })],
    ['fails as it is looked at', () => Object.defineProperty({}, 'connect', { get: fail })],
    ['is something else', () => 'here'],
  ])('throws nothing into the application where what has that name %s (#18)', (_, makeExtension) => {
    scope[EXTENSION] = makeExtension();
    const auth = createTestAuth();
    const connection = connectReduxDevTools(auth);
    auth.startSession();
    auth.endSession();
    expect(auth.state.status).toBe('signedOut');
    connection.unsubscribe();
  });

  it('shows nothing more once it is unsubscribed (#18)', () => {
    const { labels } = install();
    const auth = createTestAuth();
    connectReduxDevTools(auth).unsubscribe();
    auth.startSession();
    expect(labels()).toEqual(['init']);
  });

  it.each([undefined, null, 'installed', {}, { connect: true }])(
    'does nothing where the extension is %p (#18)',
    (extension) => {
      scope[EXTENSION] = extension;
      const state$ = new Subject<never>();
      connectReduxDevTools({ state$, events$: state$, errors$: state$ });
      expect(state$.observed).toBe(false);
    },
  );
});

import fc from 'fast-check';
import type { AuthEvent } from '../../src/model/auth-event';
import type { AuthInput } from '../../src/model/auth-input';
import type { AuthState } from '../../src/model/auth-state';
import { DONE, signOutReport } from '../../src/model/sign-out-report';
import { eventOf, transition } from '../../src/model/transition';
import { ada, bob, error, INPUTS, nextStep, signedIn, STATES } from './transition-samples';

type Row = Readonly<Partial<Record<AuthInput['type'], AuthState>>>;

const adaSignedIn = (expiresAt: number): AuthState => ({
  status: 'signedIn',
  user: ada,
  freshness: 'fresh',
  expiresAt,
});
const bobSignedIn: AuthState = { status: 'signedIn', user: bob, freshness: 'fresh', expiresAt: 3 };
const adaSigningOut: AuthState = { status: 'signingOut', user: ada, scope: 'global', step: 'globalSignOut' };
const attemptOfEve: AuthState = { status: 'signingIn', username: 'eve' };

const whileSigningIn = (lastUsername: { lastUsername?: string }): Row => ({
  signInStarted: attemptOfEve,
  challengeReceived: { status: 'signingIn', username: 'eve', nextStep },
  signedIn: adaSignedIn(2),
  sessionReplaced: bobSignedIn,
  signInEnded: { status: 'signedOut', reason: 'signInCancelled', ...lastUsername },
  sessionEnded: { status: 'signedOut', reason: 'sessionExpired', ...lastUsername },
});

const whileSignedIn: Row = {
  tokensRefreshed: adaSignedIn(4),
  sessionReplaced: bobSignedIn,
  sessionEnded: { status: 'signedOut', reason: 'sessionExpired', lastUsername: 'ada' },
  signOutStarted: adaSigningOut,
};

/** What follows; an input without a cell is passed over: the state stays the same object. */
const TABLE: Readonly<Record<keyof typeof STATES, Row>> = {
  restoring: {
    sessionRestored: { status: 'signedIn', user: ada, freshness: 'stale', expiresAt: 1 },
    noSessionFound: { status: 'signedOut', reason: 'noSession' },
    challengeReceived: { status: 'signingIn', username: 'eve', nextStep },
    sessionEnded: { status: 'signedOut', reason: 'sessionExpired' },
    signOutStarted: adaSigningOut,
  },
  signedOut: { signInStarted: attemptOfEve, sessionReplaced: bobSignedIn },
  'signingIn, without a name': whileSigningIn({}),
  signingIn: whileSigningIn({ lastUsername: 'eve' }),
  'signingIn, challenged': whileSigningIn({ lastUsername: 'eve' }),
  'signedIn, fresh': {
    ...whileSignedIn,
    refreshStarted: signedIn('refreshing'),
    refreshFailed: signedIn('stale'),
  },
  'signedIn, refreshing': { ...whileSignedIn, refreshFailed: signedIn('stale') },
  'signedIn, stale': { ...whileSignedIn, refreshStarted: signedIn('refreshing') },
  'signingOut, local': {
    signOutWidened: { status: 'signingOut', user: ada, scope: 'global', step: 'revokeToken' },
    signOutStepStarted: { status: 'signingOut', user: ada, scope: 'local', step: 'clearCache' },
    signOutFinished: { status: 'signedOut', reason: 'signedOut', lastUsername: 'ada' },
  },
  'signingOut, global': {
    signOutStepStarted: { status: 'signingOut', user: ada, scope: 'global', step: 'clearCache' },
    signOutFinished: { status: 'signedOut', reason: 'signedOut', lastUsername: 'ada' },
  },
};

interface Cell {
  readonly name: keyof typeof STATES;
  readonly type: AuthInput['type'];
  readonly state: AuthState;
  readonly input: AuthInput;
  readonly expected: AuthState | undefined;
}

const CELLS: readonly Cell[] = Object.entries(STATES).flatMap(([name, state]) =>
  Object.values(INPUTS).map((input) => ({
    name: name as keyof typeof STATES,
    type: input.type,
    state,
    input,
    expected: TABLE[name as keyof typeof STATES][input.type],
  })),
);
const moves = CELLS.filter(({ expected }) => expected !== undefined);
const rests = CELLS.filter(({ expected }) => expected === undefined);

const isDeeplyFrozen = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen));

describe('transition', () => {
  it.each(moves)('moves on from $name at $type', ({ state, input, expected }) => {
    // Strictly: a key that is undefined is one that a store or a log shows.
    expect(transition(state, input)).toStrictEqual(expected);
  });

  it.each(moves)('returns a frozen state from $name at $type', ({ state, input }) => {
    expect(isDeeplyFrozen(transition(state, input))).toBe(true);
  });

  it.each(rests)('returns the same state from $name at $type', ({ state, input }) => {
    expect(transition(state, input)).toBe(state);
  });

  it('starts an attempt of nobody in particular', () => {
    expect(transition(STATES.signedOut, { type: 'signInStarted' })).toStrictEqual({ status: 'signingIn' });
  });

  it('begins a local sign-out with the revocation', () => {
    const input: AuthInput = { type: 'signOutStarted', user: ada, scope: 'local' };
    expect(transition(STATES['signedIn, fresh'], input)).toMatchObject({
      scope: 'local',
      step: 'revokeToken',
    });
  });

  it('keeps the state where the step is under way already', () => {
    const state = STATES['signingOut, local'];
    expect(transition(state, { type: 'signOutStepStarted', step: 'revokeToken' })).toBe(state);
  });

  it('stays total, frozen and serialisable whatever comes', () => {
    const anyInput = fc.constantFrom<AuthInput>(...Object.values(INPUTS));
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 40 }), (inputs) => {
        const end = inputs.reduce<AuthState>(transition, STATES.restoring);
        expect(isDeeplyFrozen(end)).toBe(true);
        expect(JSON.parse(JSON.stringify(end))).toEqual(end);
      }),
    );
  });

  it('lets nobody in without an input that carries a session', () => {
    const withoutSession = Object.values(INPUTS).filter(
      ({ type }) => !['sessionRestored', 'signedIn', 'sessionReplaced'].includes(type),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom<AuthInput>(...withoutSession), { maxLength: 40 }), (inputs) => {
        expect(inputs.reduce<AuthState>(transition, STATES.restoring).status).not.toBe('signedIn');
      }),
    );
  });
});

/** The events of the moves, and of the two inputs that tell of something without one; all other cells tell nothing. */
const EVENTS: Readonly<
  Partial<Record<keyof typeof STATES, Readonly<Partial<Record<AuthInput['type'], AuthEvent>>>>>
> = (() => {
  const signedInEvents = {
    signedIn: { type: 'signedIn', user: ada },
    sessionReplaced: { type: 'signedIn', user: bob },
  } as const;
  const sessionEvents = {
    tokensRefreshed: { type: 'tokensRefreshed', expiresAt: 4 },
    sessionReplaced: { type: 'userChanged', user: bob, previousUser: ada },
    refreshFailed: { type: 'tokenRefreshFailed', error },
    sessionEnded: { type: 'signedOut', reason: 'sessionExpired', user: ada },
  } as const;
  const endEvents = { signOutFinished: { type: 'signedOut', reason: 'signedOut', user: ada } } as const;
  return {
    restoring: { sessionRestored: { type: 'sessionRestored', user: ada } },
    signedOut: { sessionReplaced: signedInEvents.sessionReplaced },
    'signingIn, without a name': signedInEvents,
    signingIn: signedInEvents,
    'signingIn, challenged': signedInEvents,
    'signedIn, fresh': sessionEvents,
    'signedIn, refreshing': sessionEvents,
    'signedIn, stale': sessionEvents,
    'signingOut, local': endEvents,
    'signingOut, global': endEvents,
  };
})();

const RESULT = signOutReport({
  scope: 'local',
  globalSignOut: DONE,
  revokeToken: DONE,
  clearCache: DONE,
  cleanupErrors: [],
  stillValid: {},
});

describe('eventOf', () => {
  const events = CELLS.map((cell) => ({
    ...cell,
    event: cell.type === 'lateTokensRevoked' ? { type: cell.type } : EVENTS[cell.name]?.[cell.type],
  }));

  it.each(events.filter(({ event }) => event !== undefined))(
    'tells what happened from $name at $type',
    ({ state, input, event }) => {
      expect(eventOf(state, input, transition(state, input))).toEqual(event);
    },
  );

  it.each(events.filter(({ event }) => event === undefined))(
    'tells nothing from $name at $type',
    ({ state, input }) => {
      expect(eventOf(state, input, transition(state, input))).toBeUndefined();
    },
  );

  it('tells of new tokens where another tab stored a later session of the same user', () => {
    const input: AuthInput = { type: 'sessionReplaced', user: ada, expiresAt: 9 };
    const before = STATES['signedIn, fresh'];
    expect(eventOf(before, input, transition(before, input))).toEqual({
      type: 'tokensRefreshed',
      expiresAt: 9,
    });
  });

  it.each([
    ['its result', { result: RESULT }],
    ['its error', { error }],
  ])('tells with the end of a session what the sign-out came to: %s (#12)', (_, outcome) => {
    const before = STATES['signingOut, local'];
    const input: AuthInput = { type: 'signOutFinished', ...outcome };
    expect(eventOf(before, input, transition(before, input))).toEqual({
      type: 'signedOut',
      reason: 'signedOut',
      user: ada,
      ...outcome,
    });
  });

  it('tells of exactly one end for each session that began (R9)', () => {
    const anyInput = fc.constantFrom<AuthInput>(...Object.values(INPUTS));
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 60 }), (inputs) => {
        let state: AuthState = STATES.restoring;
        let openSessions = 0;
        for (const input of inputs) {
          const after = transition(state, input);
          const event = eventOf(state, input, after);
          if (state.status !== 'signedIn' && state.status !== 'signingOut' && 'user' in after)
            openSessions += 1;
          if (event?.type === 'signedOut') openSessions -= 1;
          state = after;
        }
        expect(openSessions).toBe('user' in state ? 1 : 0);
      }),
    );
  });
});

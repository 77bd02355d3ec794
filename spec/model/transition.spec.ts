import fc from 'fast-check';
import type { AuthEvent } from '../../src/model/auth-event';
import type { AuthInput } from '../../src/model/auth-input';
import type { AuthState, SignedOutReason, SignedOutState } from '../../src/model/auth-state';
import type { Attempt, Situation } from '../../src/model/situation';
import { eventOf, transition } from '../../src/model/transition';
import {
  ada,
  ADA_UNTIL,
  attempt,
  bob,
  BOB_UNTIL,
  challenged,
  EPOCH,
  error,
  INPUTS,
  LATE_INPUTS,
  newest,
  nextStep,
  queued,
  RENEWED_UNTIL,
  renewedOfAda,
  sessionOfAda,
  sessionOfBob,
  signedIn,
  SITUATIONS,
} from './transition-samples';
import type { SituationName } from './transition-samples';

type Row = Readonly<Partial<Record<AuthInput['type'], Situation>>>;

const PAST = 'e0';
const NEXT = 'e2';
const adaSignedIn = (freshness: 'fresh' | 'stale', from: string): Situation => ({
  state: { status: 'signedIn', user: ada, freshness, expiresAt: ADA_UNTIL },
  epoch: NEXT,
  session: sessionOfAda,
  from,
});
const bobSignedIn: Situation = {
  state: { status: 'signedIn', user: bob, freshness: 'fresh', expiresAt: BOB_UNTIL },
  epoch: NEXT,
  session: sessionOfBob,
  from: EPOCH,
};
const signedOut = (reason: SignedOutReason): SignedOutState => ({
  status: 'signedOut',
  reason,
});
const lastSignedOut = (reason: SignedOutReason, lastUsername: string): SignedOutState => ({
  ...signedOut(reason),
  lastUsername,
});
const adaSigningOut: Situation = {
  state: { status: 'signingOut', user: ada, scope: 'global', step: 'globalSignOut' },
  epoch: NEXT,
  endedEpoch: EPOCH,
};
const attemptOf = (name: string, holds: Attempt, epoch: string | undefined): Situation => ({
  state: { status: 'signingIn', username: name },
  epoch,
  attempt: holds,
});
const challengeOfEve = (epoch: string): Situation => ({
  state: { status: 'signingIn', username: 'eve', nextStep },
  epoch,
  attempt: challenged,
});
const ofThePast = { endedEpoch: PAST };

const whileRestoring: Row = {
  sessionRestored: adaSignedIn('stale', PAST),
  noSessionFound: { state: signedOut('noSession'), epoch: NEXT },
  signInResumed: challengeOfEve(NEXT),
  signInQueued: { state: SITUATIONS.restoring.state, queued: newest },
  epochMoved: { state: SITUATIONS.restoring.state, epoch: NEXT },
  // Nobody has read what the storage holds.
  sessionEnded: { state: signedOut('sessionExpired'), epoch: NEXT, isUnread: true },
  signOutStarted: adaSigningOut,
};

const whileSigningIn = (name: { lastUsername?: string }): Row => ({
  signInStarted: attemptOf('zoe', newest, EPOCH),
  challengeReceived: challengeOfEve(EPOCH),
  sessionBegun: adaSignedIn('fresh', EPOCH),
  sessionReplaced: bobSignedIn,
  signInEnded: { state: { ...signedOut('signInCancelled'), ...name }, epoch: EPOCH },
  signInCutOff: {
    state: {
      status: 'signingIn',
      ...(name.lastUsername === undefined ? {} : { username: name.lastUsername }),
    },
    epoch: NEXT,
  },
});

const whileSignedIn: Row = {
  tokensRefreshed: {
    state: { status: 'signedIn', user: ada, freshness: 'fresh', expiresAt: RENEWED_UNTIL },
    epoch: EPOCH,
    session: renewedOfAda,
    from: PAST,
    ...ofThePast,
  },
  sessionReplaced: { ...bobSignedIn, ...ofThePast },
  sessionEnded: { state: lastSignedOut('sessionExpired', 'ada'), epoch: NEXT, endedEpoch: EPOCH },
  signOutStarted: adaSigningOut,
};
const shown = (freshness: 'fresh' | 'refreshing' | 'stale'): Situation => ({
  ...SITUATIONS['signedIn, fresh'],
  state: signedIn(freshness),
});

const whileSigningOut = (name: 'signingOut, local' | 'signingOut, global'): Row => ({
  signInQueued: { ...SITUATIONS[name], queued: newest },
  epochMoved: { ...SITUATIONS[name], epoch: NEXT },
  signOutStepStarted: {
    ...SITUATIONS[name],
    state: {
      status: 'signingOut',
      user: ada,
      scope: name === 'signingOut, global' ? 'global' : 'local',
      step: 'clearCache',
    },
  },
  signOutFinished: { state: lastSignedOut('signedOut', 'ada'), epoch: EPOCH, ...ofThePast },
});
const widened: AuthState = { status: 'signingOut', user: ada, scope: 'global', step: 'revokeToken' };

const withQueued = (row: Row, types: readonly AuthInput['type'][]): Row =>
  Object.fromEntries(
    Object.entries(row).map(([type, after]) => [
      type,
      types.includes(type as AuthInput['type']) ? { ...after, queued } : after,
    ]),
  );

/** What follows; an input without a cell is passed over: the situation stays the same object. */
const TABLE: Readonly<Record<SituationName, Row>> = {
  restoring: whileRestoring,
  'restoring, a sign-in waits': {
    // The sign-in of somebody who turns out to be signed in is cut off, and so is one that a challenge takes up.
    ...withQueued(whileRestoring, ['noSessionFound', 'epochMoved', 'sessionEnded', 'signOutStarted']),
    signOutAsked: SITUATIONS.restoring,
  },
  signedOut: {
    signInStarted: attemptOf('zoe', newest, EPOCH),
    sessionReplaced: bobSignedIn,
    epochMoved: { state: signedOut('noSession'), epoch: NEXT },
  },
  'signedOut, a sign-in waits': {
    signInStarted: { ...attemptOf('zoe', newest, EPOCH), ...ofThePast },
    sessionReplaced: { ...bobSignedIn, ...ofThePast },
    epochMoved: { state: signedOut('noSession'), epoch: NEXT, queued, ...ofThePast },
    signOutAsked: { state: signedOut('noSession'), epoch: EPOCH, ...ofThePast },
  },
  'signedOut, unread': {
    signInStarted: { ...attemptOf('zoe', newest, undefined), isUnread: true },
    sessionReplaced: bobSignedIn,
    epochMoved: { state: signedOut('noSession'), epoch: NEXT },
    signOutStarted: adaSigningOut,
  },
  'signingIn, without a name': {
    ...whileSigningIn({}),
    epochMoved: {
      ...SITUATIONS['signingIn, without a name'],
      epoch: NEXT,
    },
  },
  signingIn: {
    ...whileSigningIn({ lastUsername: 'eve' }),
    epochMoved: { ...SITUATIONS.signingIn, epoch: NEXT },
  },
  'signingIn, challenged': {
    ...whileSigningIn({ lastUsername: 'eve' }),
    challengeTaken: { ...SITUATIONS['signingIn, challenged'], attempt },
    epochMoved: { ...SITUATIONS['signingIn, challenged'], epoch: NEXT },
  },
  'signingIn, cut off': {
    signInStarted: { ...attemptOf('zoe', newest, EPOCH), ...ofThePast },
    sessionReplaced: { ...bobSignedIn, ...ofThePast },
    signInCutOff: { ...SITUATIONS['signingIn, cut off'], epoch: NEXT },
    signInCleared: { state: lastSignedOut('idle', 'eve'), epoch: EPOCH, ...ofThePast },
    epochMoved: { ...SITUATIONS['signingIn, cut off'], epoch: NEXT },
  },
  'signedIn, fresh': {
    ...whileSignedIn,
    refreshStarted: shown('refreshing'),
    refreshFailed: shown('stale'),
  },
  'signedIn, refreshing': { ...whileSignedIn, refreshFailed: shown('stale') },
  'signedIn, stale': { ...whileSignedIn, refreshStarted: shown('refreshing') },
  'signingOut, local': {
    ...whileSigningOut('signingOut, local'),
    signOutWidened: { ...SITUATIONS['signingOut, local'], state: widened },
  },
  'signingOut, global': whileSigningOut('signingOut, global'),
  'signingOut, a sign-in waits': {
    ...withQueued(whileSigningOut('signingOut, local'), [
      'epochMoved',
      'signOutStepStarted',
      'signOutFinished',
    ]),
    signOutWidened: { ...SITUATIONS['signingOut, a sign-in waits'], state: widened },
    signOutAsked: SITUATIONS['signingOut, local'],
  },
};

interface Cell {
  readonly name: SituationName;
  readonly what: string;
  readonly before: Situation;
  readonly input: AuthInput;
  readonly expected: Situation | undefined;
}

const NAMES = Object.keys(SITUATIONS) as readonly SituationName[];
const CELLS: readonly Cell[] = NAMES.flatMap((name) =>
  Object.values(INPUTS).map((input) => ({
    name,
    what: input.type,
    before: SITUATIONS[name],
    input,
    expected: TABLE[name][input.type],
  })),
);
const LATE_CELLS: readonly Cell[] = NAMES.flatMap((name) =>
  Object.entries(LATE_INPUTS).map(([what, input]) => ({
    name,
    what,
    before: SITUATIONS[name],
    input,
    expected: undefined,
  })),
);
const moves = CELLS.filter(({ expected }) => expected !== undefined);
const rests = [...CELLS, ...LATE_CELLS].filter(({ expected }) => expected === undefined);

const isDeeplyFrozen = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen));

const ALL_INPUTS: readonly AuthInput[] = [...Object.values(INPUTS), ...Object.values(LATE_INPUTS)];
const anyInputs = fc.array(fc.constantFrom(...ALL_INPUTS), { maxLength: 60 });
const START: Situation = SITUATIONS.restoring;

/** Every situation that some inputs lead to, the last one last. */
const situationsAfter = (inputs: readonly AuthInput[]): Situation[] => {
  const seen: Situation[] = [START];
  for (const input of inputs) seen.push(transition(seen.at(-1)!, input));
  return seen;
};

describe('transition', () => {
  it.each(moves)('moves on from "$name" at $what', ({ before, input, expected }) => {
    // Strictly: a key that is undefined is one that a store or a log shows.
    expect(transition(before, input)).toStrictEqual(expected);
  });

  it.each(moves)('returns a frozen state from "$name" at $what', ({ before, input }) => {
    expect(isDeeplyFrozen(transition(before, input).state)).toBe(true);
  });

  it.each(rests)('returns the same situation from "$name" at $what', ({ before, input }) => {
    expect(transition(before, input)).toBe(before);
  });

  it('leaves what it is given as it is', () => {
    for (const { before, input } of CELLS) {
      const copy = { ...before };
      transition(before, input);
      expect(before).toStrictEqual(copy);
    }
  });

  it('starts an attempt of nobody in particular', () => {
    const { state } = transition(SITUATIONS.signedOut, { type: 'signInStarted', attempt: { id: 4 } });
    expect(state).toStrictEqual({ status: 'signingIn' });
  });

  it('remembers that the storage could not be read, until it has been (R53)', () => {
    const unread = transition(START, { type: 'noSessionFound', epoch: undefined, isUnread: true });
    expect(unread).toMatchObject({ isUnread: true, state: { status: 'signedOut', reason: 'noSession' } });
    const read = transition(unread, { type: 'epochMoved', epoch: undefined });
    expect(read).not.toHaveProperty('isUnread');
  });

  it.each<[string, SituationName, AuthInput, string]>([
    ['without a session', 'signedOut', { type: 'epochMoved', epoch: EPOCH, isUnread: true }, 'signedOut'],
    [
      'with one, which ends',
      'signedIn, fresh',
      { type: 'sessionEnded', epoch: undefined, reason: 'signedOutInOtherTab', isOwn: false, isUnread: true },
      'signedOut',
    ],
    [
      'that resumes a sign-in',
      'restoring',
      { type: 'signInResumed', epoch: undefined, attempt: { id: 4 }, isUnread: true },
      'signingIn',
    ],
  ])('remembers the same in the middle of a tab %s (R53, #12)', (_what, name, input, status) => {
    expect(transition(SITUATIONS[name], input)).toMatchObject({ isUnread: true, state: { status } });
  });

  it('lets a sign-out begin over a storage that was not read, and over no other one (R10, R53)', () => {
    const taken = (name: SituationName): boolean =>
      transition(SITUATIONS[name], INPUTS.signOutStarted) !== SITUATIONS[name];
    expect([taken('signedOut'), taken('signedOut, unread')]).toEqual([false, true]);
  });

  it('drops a queued attempt that ended itself', () => {
    const before = SITUATIONS['signingOut, a sign-in waits'];
    const after = transition(before, { ...INPUTS.signInEnded, attemptId: queued.id });
    expect(after).toStrictEqual(SITUATIONS['signingOut, local']);
  });

  it('keeps the step in the state while its answer is under way, and takes no second answer (R41)', () => {
    const answering = transition(SITUATIONS['signingIn, challenged'], INPUTS.challengeTaken);
    expect(answering.state).toBe(SITUATIONS['signingIn, challenged'].state);
    expect(transition(answering, INPUTS.challengeTaken)).toBe(answering);
  });

  it('tells nothing where a refused answer puts the same step back (R41)', () => {
    const answering = transition(SITUATIONS['signingIn, challenged'], INPUTS.challengeTaken);
    const waiting = transition(answering, INPUTS.challengeReceived);
    expect(waiting.state).toBe(answering.state);
    expect(waiting).toStrictEqual(SITUATIONS['signingIn, challenged']);
  });

  it('takes the step out of the state where a sign-out cuts its attempt off', () => {
    const { state } = transition(SITUATIONS['signingIn, challenged'], INPUTS.signInCutOff);
    expect(state).toStrictEqual({ status: 'signingIn', username: 'eve' });
  });

  it('tells nothing where a sign-out cuts an attempt off that has no step (#15)', () => {
    const before = SITUATIONS.signingIn;
    expect(transition(before, INPUTS.signInCutOff).state).toBe(before.state);
  });

  it('tells nothing where an attempt gives way to one that looks the same (#15)', () => {
    const before = SITUATIONS.signingIn;
    const newer = transition(before, { type: 'signInStarted', attempt: { id: 9, username: 'eve' } });
    expect(newer.attempt?.id).toBe(9);
    expect(newer.state).toBe(before.state);
  });

  it('names who signed in last by what was typed', () => {
    const session = { ...sessionOfAda, user: Object.freeze({ ...ada, loginId: 'ada@example.com' }) };
    const before = transition(START, { ...INPUTS.sessionRestored, session });
    expect(transition(before, INPUTS.sessionEnded).state).toMatchObject({ lastUsername: 'ada@example.com' });
  });

  it('begins a local sign-out with the revocation', () => {
    const { state } = transition(SITUATIONS['signedIn, fresh'], { ...INPUTS.signOutStarted, scope: 'local' });
    expect(state).toMatchObject({ scope: 'local', step: 'revokeToken' });
  });

  it('keeps the situation where the step is under way already', () => {
    const before = SITUATIONS['signingOut, local'];
    expect(transition(before, { type: 'signOutStepStarted', step: 'revokeToken' })).toBe(before);
  });

  it('keeps the situation where the epoch is known already', () => {
    const before = SITUATIONS.signedOut;
    expect(transition(before, { type: 'epochMoved', epoch: EPOCH })).toBe(before);
  });

  it('passes everything over in a situation that cannot be: signed in without tokens', () => {
    const before: Situation = { state: signedIn('fresh'), epoch: EPOCH };
    const taken = ALL_INPUTS.filter(({ type }) => type !== 'epochMoved').filter(
      (input) => transition(before, input) !== before,
    );
    expect(taken).toEqual([]);
  });

  it('stays total, frozen and serialisable whatever comes', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const { state } = situationsAfter(inputs).at(-1)!;
        expect(isDeeplyFrozen(state)).toBe(true);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });

  it('holds tokens while signedIn and at no other time, and an attempt only while signingIn (R47, R57)', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        for (const { state, session, attempt: held } of situationsAfter(inputs)) {
          expect(session !== undefined).toBe(state.status === 'signedIn');
          expect(held === undefined || state.status === 'signingIn').toBe(true);
        }
      }),
    );
  });

  it('shows the user of the tokens that it holds, and until when they are good (R24)', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        for (const { state, session } of situationsAfter(inputs)) {
          if (state.status !== 'signedIn' || !session) continue;
          // A suspicion of a fork is about the refresh token: what is shown stays.
          expect(state.user).toEqual(session.user);
        }
      }),
    );
  });

  it('lets nobody in without an input that carries a session', () => {
    const withoutSession = ALL_INPUTS.filter(
      ({ type }) => !['sessionRestored', 'sessionBegun', 'sessionReplaced'].includes(type),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...withoutSession), { maxLength: 40 }), (inputs) => {
        expect(situationsAfter(inputs).map(({ state }) => state.status)).not.toContain('signedIn');
      }),
    );
  });
});

/** The events of the moves, and of the inputs that tell of something without one; all other cells tell nothing. */
const EVENTS: Readonly<
  Partial<Record<SituationName, Readonly<Partial<Record<AuthInput['type'], AuthEvent>>>>>
> = (() => {
  const restored = { sessionRestored: { type: 'sessionRestored', user: ada } } as const;
  const replaced = { sessionReplaced: { type: 'signedIn', user: bob } } as const;
  const begun = { ...replaced, sessionBegun: { type: 'signedIn', user: ada } } as const;
  const ofSession = {
    tokensRefreshed: { type: 'tokensRefreshed', expiresAt: RENEWED_UNTIL },
    sessionReplaced: { type: 'userChanged', user: bob, previousUser: ada },
    refreshFailed: { type: 'tokenRefreshFailed', error },
    sessionEnded: { type: 'signedOut', reason: 'sessionExpired', user: ada },
  } as const;
  const ended = { signOutFinished: { type: 'signedOut', reason: 'signedOut', user: ada } } as const;
  return {
    restoring: restored,
    'restoring, a sign-in waits': restored,
    signedOut: replaced,
    'signedOut, a sign-in waits': replaced,
    'signedOut, unread': replaced,
    'signingIn, without a name': begun,
    signingIn: begun,
    'signingIn, challenged': begun,
    'signingIn, cut off': replaced,
    'signedIn, fresh': ofSession,
    'signedIn, refreshing': ofSession,
    'signedIn, stale': ofSession,
    'signingOut, local': ended,
    'signingOut, global': ended,
    'signingOut, a sign-in waits': ended,
  };
})();

/** What is told in every situation. */
const ALWAYS: Readonly<Partial<Record<AuthInput['type'], AuthEvent>>> = {
  lateTokensRevoked: { type: 'lateTokensRevoked' },
  deviceConfirmed: { type: 'deviceConfirmed', deviceKey: 'eu-west-1_device' },
};

describe('eventOf', () => {
  const events = [
    ...CELLS.map((cell) => ({
      ...cell,
      event: ALWAYS[cell.input.type] ?? EVENTS[cell.name]?.[cell.input.type],
    })),
    ...LATE_CELLS.map((cell) => ({ ...cell, event: undefined })),
  ];

  it.each(events.filter(({ event }) => event !== undefined))(
    'tells what happened from "$name" at $what',
    ({ before, input, event }) => {
      expect(eventOf(before, input, transition(before, input))).toEqual(event);
    },
  );

  it.each(events.filter(({ event }) => event === undefined))(
    'tells nothing from "$name" at $what',
    ({ before, input }) => {
      expect(eventOf(before, input, transition(before, input))).toBeUndefined();
    },
  );

  it('tells of new tokens where another tab stored a later session of the same user', () => {
    const input: AuthInput = { ...INPUTS.sessionReplaced, session: renewedOfAda };
    const before = SITUATIONS['signedIn, fresh'];
    expect(eventOf(before, input, transition(before, input))).toEqual({
      type: 'tokensRefreshed',
      expiresAt: RENEWED_UNTIL,
    });
  });

  it('tells of exactly one end for each session that began (R9)', () => {
    const opens = (before: AuthState, after: AuthState): boolean => !('user' in before) && 'user' in after;
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        let openSessions = 0;
        const seen = situationsAfter(inputs);
        inputs.forEach((input, at) => {
          const [before, after] = [seen[at]!, seen[at + 1]!];
          if (opens(before.state, after.state)) openSessions += 1;
          if (eventOf(before, input, after)?.type === 'signedOut') openSessions -= 1;
        });
        expect(openSessions).toBe('user' in seen.at(-1)!.state ? 1 : 0);
      }),
    );
  });
});

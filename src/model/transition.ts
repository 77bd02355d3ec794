import type { AuthEvent } from './auth-event';
import type { AuthInput, SessionUnderEpoch } from './auth-input';
import type { AuthState, Freshness, SignedOutReason } from './auth-state';
import { loginNameOf } from './auth-state';
import { expiresFirstAt } from './freshness';
import type { Attempt, Situation } from './situation';

type Status = AuthState['status'];
type Input<Type extends AuthInput['type']> = Extract<AuthInput, { readonly type: Type }>;
type StateOf<In extends Status> = Extract<AuthState, { readonly status: In }>;

/** What follows from an input that makes sense in a situation; the same object where nothing does. */
type Rule<Given extends AuthInput, State extends AuthState> = (
  before: Situation,
  input: Given,
  state: State,
) => Situation;

/** What each input does while the state has one status; one that is not there is passed over. */
type Rules<In extends Status> = {
  readonly [Type in AuthInput['type']]?: Rule<Input<Type>, StateOf<In>>;
};

/** What outlives the session and the attempt of a situation. */
const outliving = ({ session: _, from: _from, attempt: _attempt, ...others }: Situation): Situation => others;

const withoutQueued = ({ queued: _, ...others }: Situation): Situation => others;
const withoutUnread = ({ isUnread: _, ...others }: Situation): Situation => others;
/** Whether the storage could be read is as it was at the last look. */
const asRead = (after: Situation, { isUnread }: Pick<Situation, 'isUnread'>): Situation => ({
  ...withoutUnread(after),
  ...(isUnread && { isUnread }),
});

const signedIn = (
  before: Situation,
  { epoch, session, from }: SessionUnderEpoch,
  freshness: Freshness = 'fresh',
): Situation => ({
  ...withoutUnread(withoutQueued(outliving(before))),
  state: Object.freeze({
    status: 'signedIn',
    user: session.user,
    freshness,
    expiresAt: expiresFirstAt(session),
  }),
  epoch,
  session,
  from,
});

const signedOut = (
  before: Situation,
  epoch: string | undefined,
  reason: SignedOutReason,
  lastUsername?: string,
): Situation => ({
  ...outliving(before),
  ...(before.session && { endedEpoch: before.epoch }),
  state: Object.freeze({ status: 'signedOut', reason, ...(lastUsername !== undefined && { lastUsername }) }),
  epoch,
});

/** Returns the state that shows an attempt; that of before, so that nothing is told, where it looks the same. */
const signingInState = (
  { state }: Situation,
  username: string | undefined,
  nextStep?: StateOf<'signingIn'>['nextStep'],
): AuthState =>
  state.status === 'signingIn' && state.username === username && state.nextStep === nextStep
    ? state
    : Object.freeze({
        status: 'signingIn',
        ...(username !== undefined && { username }),
        ...(nextStep && { nextStep }),
      });

const signingIn = (before: Situation, attempt: Attempt, epoch = before.epoch): Situation => ({
  ...withoutQueued(outliving(before)),
  state: signingInState(before, attempt.username, attempt.waiting?.pending.nextStep),
  epoch,
  attempt,
});

const signOutStarted: Rule<Input<'signOutStarted'>, AuthState> = (
  before,
  { user, scope, epoch, endedEpoch },
) => ({
  ...withoutUnread(outliving(before)),
  state: Object.freeze({
    status: 'signingOut',
    user,
    scope,
    step: scope === 'global' ? 'globalSignOut' : 'revokeToken',
  }),
  epoch,
  endedEpoch,
});

const signInStarted: Rule<Input<'signInStarted'>, AuthState> = (before, { attempt }) =>
  signingIn(before, attempt);
const signInQueued: Rule<Input<'signInQueued'>, AuthState> = (before, { attempt }) => ({
  ...before,
  queued: attempt,
});
const sessionReplaced: Rule<Input<'sessionReplaced'>, AuthState> = (before, input) => signedIn(before, input);

/** What an attempt brings that is over counts for nothing. */
const ofAttempt =
  <Given extends AuthInput & { readonly attemptId: number }>(
    rule: (before: Situation, input: Given, attempt: Attempt) => Situation,
  ): Rule<Given, AuthState> =>
  (before, input) => {
    const { attempt } = before;
    return attempt?.id === input.attemptId ? rule(before, input, attempt) : before;
  };

/** And so does what is about another session than the one that is held. */
const ofSession =
  <Given extends AuthInput & { readonly epoch: string | undefined }>(
    rule: Rule<Given, StateOf<'signedIn'>>,
  ): Rule<Given, StateOf<'signedIn'>> =>
  (before, input, state) =>
    before.epoch === input.epoch ? rule(before, input, state) : before;

const shown = (freshness: Freshness): Rule<AuthInput, StateOf<'signedIn'>> => {
  return (before, _, state) =>
    state.freshness === freshness ? before : { ...before, state: Object.freeze({ ...state, freshness }) };
};

const moved = (
  before: Situation,
  state: StateOf<'signingOut'>,
  change: Partial<StateOf<'signingOut'>>,
): Situation => ({ ...before, state: Object.freeze({ ...state, ...change }) });

const RULES: { readonly [In in Status]: Rules<In> } = {
  restoring: {
    sessionRestored: (before, input) => signedIn(before, input, input.freshness),
    noSessionFound: (before, input) => asRead(signedOut(before, input.epoch, 'noSession'), input),
    signInResumed: (before, input) => asRead(signingIn(before, input.attempt, input.epoch), input),
    signInQueued,
    // By a sign-out that could not wait for the storage to be read.
    sessionEnded: (before, { epoch, reason }) => ({ ...signedOut(before, epoch, reason), isUnread: true }),
    signOutStarted,
  },
  signedOut: {
    signInStarted,
    sessionReplaced,
    // A storage that could not be read at the start holds a session after all.
    signOutStarted: (before, input, state) =>
      before.isUnread ? signOutStarted(before, input, state) : before,
  },
  signingIn: {
    signInStarted,
    sessionReplaced,
    // An answer that was refused puts the same step back.
    challengeReceived: (before, { attempt }) =>
      before.attempt?.id === attempt.id ? signingIn(before, attempt) : before,
    challengeTaken: ofAttempt((before, _, { waiting, ...attempt }) =>
      // The step stays in the state while its answer is under way.
      waiting ? { ...before, attempt } : before,
    ),
    signInEnded: ofAttempt((before, { reason }, { username }) =>
      signedOut(before, before.epoch, reason, username),
    ),
    sessionBegun: ofAttempt((before, input) => signedIn(before, input)),
    signInCutOff: (before, { epoch }, { username }) => ({
      ...outliving(before),
      state: signingInState(before, username),
      epoch,
    }),
    // A newer attempt may have begun while the storage was being cleared.
    signInCleared: (before, { reason }, { username }) =>
      before.attempt ? before : signedOut(before, before.epoch, reason, username),
  },
  signedIn: {
    refreshStarted: ofSession(shown('refreshing')),
    refreshFailed: ofSession(shown('stale')),
    tokensRefreshed: ofSession((before, input) => signedIn(before, input)),
    sessionReplaced,
    sessionEnded: (before, input, { user }) =>
      asRead(signedOut(before, input.epoch, input.reason, loginNameOf(user)), input),
    signOutStarted,
  },
  signingOut: {
    signInQueued,
    signOutWidened: (before, _, state) =>
      state.scope === 'global' ? before : moved(before, state, { scope: 'global' }),
    signOutStepStarted: (before, { step }, state) =>
      state.step === step ? before : moved(before, state, { step }),
    signOutFinished: (before, { reason }, { user }) =>
      signedOut(before, before.epoch, reason, loginNameOf(user)),
  },
};

/** Whatever the state: what waits for its turn, and an epoch without a session. */
const ALWAYS: Rules<Status> = {
  signInEnded: (before, { attemptId }) => (before.queued?.id === attemptId ? withoutQueued(before) : before),
  signOutAsked: (before) => (before.queued ? withoutQueued(before) : before),
  epochMoved: (before, input) =>
    before.session || (before.epoch === input.epoch && before.isUnread === input.isUnread)
      ? before
      : asRead({ ...before, epoch: input.epoch }, input),
};

function ruled(rules: object, before: Situation, input: AuthInput): Situation {
  const rule = (rules as Rules<Status>)[input.type] as Rule<AuthInput, AuthState> | undefined;
  return rule ? rule(before, input, before.state) : before;
}

/**
 * Returns the situation that follows: the same object where the input changes nothing.
 *
 * Pure and total. An input that makes no sense in a situation (tokens that arrive after a sign-out, say) is passed over.
 */
export function transition(before: Situation, input: AuthInput): Situation {
  const { status } = before.state;
  // Signed in without tokens is nobody.
  const isPossible = status !== 'signedIn' || before.session !== undefined;
  const after = isPossible ? ruled(RULES[status], before, input) : before;
  return after === before ? ruled(ALWAYS, before, input) : after;
}

/** Returns what happened where a user was signed in, and is not, or the other way round, or is another one. */
function movedEvent(before: AuthState, input: AuthInput, after: AuthState): AuthEvent | undefined {
  if (after.status === 'signedOut') {
    if (!('user' in before)) return undefined;
    const { result, error } = input.type === 'signOutFinished' ? input : {};
    const { user } = before;
    return {
      type: 'signedOut',
      reason: after.reason,
      user,
      ...(result && { result }),
      ...(error && { error }),
    };
  }
  if (after.status !== 'signedIn' || input.type === 'refreshStarted') return undefined;
  const { user, expiresAt } = after;
  if (before.status !== 'signedIn') {
    return { type: input.type === 'sessionRestored' ? input.type : 'signedIn', user };
  }
  return before.user.userId === user.userId
    ? { type: 'tokensRefreshed', expiresAt }
    : { type: 'userChanged', user, previousUser: before.user };
}

/** Returns what happened publicly when an input took the situation from `before` to `after`, if anything did. */
export function eventOf(before: Situation, input: AuthInput, after: Situation): AuthEvent | undefined {
  switch (input.type) {
    case 'lateTokensRevoked':
      return { type: input.type };
    case 'deviceConfirmed':
      return { type: input.type, deviceKey: input.deviceKey };
    case 'refreshFailed':
      return after.state.status === 'signedIn' && input.epoch === after.epoch
        ? { type: 'tokenRefreshFailed', error: input.error }
        : undefined;
    default:
      return before.state === after.state ? undefined : movedEvent(before.state, input, after.state);
  }
}

import type { AuthEvent } from './auth-event';
import type { AuthInput, SessionUnderEpoch } from './auth-input';
import type {
  AuthState,
  Freshness,
  SignedInState,
  SignedOutReason,
  SignedOutState,
  SigningInState,
  SigningOutState,
} from './auth-state';
import { loginNameOf } from './auth-state';
import { expiresFirstAt } from './freshness';
import type { Session } from './session';
import type { Attempt, Situation } from './situation';

type Input<Type extends AuthInput['type']> = Extract<AuthInput, { readonly type: Type }>;

const signedIn = (session: Session, freshness: Freshness): SignedInState =>
  Object.freeze({ status: 'signedIn', user: session.user, freshness, expiresAt: expiresFirstAt(session) });

const signedOut = (reason: SignedOutReason, lastUsername?: string): SignedOutState =>
  Object.freeze({ status: 'signedOut', reason, ...(lastUsername === undefined ? {} : { lastUsername }) });

const signingIn = ({ username, waiting }: Attempt): SigningInState =>
  Object.freeze({
    status: 'signingIn',
    ...(username === undefined ? {} : { username }),
    ...(waiting && { nextStep: waiting.pending.nextStep }),
  });

const withoutStep = ({ nextStep: _, ...state }: SigningInState): SigningInState => Object.freeze(state);

/** Nothing is told where one attempt looks like the other. */
const unlessSame = (before: AuthState, next: SigningInState): AuthState =>
  before.status === 'signingIn' && before.username === next.username && before.nextStep === next.nextStep
    ? before
    : next;

/** What outlives the session or the attempt of a situation. */
const rest = ({ queued, endedEpoch, isUnread }: Situation): Omit<Situation, 'state'> => ({
  ...(queued && { queued }),
  ...(endedEpoch !== undefined && { endedEpoch }),
  ...(isUnread && { isUnread }),
});

const withSession = (
  { endedEpoch }: Situation,
  { epoch, session, from }: SessionUnderEpoch,
  freshness: Freshness,
): Situation => ({
  ...(endedEpoch !== undefined && { endedEpoch }),
  state: signedIn(session, freshness),
  epoch,
  session,
  from,
});

const withAttempt = (before: Situation, attempt: Attempt, epoch = before.epoch): Situation => {
  const { queued: _, ...others } = rest(before);
  return { ...others, state: unlessSame(before.state, signingIn(attempt)), epoch, attempt };
};

const withNobody = (before: Situation, state: AuthState, epoch: string | undefined): Situation => ({
  ...rest(before),
  ...(before.session && { endedEpoch: before.epoch }),
  state,
  epoch,
});

const startedSignOut = (before: Situation, input: Input<'signOutStarted'>): Situation => {
  const { user, scope, epoch, endedEpoch } = input;
  const state: SigningOutState = Object.freeze({
    status: 'signingOut',
    user,
    scope,
    step: scope === 'global' ? 'globalSignOut' : 'revokeToken',
  });
  const { isUnread: _, ...others } = rest(before);
  return { ...others, state, epoch, endedEpoch };
};

function whileRestoring(before: Situation, input: AuthInput): Situation {
  switch (input.type) {
    case 'sessionRestored':
      return withSession(before, input, input.freshness);
    case 'noSessionFound':
      return {
        ...withNobody(before, signedOut('noSession'), input.epoch),
        ...(input.isUnread && { isUnread: true }),
      };
    case 'signInResumed':
      return withAttempt(before, input.attempt, input.epoch);
    case 'signInQueued':
      return { ...before, queued: input.attempt };
    case 'sessionEnded':
      // By a sign-out that could not wait for the storage to be read.
      return { ...withNobody(before, signedOut(input.reason), input.epoch), isUnread: true };
    case 'signOutStarted':
      return startedSignOut(before, input);
    default:
      return before;
  }
}

function whileSignedOut(before: Situation, input: AuthInput): Situation {
  switch (input.type) {
    case 'signInStarted':
      return withAttempt(before, input.attempt);
    case 'sessionReplaced':
      return withSession(before, input, 'fresh');
    case 'signOutStarted':
      // A storage that could not be read at the start holds a session after all.
      return before.isUnread ? startedSignOut(before, input) : before;
    default:
      return before;
  }
}

/** What an attempt itself brings; one that is over brings nothing any more. */
function ofTheAttempt(
  before: Situation,
  state: SigningInState,
  attempt: Attempt,
  input: AuthInput,
): Situation {
  switch (input.type) {
    case 'challengeReceived': {
      if (input.attempt.id !== attempt.id) return before;
      const after = withAttempt(before, input.attempt);
      // An answer that was refused puts the same step back: there is nothing new to tell.
      const isTold = signingIn(input.attempt).nextStep === state.nextStep;
      return isTold ? { ...after, state } : after;
    }
    case 'challengeTaken': {
      if (input.attemptId !== attempt.id || !attempt.waiting) return before;
      const { waiting: _, ...answering } = attempt;
      // The step stays in the state while its answer is under way.
      return { ...before, attempt: answering };
    }
    case 'signInEnded':
      if (input.attemptId !== attempt.id) return before;
      return withNobody(before, signedOut(input.reason, attempt.username), before.epoch);
    case 'sessionBegun':
      return input.attemptId === attempt.id ? withSession(before, input, 'fresh') : before;
    default:
      return before;
  }
}

function whileSigningIn(before: Situation, state: SigningInState, input: AuthInput): Situation {
  const { attempt } = before;
  switch (input.type) {
    case 'signInStarted':
      return withAttempt(before, input.attempt);
    case 'sessionReplaced':
      return withSession(before, input, 'fresh');
    case 'signInCutOff':
      return withNobody(before, unlessSame(state, withoutStep(state)), input.epoch);
    case 'signInCleared':
      // A newer attempt may have begun while the storage was being cleared.
      return attempt ? before : withNobody(before, signedOut('signedOut', state.username), before.epoch);
    default:
      return attempt ? ofTheAttempt(before, state, attempt, input) : before;
  }
}

function whileSignedIn(
  before: Situation,
  state: SignedInState,
  session: Session,
  input: AuthInput,
): Situation {
  const shown = (freshness: Freshness): Situation =>
    state.freshness === freshness ? before : { ...before, state: signedIn(session, freshness) };
  switch (input.type) {
    case 'refreshStarted':
      return input.epoch === before.epoch ? shown('refreshing') : before;
    case 'refreshFailed':
      return input.epoch === before.epoch ? shown('stale') : before;
    case 'tokensRefreshed':
      return input.epoch === before.epoch ? withSession(before, input, 'fresh') : before;
    case 'forkSuspected':
      return input.epoch === before.epoch ? { ...before, session: input.session } : before;
    case 'sessionReplaced':
      return withSession(before, input, 'fresh');
    case 'sessionEnded':
      return withNobody(before, signedOut(input.reason, loginNameOf(state.user)), input.epoch);
    case 'signOutStarted':
      return startedSignOut(before, input);
    default:
      return before;
  }
}

function whileSigningOut(before: Situation, state: SigningOutState, input: AuthInput): Situation {
  const moved = (next: SigningOutState): Situation => ({ ...before, state: Object.freeze(next) });
  switch (input.type) {
    case 'signInQueued':
      return { ...before, queued: input.attempt };
    case 'signOutWidened':
      return state.scope === 'global' ? before : moved({ ...state, scope: 'global' });
    case 'signOutStepStarted':
      return state.step === input.step ? before : moved({ ...state, step: input.step });
    case 'signOutFinished':
      return withNobody(before, signedOut(input.reason, loginNameOf(state.user)), before.epoch);
    default:
      return before;
  }
}

/** Whatever the state: what waits for its turn, and an epoch without a session. */
function always(before: Situation, input: AuthInput): Situation {
  switch (input.type) {
    case 'signInEnded':
    case 'signOutAsked': {
      const { queued, ...others } = before;
      const isOver = input.type === 'signOutAsked' || queued?.id === input.attemptId;
      return queued && isOver ? others : before;
    }
    case 'epochMoved': {
      if (before.session || (before.epoch === input.epoch && !before.isUnread)) return before;
      const { isUnread: _, ...others } = before;
      return { ...others, epoch: input.epoch };
    }
    default:
      return before;
  }
}

/**
 * Returns the situation that follows: the same object where the input changes nothing.
 *
 * Pure and total. An input that makes no sense in a situation (tokens that arrive after a sign-out, say) is passed over.
 */
export function transition(before: Situation, input: AuthInput): Situation {
  const after = inItsState(before, input);
  return after === before ? always(before, input) : after;
}

function inItsState(before: Situation, input: AuthInput): Situation {
  const { state } = before;
  switch (state.status) {
    case 'restoring':
      return whileRestoring(before, input);
    case 'signedOut':
      return whileSignedOut(before, input);
    case 'signingIn':
      return whileSigningIn(before, state, input);
    case 'signedIn':
      return before.session ? whileSignedIn(before, state, before.session, input) : before;
    case 'signingOut':
      return whileSigningOut(before, state, input);
  }
}

function sessionEvent(before: AuthState, after: SignedInState): AuthEvent {
  if (before.status !== 'signedIn') return { type: 'signedIn', user: after.user };
  return before.user.userId === after.user.userId
    ? { type: 'tokensRefreshed', expiresAt: after.expiresAt }
    : { type: 'userChanged', user: after.user, previousUser: before.user };
}

function endedEvent(before: AuthState, input: AuthInput, after: SignedOutState): AuthEvent | undefined {
  if (before.status !== 'signedIn' && before.status !== 'signingOut') return undefined;
  const { result, error } = input.type === 'signOutFinished' ? input : {};
  return {
    type: 'signedOut',
    reason: after.reason,
    user: before.user,
    ...(result && { result }),
    ...(error && { error }),
  };
}

function movedEvent(before: AuthState, input: AuthInput, after: AuthState): AuthEvent | undefined {
  if (after.status === 'signedOut') return endedEvent(before, input, after);
  if (after.status !== 'signedIn') return undefined;
  switch (input.type) {
    case 'sessionRestored':
      return { type: 'sessionRestored', user: after.user };
    case 'sessionBegun':
    case 'sessionReplaced':
      return sessionEvent(before, after);
    case 'tokensRefreshed':
      return { type: 'tokensRefreshed', expiresAt: after.expiresAt };
    default:
      return undefined;
  }
}

/** Returns what happened publicly when an input took the situation from `before` to `after`, if anything did. */
export function eventOf(before: Situation, input: AuthInput, after: Situation): AuthEvent | undefined {
  switch (input.type) {
    case 'lateTokensRevoked':
      return { type: 'lateTokensRevoked' };
    case 'deviceConfirmed':
      return { type: 'deviceConfirmed', deviceKey: input.deviceKey };
    case 'refreshFailed':
      return after.state.status === 'signedIn' && input.epoch === after.epoch
        ? { type: 'tokenRefreshFailed', error: input.error }
        : undefined;
    default:
      return before.state === after.state ? undefined : movedEvent(before.state, input, after.state);
  }
}

import type { AuthEvent } from './auth-event';
import type { AuthInput, ChallengeFacts, SessionFacts } from './auth-input';
import type {
  AuthState,
  Freshness,
  SignedInState,
  SignedOutReason,
  SignedOutState,
  SigningInState,
  SigningOutState,
  SignOutScope,
} from './auth-state';

const signedIn = ({ user, expiresAt }: SessionFacts, freshness: Freshness): SignedInState =>
  Object.freeze({ status: 'signedIn', user, freshness, expiresAt });

const signedOut = (reason: SignedOutReason, lastUsername?: string): SignedOutState =>
  Object.freeze({ status: 'signedOut', reason, ...(lastUsername === undefined ? {} : { lastUsername }) });

const signingIn = (username?: string): SigningInState =>
  Object.freeze({ status: 'signingIn', ...(username === undefined ? {} : { username }) });

const challenged = ({ username, nextStep }: ChallengeFacts): SigningInState =>
  Object.freeze({ status: 'signingIn', username, nextStep });

const signingOut = (input: { user: SigningOutState['user']; scope: SignOutScope }): SigningOutState =>
  Object.freeze({
    status: 'signingOut',
    user: input.user,
    scope: input.scope,
    step: input.scope === 'global' ? 'globalSignOut' : 'revokeToken',
  });

function whileRestoring(state: AuthState, input: AuthInput): AuthState {
  switch (input.type) {
    case 'sessionRestored':
      return signedIn(input, input.freshness);
    case 'noSessionFound':
      return signedOut('noSession');
    case 'challengeReceived':
      return challenged(input);
    case 'sessionEnded':
      return signedOut(input.reason);
    case 'signOutStarted':
      return signingOut(input);
    default:
      return state;
  }
}

function whileSignedOut(state: SignedOutState, input: AuthInput): AuthState {
  switch (input.type) {
    case 'signInStarted':
      return signingIn(input.username);
    case 'sessionReplaced':
      return signedIn(input, 'fresh');
    default:
      return state;
  }
}

function whileSigningIn(state: SigningInState, input: AuthInput): AuthState {
  switch (input.type) {
    case 'signInStarted':
      return signingIn(input.username);
    case 'challengeReceived':
      return challenged(input);
    case 'signedIn':
    case 'sessionReplaced':
      return signedIn(input, 'fresh');
    case 'signInEnded':
    case 'sessionEnded':
      return signedOut(input.reason, state.username);
    default:
      return state;
  }
}

function whileSignedIn(state: SignedInState, input: AuthInput): AuthState {
  switch (input.type) {
    case 'refreshStarted':
      return state.freshness === 'refreshing' ? state : signedIn(state, 'refreshing');
    case 'refreshFailed':
      return state.freshness === 'stale' ? state : signedIn(state, 'stale');
    case 'tokensRefreshed':
    case 'sessionReplaced':
      return signedIn(input, 'fresh');
    case 'sessionEnded':
      return signedOut(input.reason, state.user.username);
    case 'signOutStarted':
      return signingOut(input);
    default:
      return state;
  }
}

function whileSigningOut(state: SigningOutState, input: AuthInput): AuthState {
  switch (input.type) {
    case 'signOutWidened':
      return state.scope === 'global' ? state : Object.freeze({ ...state, scope: 'global' });
    case 'signOutStepStarted':
      return state.step === input.step ? state : Object.freeze({ ...state, step: input.step });
    case 'signOutFinished':
      return signedOut('signedOut', state.user.username);
    default:
      return state;
  }
}

/**
 * Returns the state that follows: the same object where the input changes nothing.
 *
 * Pure and total. An input that makes no sense in a state (tokens that arrive after a sign-out, say) is passed over.
 */
export function transition(state: AuthState, input: AuthInput): AuthState {
  switch (state.status) {
    case 'restoring':
      return whileRestoring(state, input);
    case 'signedOut':
      return whileSignedOut(state, input);
    case 'signingIn':
      return whileSigningIn(state, input);
    case 'signedIn':
      return whileSignedIn(state, input);
    case 'signingOut':
      return whileSigningOut(state, input);
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

/** Returns what happened publicly when an input took the state from `before` to `after`, if anything did. */
export function eventOf(before: AuthState, input: AuthInput, after: AuthState): AuthEvent | undefined {
  if (input.type === 'lateTokensRevoked') return { type: 'lateTokensRevoked' };
  if (input.type === 'refreshFailed' && after.status === 'signedIn') {
    return { type: 'tokenRefreshFailed', error: input.error };
  }
  if (before === after) return undefined;
  if (after.status === 'signedOut') return endedEvent(before, input, after);
  if (after.status !== 'signedIn') return undefined;
  switch (input.type) {
    case 'sessionRestored':
      return { type: 'sessionRestored', user: after.user };
    case 'signedIn':
    case 'sessionReplaced':
      return sessionEvent(before, after);
    case 'tokensRefreshed':
      return { type: 'tokensRefreshed', expiresAt: after.expiresAt };
    default:
      return undefined;
  }
}

import { AuthError } from '../../src/model/auth-error';
import type { AuthInput } from '../../src/model/auth-input';
import type { AuthState, AuthUser } from '../../src/model/auth-state';

export const ada: AuthUser = Object.freeze({ username: 'ada', userId: 'ada-sub', groups: Object.freeze([]) });
export const bob: AuthUser = Object.freeze({ username: 'bob', userId: 'bob-sub', groups: Object.freeze([]) });
export const nextStep = Object.freeze({ signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' as const });
export const error = new AuthError({
  kind: 'network',
  code: 'Offline',
  message: 'Offline.',
  recoverySuggestion: 'Wait.',
});

/** One input of each type; the types of this table say when one is missing. */
export const INPUTS: { readonly [Type in AuthInput['type']]: Extract<AuthInput, { type: Type }> } = {
  sessionRestored: { type: 'sessionRestored', freshness: 'stale', user: ada, expiresAt: 1 },
  noSessionFound: { type: 'noSessionFound' },
  signInStarted: { type: 'signInStarted', username: 'eve' },
  challengeReceived: { type: 'challengeReceived', username: 'eve', nextStep },
  signInEnded: { type: 'signInEnded', reason: 'signInCancelled' },
  signedIn: { type: 'signedIn', user: ada, expiresAt: 2 },
  sessionReplaced: { type: 'sessionReplaced', user: bob, expiresAt: 3 },
  refreshStarted: { type: 'refreshStarted' },
  tokensRefreshed: { type: 'tokensRefreshed', user: ada, expiresAt: 4 },
  refreshFailed: { type: 'refreshFailed', error },
  sessionEnded: { type: 'sessionEnded', reason: 'sessionExpired' },
  signOutStarted: { type: 'signOutStarted', user: ada, scope: 'global' },
  signOutWidened: { type: 'signOutWidened' },
  signOutStepStarted: { type: 'signOutStepStarted', step: 'clearCache' },
  signOutFinished: { type: 'signOutFinished' },
  lateTokensRevoked: { type: 'lateTokensRevoked' },
};

/** A signed-in state of Ada's. */
export const signedIn = (freshness: 'fresh' | 'refreshing' | 'stale'): AuthState =>
  Object.freeze({ status: 'signedIn', user: ada, freshness, expiresAt: 0 });
const signingOut = (scope: 'local' | 'global'): AuthState =>
  Object.freeze({ status: 'signingOut', user: ada, scope, step: 'revokeToken' });

/** States that differ in what an input makes of them. */
export const STATES = {
  restoring: Object.freeze({ status: 'restoring' }),
  signedOut: Object.freeze({ status: 'signedOut', reason: 'noSession' }),
  'signingIn, without a name': Object.freeze({ status: 'signingIn' }),
  signingIn: Object.freeze({ status: 'signingIn', username: 'eve' }),
  'signingIn, challenged': Object.freeze({ status: 'signingIn', username: 'eve', nextStep }),
  'signedIn, fresh': signedIn('fresh'),
  'signedIn, refreshing': signedIn('refreshing'),
  'signedIn, stale': signedIn('stale'),
  'signingOut, local': signingOut('local'),
  'signingOut, global': signingOut('global'),
} satisfies Record<string, AuthState>;

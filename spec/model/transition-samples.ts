import { AuthError } from '../../src/model/auth-error';
import type { AuthInput } from '../../src/model/auth-input';
import type { AuthState } from '../../src/model/auth-state';
import type { PendingChallenge } from '../../src/model/pending-challenge';
import type { Attempt, Situation } from '../../src/model/situation';
import { fakeSession, START_AT } from '../fakes/fake-tokens';

/** The id token ends first: by it the states say until when a session is good. */
export const sessionOfAda = fakeSession({ idClaims: { exp: START_AT / 1000 + 600 } });
export const renewedOfAda = fakeSession({ serial: '2', idClaims: { exp: START_AT / 1000 + 1_200 } });
export const sessionOfBob = fakeSession({ userId: 'bob-sub', username: 'bob' });
export const ADA_UNTIL = START_AT + 600_000;
export const RENEWED_UNTIL = START_AT + 1_200_000;
export const BOB_UNTIL = START_AT + 3_600_000;
export const ada = sessionOfAda.user;
export const bob = sessionOfBob.user;

export const nextStep = Object.freeze({ signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' as const });
const pending: PendingChallenge = Object.freeze({
  name: 'SMS_MFA',
  session: 'session-1',
  answersAs: 'eve',
  nextStep,
  resumableUntil: START_AT,
});
export const error = new AuthError({
  kind: 'network',
  code: 'Offline',
  message: 'Offline.',
  recoverySuggestion: 'Wait.',
});

/** The epoch of whatever a situation holds, and one that is over. */
export const EPOCH = 'e1';
const PAST = 'e0';
/** The attempt that a situation holds, the one that waits, and the newest. */
export const attempt: Attempt = Object.freeze({ id: 1, username: 'eve' });
export const challenged: Attempt = Object.freeze({ ...attempt, waiting: { from: PAST, pending } });
export const queued: Attempt = Object.freeze({ id: 2, username: 'mallory' });
export const newest: Attempt = Object.freeze({ id: 3, username: 'zoe' });

type InputOf<Type extends AuthInput['type']> = Extract<AuthInput, { type: Type }>;

/** One input of each type, about what the situations hold; the types of this table say when one is missing. */
export const INPUTS: { readonly [Type in AuthInput['type']]: InputOf<Type> } = {
  sessionRestored: {
    type: 'sessionRestored',
    freshness: 'stale',
    epoch: 'e2',
    session: sessionOfAda,
    from: PAST,
  },
  noSessionFound: { type: 'noSessionFound', epoch: 'e2' },
  signInResumed: { type: 'signInResumed', epoch: 'e2', attempt: challenged },
  signInQueued: { type: 'signInQueued', attempt: newest },
  signInStarted: { type: 'signInStarted', attempt: newest },
  challengeReceived: { type: 'challengeReceived', attempt: challenged },
  challengeTaken: { type: 'challengeTaken', attemptId: 1 },
  signInEnded: { type: 'signInEnded', attemptId: 1, reason: 'signInCancelled' },
  sessionBegun: { type: 'sessionBegun', attemptId: 1, epoch: 'e2', session: sessionOfAda, from: EPOCH },
  sessionReplaced: { type: 'sessionReplaced', epoch: 'e2', session: sessionOfBob, from: EPOCH },
  epochMoved: { type: 'epochMoved', epoch: 'e2' },
  refreshStarted: { type: 'refreshStarted', epoch: EPOCH },
  tokensRefreshed: { type: 'tokensRefreshed', epoch: EPOCH, session: renewedOfAda, from: PAST, isOwn: true },
  refreshFailed: { type: 'refreshFailed', epoch: EPOCH, error },
  sessionEnded: { type: 'sessionEnded', epoch: 'e2', reason: 'sessionExpired', isOwn: true },
  signOutAsked: { type: 'signOutAsked' },
  signOutStarted: { type: 'signOutStarted', user: ada, scope: 'global', epoch: 'e2', endedEpoch: EPOCH },
  signInCutOff: { type: 'signInCutOff', epoch: 'e2' },
  signInCleared: { type: 'signInCleared', reason: 'idle' },
  signOutWidened: { type: 'signOutWidened' },
  signOutStepStarted: { type: 'signOutStepStarted', step: 'clearCache' },
  signOutFinished: { type: 'signOutFinished', reason: 'signedOut' },
  deviceConfirmed: { type: 'deviceConfirmed', deviceKey: 'eu-west-1_device' },
  lateTokensRevoked: { type: 'lateTokensRevoked' },
};

/** Inputs about an attempt or a session that nobody holds: no situation takes any of them. */
export const LATE_INPUTS = {
  'challengeReceived, of another attempt': {
    ...INPUTS.challengeReceived,
    attempt: { ...challenged, id: 9 },
  },
  'challengeTaken, of another attempt': { ...INPUTS.challengeTaken, attemptId: 9 },
  'signInEnded, of another attempt': { ...INPUTS.signInEnded, attemptId: 9 },
  'sessionBegun, of another attempt': { ...INPUTS.sessionBegun, attemptId: 9 },
  'refreshStarted, of another epoch': { ...INPUTS.refreshStarted, epoch: PAST },
  'tokensRefreshed, of another epoch': { ...INPUTS.tokensRefreshed, epoch: PAST },
  'refreshFailed, of another epoch': { ...INPUTS.refreshFailed, epoch: PAST },
} satisfies Record<string, AuthInput>;

/** A signed-in state of Ada's. */
export const signedIn = (freshness: 'fresh' | 'refreshing' | 'stale'): AuthState =>
  Object.freeze({ status: 'signedIn', user: ada, freshness, expiresAt: ADA_UNTIL });
const held = { epoch: EPOCH, session: sessionOfAda, from: PAST, endedEpoch: PAST };
const signingOut = (scope: 'local' | 'global'): AuthState =>
  Object.freeze({ status: 'signingOut', user: ada, scope, step: 'revokeToken' });
const signedOut: AuthState = Object.freeze({ status: 'signedOut', reason: 'noSession' });

/** Situations that differ in what an input makes of them. */
export const SITUATIONS = {
  restoring: { state: Object.freeze({ status: 'restoring' }) },
  'restoring, a sign-in waits': { state: Object.freeze({ status: 'restoring' }), queued },
  signedOut: { state: signedOut, epoch: EPOCH },
  'signedOut, a sign-in waits': { state: signedOut, epoch: EPOCH, endedEpoch: PAST, queued },
  'signedOut, unread': { state: signedOut, epoch: undefined, isUnread: true },
  'signingIn, without a name': {
    state: Object.freeze({ status: 'signingIn' }),
    epoch: EPOCH,
    attempt: { id: 1 },
  },
  signingIn: { state: Object.freeze({ status: 'signingIn', username: 'eve' }), epoch: EPOCH, attempt },
  'signingIn, challenged': {
    state: Object.freeze({ status: 'signingIn', username: 'eve', nextStep }),
    epoch: EPOCH,
    attempt: challenged,
  },
  'signingIn, cut off': {
    state: Object.freeze({ status: 'signingIn', username: 'eve' }),
    epoch: EPOCH,
    endedEpoch: PAST,
  },
  'signedIn, fresh': { ...held, state: signedIn('fresh') },
  'signedIn, refreshing': { ...held, state: signedIn('refreshing') },
  'signedIn, stale': { ...held, state: signedIn('stale') },
  'signingOut, local': { state: signingOut('local'), epoch: EPOCH, endedEpoch: PAST },
  'signingOut, global': { state: signingOut('global'), epoch: EPOCH, endedEpoch: PAST },
  'signingOut, a sign-in waits': { state: signingOut('local'), epoch: EPOCH, endedEpoch: PAST, queued },
} satisfies Record<string, Situation>;

export type SituationName = keyof typeof SITUATIONS;

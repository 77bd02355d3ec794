import type { AuthState, SignedOutReason, SignOutStep } from 'rx-cognito';

/** What each step of a sign-out does, for people. */
export const STEP_NAMES: Readonly<Record<SignOutStep, string>> = {
  hostedUi: 'Sign this browser out at managed login',
  forgetDevice: 'Have this device forgotten',
  globalSignOut: 'End the sessions on all devices',
  revokeToken: 'Revoke the tokens of this device',
  clearCache: 'Forget everything on this device',
};

/** Why nobody is signed in, for people. */
export const REASONS: Readonly<Record<SignedOutReason, string>> = {
  noSession: 'Nobody was signed in on this device.',
  signedOut: 'You signed out.',
  idle: 'You were away, and were signed out.',
  signedOutInOtherTab: 'You signed out in another tab.',
  sessionExpired: 'Your session was too old to be renewed.',
  sessionRevoked: 'Your session was ended from another device.',
  userDeleted: 'This user does not exist any more.',
  signInCancelled: 'The sign-in was given up.',
  signUpNotConfirmed: 'Your registration is not confirmed yet.',
  passwordResetRequired: 'You need a new password.',
};

/** Tells a time of today. */
export const clockTime = (at: number): string => new Date(at).toLocaleTimeString();

/** Tells a day and a time. */
export const dayAndTime = (at: Date | number = 0): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** What a screen reader says when the state changes; a refresh of the tokens is nobody's business. */
export function announcementOf(state: AuthState): string {
  switch (state.status) {
    case 'restoring':
      return 'Looking for your session.';
    case 'signedOut':
      return `Signed out. ${REASONS[state.reason]}`;
    case 'signingIn':
      return state.nextStep ? 'One more step to sign in.' : 'Signing in.';
    case 'signedIn':
      return `Signed in as ${state.user.username}.`;
    case 'signingOut':
      return `Signing out: ${STEP_NAMES[state.step]}.`;
  }
}

/** What distinguishes a state from others of the same status, in a line. */
export function detailsOf(state: AuthState): string {
  switch (state.status) {
    case 'restoring':
      return 'reading the storage';
    case 'signedOut':
      return state.reason;
    case 'signingIn':
      return state.nextStep?.signInStep ?? state.username ?? '';
    case 'signedIn':
      return `${state.user.username} · ${state.freshness} · until ${clockTime(state.expiresAt)}`;
    case 'signingOut':
      return `${state.scope} · ${state.step}`;
  }
}

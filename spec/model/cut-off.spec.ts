import { attemptCutOffError, lateAttemptError, sessionCutOffError } from '../../src/model/cut-off';
import { error, INPUTS, SITUATIONS } from './transition-samples';
import type { SituationName } from './transition-samples';

describe('sessionCutOffError', () => {
  it('is that of the input, where it brings one', () => {
    expect(sessionCutOffError({ ...INPUTS.sessionEnded, error })).toBe(error);
  });

  it.each([INPUTS.sessionEnded, INPUTS.signOutStarted, INPUTS.sessionReplaced, INPUTS.refreshFailed])(
    'says at $type that nobody is signed in',
    (input) => {
      expect(sessionCutOffError(input)).toMatchObject({ kind: 'signedOut', code: 'SignedOut' });
    },
  );
});

describe('attemptCutOffError', () => {
  it.each([
    [INPUTS.signInQueued, 'cancelled', 'SignInSuperseded', 'newer sign-in'],
    [INPUTS.signInStarted, 'cancelled', 'SignInSuperseded', 'newer sign-in'],
    [INPUTS.sessionReplaced, 'cancelled', 'SignInSuperseded', 'Another session'],
    [INPUTS.sessionRestored, 'invalidState', 'UserAlreadyAuthenticatedException', 'signed in'],
    [INPUTS.signInCutOff, 'cancelled', 'SignedOut', 'sign-out'],
    [INPUTS.signOutAsked, 'cancelled', 'SignedOut', 'sign-out'],
    [INPUTS.signInCleared, 'cancelled', 'SignedOut', 'sign-out'],
  ])('tells at $type what took its place', (input, kind, code, message) => {
    const told = attemptCutOffError(input);
    expect(told).toMatchObject({ kind, code, message: expect.stringContaining(message) });
    expect(told.recoverySuggestion).not.toBe('');
  });
});

describe('lateAttemptError', () => {
  it.each<[SituationName, string]>([
    ['signingIn', 'SignInSuperseded'],
    ['restoring, a sign-in waits', 'SignInSuperseded'],
    ['signedIn, fresh', 'SignInSuperseded'],
    ['signedOut', 'SignedOut'],
    ['signingOut, local', 'SignedOut'],
    ['signingIn, cut off', 'SignedOut'],
  ])('says in the situation "%s": %s', (name, code) => {
    expect(lateAttemptError(SITUATIONS[name])).toMatchObject({ kind: 'cancelled', code });
  });
});

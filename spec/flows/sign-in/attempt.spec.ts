import { createAttempts, noChallengeError } from '../../src/flows/attempts';
import type { Attempts } from '../../src/flows/attempts';
import { cancelledError } from '../../src/model/errors';
import type { PendingChallenge } from '../../src/model/pending-challenge';
import type { FakeContext } from '../fakes/fake-context';
import { START_AT } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { sessionOfBob } from './parts';

const pending: PendingChallenge = {
  name: 'SOFTWARE_TOKEN_MFA',
  session: 'session-1',
  answersAs: 'ada-sub',
  nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' },
  resumableUntil: START_AT + 1,
};
const cutOff = cancelledError('SignedOut', 'Cut off.');

/** An attempt of Ada's that waits with a challenge. */
const waiting = (context: FakeContext): Attempts => {
  const attempts = createAttempts(context);
  context.signedOut();
  attempts.wait(attempts.start('ada'), pending);
  context.machine.dispatch({ type: 'challengeReceived', username: 'ada', nextStep: pending.nextStep });
  return attempts;
};

describe('createAttempts', () => {
  it('keeps a challenge over a reload for as long as the state waits for its answer', () => {
    const { challenges } = marbles((context) => {
      waiting(context);
    });
    expect(challenges.stored).toEqual({ epoch: undefined, username: 'ada', pending });
  });

  it.each<[string, (attempts: Attempts, context: FakeContext) => void]>([
    [
      'a sign-out',
      (attempts, { machine }) => {
        attempts.cut(cutOff);
        machine.dispatch({ type: 'sessionEnded', reason: 'signedOut' });
      },
    ],
    [
      'a newer sign-in',
      (attempts) => {
        attempts.start('bob');
      },
    ],
    [
      'the session of another tab',
      (_attempts, { current, machine }) => {
        const { user, expiresAt } = sessionOfBob;
        current.begin('of another tab', sessionOfBob);
        machine.dispatch({ type: 'sessionReplaced', user, expiresAt });
      },
    ],
    [
      'its own end',
      (attempts) => {
        if (attempts.current) attempts.end(attempts.current, 'signInCancelled');
      },
    ],
  ])('leaves nothing of a challenge for a reload after %s', (_what, end) => {
    const { challenges } = marbles((context) => {
      end(waiting(context), context);
    });
    expect(challenges.stored).toBeUndefined();
  });

  it('takes the session of a challenge from whoever still holds the attempt that was cut off', () => {
    marbles((context) => {
      const attempts = waiting(context);
      const held = attempts.current;
      attempts.cut(cutOff);
      expect(held).toMatchObject({ username: 'ada', pending: undefined });
    });
  });

  it('lets an attempt that is over end nothing of the one after it', () => {
    const { states } = marbles((context) => {
      const attempts = createAttempts(context);
      context.signedOut();
      const older = attempts.start('ada');
      const newer = attempts.start('bob');
      attempts.end(older, 'signInCancelled');
      expect(attempts.current).toBe(newer);
    });
    expect(states.at(-1)).toEqual({ status: 'signingIn', username: 'bob' });
  });

  it('tells an attempt that another session took its place', () => {
    marbles((context) => {
      const attempts = createAttempts(context);
      context.signedOut();
      const { cut$ } = attempts.start('ada');
      const { values } = watch(cut$);
      context.current.begin('of another tab', sessionOfBob);
      context.current.cutOff(cutOff);
      expect(values).toEqual([
        cancelledError('SignInSuperseded', 'Another session took the place of this sign-in.'),
      ]);
    });
  });
});

describe('noChallengeError', () => {
  it('says how a challenge comes about', () => {
    expect(noChallengeError()).toMatchObject({
      kind: 'invalidState',
      code: 'NoPendingChallenge',
      message: 'No challenge waits for an answer.',
      recoverySuggestion: 'Start again with signIn$().',
    });
  });
});

import { createAttempts } from '../../../src/flows/sign-in/attempt';
import type { Attempts } from '../../../src/flows/sign-in/attempt';
import { RESUMABLE_MS } from '../../../src/model/pending-challenge';
import type { PendingChallenge, StoredChallenge } from '../../../src/model/pending-challenge';
import { keepChallenge } from '../../../src/user-pool/sign-in/keep-challenge';
import type { FakeContext } from '../../fakes/fake-context';
import { START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { sessionOfBob } from '../../fakes/parts';

const pending: PendingChallenge = {
  name: 'SOFTWARE_TOKEN_MFA',
  session: 'session-1',
  answersAs: 'ada-sub',
  nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' },
  resumableUntil: START_AT + 1,
};
const stored: StoredChallenge = { epoch: 'e', username: 'ada', pending };

/** An attempt of Ada's, the first one, that waits with a challenge. */
const waiting = (context: FakeContext): Attempts => {
  const attempts = createAttempts(context);
  keepChallenge(context);
  context.signedOut();
  const attempt = attempts.create('ada');
  context.machine.send({ type: 'signInStarted', attempt });
  context.machine.send({
    type: 'challengeReceived',
    attempt: { ...attempt, waiting: { from: 'e', pending } },
  });
  return attempts;
};

describe('createAttempts', () => {
  it('makes attempts that can be told apart', () => {
    marbles((context) => {
      const { create } = createAttempts(context);
      expect([create('ada'), create('ada'), create()]).toEqual([
        { id: 1, username: 'ada' },
        { id: 2, username: 'ada' },
        { id: 3 },
      ]);
    });
  });

  it('keeps a challenge that comes in the turn of the start', async () => {
    const { challenges } = marbles((context) => {
      waiting(context);
    });
    await Promise.resolve();
    expect(challenges.stored).toEqual(stored);
  });

  it.each<[string, (context: FakeContext, attempts: Attempts) => void]>([
    [
      'a sign-out',
      ({ machine }) => {
        machine.send({ type: 'signInCutOff', epoch: 'cut off' });
      },
    ],
    [
      'a newer sign-in',
      ({ machine }, attempts) => {
        machine.send({ type: 'signInStarted', attempt: attempts.create('bob') });
      },
    ],
    [
      'the session of another tab',
      ({ machine }) => {
        machine.send({ type: 'sessionReplaced', epoch: 'of another tab', session: sessionOfBob });
      },
    ],
    [
      'its own end',
      ({ machine }) => {
        machine.send({ type: 'signInEnded', attemptId: 1, reason: 'signInCancelled' });
      },
    ],
    [
      'its being taken out for an answer: no answer is sent twice (R41)',
      ({ machine }) => {
        machine.send({ type: 'challengeTaken', attemptId: 1 });
      },
    ],
  ])('leaves nothing of a challenge for a reload after %s', (_what, end) => {
    const { challenges, states } = marbles((context) => {
      end(context, waiting(context));
    });
    expect(challenges.stored).toBeUndefined();
    expect(states.some((state) => 'nextStep' in state)).toBe(true);
  });

  it('lets an attempt that is over end nothing of the one after it', () => {
    const { machine, states } = marbles((context) => {
      const attempts = createAttempts(context);
      context.signedOut();
      for (const username of ['ada', 'bob']) {
        context.machine.send({ type: 'signInStarted', attempt: attempts.create(username) });
      }
      expect(context.machine.send({ type: 'signInEnded', attemptId: 1, reason: 'signInCancelled' })).toBe(
        false,
      );
    });
    expect(machine.now.attempt?.id).toBe(2);
    expect(states.at(-1)).toEqual({ status: 'signingIn', username: 'bob' });
  });

  it('tells an attempt that another session took its place', () => {
    marbles((context) => {
      waiting(context);
      const over = watch(context.machine.attemptOver$(1));
      context.machine.send({ type: 'sessionReplaced', epoch: 'of another tab', session: sessionOfBob });
      expect(over.error).toMatchObject({
        kind: 'cancelled',
        code: 'SignInSuperseded',
        message: 'Another session took the place of this sign-in.',
      });
    });
  });

  it('keeps nothing any more at destroy()', () => {
    const { challenges } = marbles((context) => {
      waiting(context);
      context.destroy();
      context.machine.send({ type: 'signInCutOff', epoch: 'cut off' });
    });
    expect(challenges.stored).toEqual(stored);
  });

  describe('resume', () => {
    it('takes a challenge up that the page before this one left, and keeps it on', async () => {
      const { challenges, states } = marbles((context) => {
        context.challenges.stored = stored;
        const attempt = createAttempts(context).resume('e');
        expect(attempt).toEqual({ id: 1, username: 'ada', waiting: { from: 'e', pending } });
        if (attempt) context.machine.send({ type: 'signInResumed', epoch: 'e', attempt });
      });
      await Promise.resolve();
      expect(challenges.stored).toEqual(stored);
      expect(states.at(-1)).toEqual({
        status: 'signingIn',
        username: 'ada',
        nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' },
      });
    });

    it.each([
      ['it is too old', { ...stored, pending: { ...pending, resumableUntil: START_AT } }],
      [
        'a clock went wrong',
        { ...stored, pending: { ...pending, resumableUntil: START_AT + RESUMABLE_MS + 1 } },
      ],
      ['somebody signed in or out since', { ...stored, epoch: 'earlier' }],
      ['there is none', undefined],
    ])('takes nothing up where %s, and nothing is left of it', async (_why, kept) => {
      const { challenges } = marbles((context) => {
        context.challenges.stored = kept;
        const attempts = createAttempts(context);
        expect(attempts.resume('e')).toBeUndefined();
        // While the storage is read, it may still be taken up.
        context.machine.send({ type: 'signInQueued', attempt: attempts.create('ada') });
        expect(context.challenges.stored).toBe(kept);
        context.signedOut();
      });
      await Promise.resolve();
      expect(challenges.stored).toBeUndefined();
    });
  });
});

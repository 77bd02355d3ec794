import { createAttempts } from '../../../src/flows/sign-in/attempt';
import type { PendingChallenge } from '../../../src/model/pending-challenge';
import { keepChallenge } from '../../../src/user-pool/sign-in/keep-challenge';
import type { FakeContext } from '../../fakes/fake-context';
import { START_AT } from '../../fakes/fake-tokens';
import { marbles } from '../../fakes/marbles';

const pending: PendingChallenge = {
  name: 'SOFTWARE_TOKEN_MFA',
  session: 'session-1',
  answersAs: 'ada-sub',
  nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' },
  resumableUntil: START_AT + 1,
};

/** An attempt that waits with a challenge, beside what starts with an application. */
const waiting = (context: FakeContext, username?: string): void => {
  const attempt = createAttempts(context).create(username);
  context.signedOut();
  context.machine.send({ type: 'signInStarted', attempt });
  context.machine.send({
    type: 'challengeReceived',
    attempt: { ...attempt, waiting: { from: 'e', pending } },
  });
};

describe('keepChallenge', () => {
  it('keeps a challenge over a reload for as long as the state waits for its answer', () => {
    const { challenges } = marbles((context) => {
      keepChallenge(context);
      waiting(context, 'ada');
    });
    expect(challenges.stored).toEqual({ epoch: 'e', username: 'ada', pending });
  });

  it('keeps none of an attempt that has no name: nobody could answer it', () => {
    const { challenges } = marbles((context) => {
      keepChallenge(context);
      waiting(context);
    });
    expect(challenges.stored).toBeUndefined();
  });

  it('writes what is kept once, however often the state moves', () => {
    marbles((context) => {
      keepChallenge(context);
      const write = jest.spyOn(context.challenges, 'write');
      const clear = jest.spyOn(context.challenges, 'clear');
      waiting(context, 'ada');
      context.machine.send({ type: 'lateTokensRevoked' });
      context.machine.send({ type: 'deviceConfirmed', deviceKey: 'device' });
      expect([write.mock.calls.length, clear.mock.calls.length]).toEqual([1, 0]);
    });
  });

  it('leaves alone what a page before this one kept', () => {
    marbles((context) => {
      context.challenges.stored = { epoch: 'e', username: 'ada', pending };
      const attempt = createAttempts(context).resume('e');
      if (attempt) context.machine.send({ type: 'signInResumed', epoch: 'e', attempt });
      const write = jest.spyOn(context.challenges, 'write');
      keepChallenge(context);
      context.machine.send({ type: 'epochMoved', epoch: 'e2' });
      expect([attempt?.username, write.mock.calls.length]).toEqual(['ada', 0]);
    });
  });

  it('keeps nothing any more at destroy()', () => {
    const { challenges } = marbles((context) => {
      keepChallenge(context);
      waiting(context, 'ada');
      context.destroy();
      context.machine.send({ type: 'signInCutOff', epoch: 'cut off' });
    });
    expect(challenges.stored).toMatchObject({ username: 'ada' });
  });
});

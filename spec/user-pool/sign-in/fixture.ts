import type { SignInOperations } from '../../../src/flows/load-user-pool';
import type { ConfirmSignInInput } from '../../../src/flows/sign-in/input';
import type { PendingChallenge } from '../../../src/model/pending-challenge';
import type { SignInResult, SignInStateStep } from '../../../src/model/sign-in-step';
import type { Attempt } from '../../../src/model/situation';
import type { AuthAnswer } from '../../../src/ports/cognito-api';
import { createSignInOperations } from '../../../src/user-pool/sign-in/sign-in';
import type { FakeContext } from '../../fakes/fake-context';
import { START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import type { Watched } from '../../fakes/marbles';

/** The attempt of the specs, before it waits with anything. */
export const ATTEMPT: Attempt & { readonly username: string } = { id: 1, username: 'ada@example.com' };

/** What is typed to begin it: one request. */
export const INPUT = {
  username: ATTEMPT.username,
  password: 'secret',
  authFlowType: 'USER_PASSWORD_AUTH',
} as const;

/** What follows the tokens. */
export const DONE: SignInResult = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };

/** A challenge that waits. */
export const waiting = (
  name: string,
  nextStep: SignInStateStep,
  more: Partial<PendingChallenge> = {},
): PendingChallenge => ({
  name,
  session: 'session-1',
  answersAs: 'ada-sub',
  nextStep,
  resumableUntil: START_AT + 1,
  ...more,
});

/** Creates the operations, with the attempt under way over an empty storage. */
export function underWay(context: FakeContext): SignInOperations {
  context.signedOut();
  context.machine.send({ type: 'signInStarted', attempt: ATTEMPT });
  return createSignInOperations(context);
}

/** Creates the operations, with the attempt waiting for the answer to a challenge. */
export function challenged(
  context: FakeContext,
  pending: PendingChallenge,
): {
  readonly attempt: Attempt;
  answer$(input: ConfirmSignInInput): ReturnType<SignInOperations['answer$']>;
} {
  const operations = underWay(context);
  const attempt: Attempt = { ...ATTEMPT, waiting: { from: undefined, pending } };
  context.machine.send({ type: 'challengeReceived', attempt });
  return { attempt, answer$: (input) => operations.answer$(attempt, input) };
}

/** What came of a run, and over what. */
export interface Ran {
  readonly watched: Watched<SignInResult>;
  readonly context: FakeContext;
}

type Prepare = (context: FakeContext) => void;

const ran = (test: (context: FakeContext) => Watched<SignInResult>): Ran => {
  let watched: Watched<SignInResult> | undefined;
  const context = marbles((fake) => {
    watched = test(fake);
  });
  if (!watched) throw new Error('Nothing ran.');
  return { watched, context };
};

/** Begins, over a pool that gives one answer. */
export const begin = (answer: AuthAnswer, prepare: Prepare = () => undefined): Ran =>
  ran((context) => {
    prepare(context);
    context.api.script('InitiateAuth', answer);
    return watch(underWay(context).begin$(ATTEMPT, INPUT));
  });

/** Answers a challenge. */
export const answer = (
  pending: PendingChallenge,
  input: ConfirmSignInInput,
  prepare: Prepare = () => undefined,
): Ran =>
  ran((context) => {
    prepare(context);
    const answered$ = challenged(context, pending).answer$(input);
    expect(context.api.calls).toEqual([]);
    return watch(answered$);
  });

/** What the last answer to a challenge was. */
export const sent = ({ context }: Ran): unknown =>
  context.api.callsOf('RespondToAuthChallenge').at(-1)?.input;

/** The challenge that waits now. */
export const waitingIn = ({ context }: Ran): PendingChallenge | undefined =>
  context.machine.now.attempt?.waiting?.pending;

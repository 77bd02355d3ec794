import { distinctUntilChanged, filter, map, Subject, takeUntil } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError } from '../model/auth-error';
import type { AuthInput } from '../model/auth-input';
import type { AuthState, SignedOutReason } from '../model/auth-state';
import { cancelledError, invalidStateError } from '../model/errors';
import { isResumable } from '../model/pending-challenge';
import type { PendingChallenge } from '../model/pending-challenge';
import type { AuthContext } from './auth-context';

/** One attempt at a sign-in: from the user name to tokens, an end, or a newer attempt. */
export interface Attempt {
  readonly username: string;
  /** The storage's epoch when it began; tokens are stored in no later one. */
  epoch: string | undefined;
  /** Fires when something else cut the attempt off. */
  readonly cut$: Subject<AuthError>;
  pending?: PendingChallenge | undefined;
}

/** Holds the one attempt at a sign-in that may be under way, and the challenge that it waits with. */
export interface Attempts {
  readonly current: Attempt | undefined;
  /** Whether an attempt is under way. */
  readonly isPending: boolean;
  /** Fires when a sign-out is asked for: a sign-in that still waits for its turn is over as well. */
  readonly cut$: Observable<AuthError>;
  /** Begins an attempt; one that is under way is cut off. */
  start(username: string): Attempt;
  /** Takes up the challenge that a page before this one left, and returns what the machine is to be told of it. */
  resume(epoch: string | undefined): AuthInput | undefined;
  /** Lets an attempt wait for the answer to a challenge, over a reload too. */
  wait(attempt: Attempt, pending: PendingChallenge): void;
  /** Takes the challenge out to be answered: no answer is sent twice, nor after a reload. */
  take(attempt: Attempt): PendingChallenge | undefined;
  /** Ends an attempt and the state that belongs to it; nothing where it is over. */
  end(attempt: Attempt, reason: SignedOutReason): void;
  /** Ends an attempt by the session that came of it. */
  finish(): void;
  /** Ends the attempt under way, and those that wait, with an error for their subscribers. The state is the caller's. */
  cut(error: AuthError): void;
}

/** There is nothing to answer. */
export const noChallengeError = (): AuthError =>
  invalidStateError('NoPendingChallenge', 'No challenge waits for an answer.', 'Start again with signIn$().');

const mayHoldChallenge = (state: AuthState): boolean =>
  state.status === 'restoring' || (state.status === 'signingIn' && state.nextStep !== undefined);

/** Creates the holder. */
export function createAttempts({
  challenges,
  current,
  destroyed$,
  machine,
  scheduler,
}: AuthContext): Attempts {
  const cuts$ = new Subject<AuthError>();
  let attempt: Attempt | undefined;

  const begun = (username: string, epoch: string | undefined): Attempt => {
    attempt = { username, epoch, cut$: new Subject() };
    return attempt;
  };

  const drop = (): Attempt | undefined => {
    const dropped = attempt;
    attempt = undefined;
    // The session of its challenge goes with it, whoever still holds the attempt.
    if (dropped) dropped.pending = undefined;
    return dropped;
  };

  const supersede = (message: string): void => {
    drop()?.cut$.next(cancelledError('SignInSuperseded', message));
  };

  // However a challenge ends, the state tells: what is stored of it goes then.
  machine.state$
    .pipe(
      map(mayHoldChallenge),
      distinctUntilChanged(),
      filter((mayHold) => !mayHold),
      takeUntil(destroyed$),
    )
    .subscribe(() => {
      challenges.clear();
    });

  current.ended$.pipe(takeUntil(destroyed$)).subscribe(() => {
    supersede('Another session took the place of this sign-in.');
  });

  return {
    get current() {
      return attempt;
    },
    get isPending() {
      return attempt !== undefined;
    },
    cut$: cuts$.asObservable(),
    start(username) {
      supersede('A newer sign-in took the place of this one.');
      const started = begun(username, current.epoch);
      machine.dispatch({ type: 'signInStarted', username });
      return started;
    },
    resume(epoch) {
      const stored = challenges.read();
      if (!stored || !isResumable(stored, epoch, scheduler.now())) return undefined;
      const { username, pending } = stored;
      begun(username, epoch).pending = pending;
      return { type: 'challengeReceived', username, nextStep: pending.nextStep };
    },
    wait(waiting, pending) {
      waiting.pending = pending;
      challenges.write({ epoch: waiting.epoch, username: waiting.username, pending });
    },
    take(waiting) {
      const { pending } = waiting;
      waiting.pending = undefined;
      challenges.clear();
      return pending;
    },
    end(ended, reason) {
      if (attempt !== ended) return;
      drop();
      machine.dispatch({ type: 'signInEnded', reason });
    },
    finish: drop,
    cut(error) {
      drop()?.cut$.next(error);
      cuts$.next(error);
    },
  };
}

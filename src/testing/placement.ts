import type { AuthState, SigningInState } from 'rx-cognito';
import { createAuthMachine } from '../machine/auth-machine';
import type { AuthMachine } from '../machine/auth-machine';
import type { AuthInput } from '../model/auth-input';
import type { Attempt, Situation } from '../model/situation';
import { RESUMABLE_MS } from '../model/pending-challenge';
import { eventOf, transition } from '../model/transition';
import type { Environment, TabChannel } from '../ports/environment';
import type { WritableSessionStore } from '../ports/session-store';
import { challengeOf } from './scripted-challenges';
import type { TokenIssuer } from './scripted-tokens';
import type { TestClock } from './test-clock';
import { writeSession } from './write-session';

/** A machine that can be put in any situation. */
export interface PlaceableMachine extends AuthMachine {
  /** Whether the situation of now is one that it was put in. */
  readonly isPlaced: boolean;
  /** Puts it in a situation: by an input, so that everything follows from it that follows from a move; without an event. */
  place(input: AuthInput, situation: Situation, meanwhile: () => unknown): void;
}

/** Creates the core's machine, with one rule more: an input that a situation was laid beside leads to that one. */
export function createPlaceableMachine(tabs: TabChannel): PlaceableMachine {
  const placed = new WeakMap<AuthInput, Situation>();
  let last: Situation | undefined;
  const machine = createAuthMachine(
    tabs,
    (before, input) => placed.get(input) ?? transition(before, input),
    (before, input, after) => (placed.has(input) ? undefined : eventOf(before, input, after)),
  );
  return Object.defineProperties({} as PlaceableMachine, {
    ...Object.getOwnPropertyDescriptors(machine),
    isPlaced: { get: () => machine.now === last },
    place: {
      value: (input: AuthInput, situation: Situation, meanwhile: () => unknown) => {
        placed.set(input, situation);
        last = situation;
        machine.send(input, { meanwhile });
      },
    },
  });
}

/** Creates the function that puts a machine in the situation behind a state. */
export function createSetState(
  machine: PlaceableMachine,
  store: WritableSessionStore,
  environment: Environment,
  issuer: TokenIssuer,
  clock: TestClock,
): (state: AuthState) => void {
  let attempts = 0;

  /** The core counts its own attempts upwards. */
  const attemptOf = ({ username, nextStep }: SigningInState, from: string): Attempt => {
    attempts -= 1;
    const { ChallengeName: name, Session: session } = (nextStep && challengeOf(nextStep)) ?? {};
    const attempt = { id: attempts, ...(username === undefined ? {} : { username }) };
    if (!nextStep || name === undefined) return attempt;
    const resumableUntil = clock.now() + RESUMABLE_MS;
    const pending = { name, session, answersAs: username ?? '', nextStep, resumableUntil };
    return { ...attempt, waiting: { from, pending } };
  };

  return (given) => {
    const state = Object.freeze({ ...given });
    const before = machine.now;
    const epoch = environment.randomId();
    const { queued } = before;
    const rest = { ...(queued && { queued }), ...(before.session && { endedEpoch: before.epoch }) };
    const clear = (): unknown => store.clear$(epoch, before.epoch).subscribe();
    switch (state.status) {
      case 'restoring':
        machine.place({ type: 'epochMoved', epoch }, { ...rest, state, epoch }, clear);
        return;
      case 'signedOut': {
        const { reason } = state;
        const input = { type: 'sessionEnded', reason, epoch, isOwn: false } as const;
        machine.place(input, { ...rest, state, epoch }, clear);
        return;
      }
      case 'signingIn': {
        const attempt = attemptOf(state, epoch);
        const input = { type: 'signInStarted', attempt } as const;
        machine.place(input, { ...rest, state, epoch, attempt }, clear);
        return;
      }
      case 'signedIn': {
        const { user, expiresAt } = state;
        const held = before.session?.user.userId === user.userId ? before.session : undefined;
        // The tokens of a user who stays are those that were handed out.
        const session = held
          ? Object.freeze({ ...held, user, expiresAt, idTokenExpiresAt: expiresAt })
          : issuer.session(user, expiresAt);
        const under = { epoch: held && before.epoch !== undefined ? before.epoch : epoch, session };
        const input: AuthInput =
          before.state.status === 'restoring'
            ? { type: 'sessionRestored', freshness: 'fresh', ...under }
            : { type: 'sessionReplaced', ...under };
        machine.place(input, { state, ...under }, () => held ?? writeSession(store, under));
        return;
      }
      case 'signingOut': {
        const { user, scope } = state;
        const input = { type: 'signOutStarted', user, scope, epoch, endedEpoch: before.epoch } as const;
        machine.place(input, { ...rest, state, epoch }, clear);
      }
    }
  };
}

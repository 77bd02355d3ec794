import { AsyncSubject } from 'rxjs';
import type { Subject } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import type { PoolContext } from '../../src/flows/auth-context';
import { createAuthMachine } from '../../src/machine/auth-machine';
import { createCurrentSession } from '../../src/machine/current-session';
import type { AuthError } from '../../src/model/auth-error';
import type { AuthEvent } from '../../src/model/auth-event';
import type { AuthState } from '../../src/model/auth-state';
import type { Session } from '../../src/model/session';
import { createFakeChallengeStore } from './fake-challenge-store';
import type { FakeChallengeStore } from './fake-challenge-store';
import { createFakeClock } from './fake-clock';
import type { FakeClock } from './fake-clock';
import { createFakeCognitoApi } from './fake-cognito-api';
import type { FakeCognitoApi } from './fake-cognito-api';
import { createFakeEnvironment, createFakeTabChannel } from './fake-environment';
import type { FakeEnvironment, FakeTabChannel } from './fake-environment';
import { createFakeLocks } from './fake-locks';
import type { FakeLocks } from './fake-locks';
import { createFakeSessionStore } from './fake-session-store';
import type { FakeSessionStore } from './fake-session-store';
import { createFakeSrp } from './fake-srp';
import type { FakeSrp } from './fake-srp';
import { IDENTITY } from './fake-tokens';

/** The epoch of a session that a spec starts with. */
export const EPOCH = 'epoch-1';

/** A context over fakes of every port, and the real machine. */
export interface FakeContext extends PoolContext {
  readonly api: FakeCognitoApi;
  readonly store: FakeSessionStore;
  readonly challenges: FakeChallengeStore;
  readonly environment: FakeEnvironment;
  readonly tabs: FakeTabChannel;
  readonly locks: FakeLocks;
  readonly srp: FakeSrp;
  /** The device's clock: `scheduler.now()` starts at `START_AT`. */
  readonly scheduler: FakeClock;
  readonly destroyed$: Subject<void>;
  /** The states since the creation, the first one included. */
  readonly states: readonly AuthState[];
  readonly events: readonly AuthEvent[];
  readonly errors: readonly AuthError[];
  /** Does something in a later frame. */
  at(frame: number, act: () => void): void;
  /** Puts a session in place: stored, in memory, and in the state. */
  signedInWith(session: Session): void;
  /** Puts the state `signedOut` in place, over an empty storage. */
  signedOut(): void;
  /** What `destroy()` of an `Auth` does to its context. */
  destroy(): void;
}

/** Creates a context in its first state, `restoring`. */
export function createFakeContext(
  virtualTime: TestScheduler,
  overrides: Partial<Pick<PoolContext, 'identity' | 'cleanups' | 'remoteTimeoutMs'>> = {},
): FakeContext {
  const machine = createAuthMachine();
  const current = createCurrentSession();
  const store = createFakeSessionStore(virtualTime);
  const destroyed$ = new AsyncSubject<void>();
  const states: AuthState[] = [];
  const events: AuthEvent[] = [];
  const errors: AuthError[] = [];
  machine.state$.subscribe((state) => states.push(state));
  machine.events$.subscribe((event) => events.push(event));
  machine.errors$.subscribe((error) => errors.push(error));
  return {
    identity: IDENTITY,
    cleanups: [],
    remoteTimeoutMs: 3_000,
    ...overrides,
    machine,
    current,
    store,
    api: createFakeCognitoApi(virtualTime),
    challenges: createFakeChallengeStore(),
    environment: createFakeEnvironment(),
    tabs: createFakeTabChannel(),
    locks: createFakeLocks(),
    srp: createFakeSrp(),
    scheduler: createFakeClock(virtualTime),
    destroyed$,
    states,
    events,
    errors,
    at: (frame, act) => {
      virtualTime.schedule(act, frame);
    },
    signedInWith: (session) => {
      store.stored = { epoch: EPOCH, session };
      current.begin(EPOCH, session);
      const { user, expiresAt } = session;
      machine.dispatch({ type: 'sessionRestored', freshness: 'fresh', user, expiresAt });
      // How the session came to be there is not what a spec is about.
      events.length = 0;
    },
    signedOut: () => {
      current.begin(undefined, undefined);
      machine.dispatch({ type: 'noSessionFound' });
    },
    destroy: () => {
      destroyed$.next();
      destroyed$.complete();
      machine.destroy();
    },
  };
}

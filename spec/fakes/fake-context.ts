import type { TestScheduler } from 'rxjs/testing';
import { redactEscaped } from '../../src/adapters/text/redact-escaped';
import { createAuthMachine } from '../../src/machine/auth-machine';
import type { AuthError } from '../../src/model/auth-error';
import type { AuthEvent } from '../../src/model/auth-event';
import type { AuthState } from '../../src/model/auth-state';
import type { Session } from '../../src/model/session';
import { boundedApi } from '../../src/user-pool/bounded-api';
import type { PoolContext } from '../../src/user-pool/pool-context';
import { createFakeChallengeStore } from './fake-challenge-store';
import type { FakeChallengeStore } from './fake-challenge-store';
import { createFakeClock } from './fake-clock';
import type { FakeClock } from './fake-clock';
import { createFakeCognitoApi } from './fake-cognito-api';
import type { FakeCognitoApi } from './fake-cognito-api';
import { createFakeDeviceStore } from './fake-device-store';
import type { FakeDeviceStore } from './fake-device-store';
import { createFakeEnvironment, createFakeTabChannel } from './fake-environment';
import type { FakeEnvironment, FakeTabChannel } from './fake-environment';
import { createFakeLocks } from './fake-locks';
import type { FakeLocks } from './fake-locks';
import { createFakePasskeys } from './fake-passkey-port';
import type { FakePasskeys } from './fake-passkey-port';
import { createFakeSessionStore } from './fake-session-store';
import type { FakeSessionStore } from './fake-session-store';
import { createFakeSrp } from './fake-srp';
import type { FakeSrp } from './fake-srp';
import { IDENTITY } from './fake-tokens';

/** The epoch of a session that a spec starts with. */
export const EPOCH = 'epoch-1';

/** A context over fakes of every port, and the real machine. */
export interface FakeContext extends Omit<PoolContext, 'api'> {
  /** The fake itself, as a {@link CognitoApi} bounded in time. */
  readonly api: FakeCognitoApi;
  readonly devices: FakeDeviceStore;
  readonly store: FakeSessionStore;
  readonly challenges: FakeChallengeStore;
  readonly environment: FakeEnvironment;
  readonly tabs: FakeTabChannel;
  readonly locks: FakeLocks;
  readonly srp: FakeSrp;
  readonly passkeys: FakePasskeys;
  /** The device's clock: `scheduler.now()` starts at `START_AT`. */
  readonly scheduler: FakeClock;
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
  overrides: Partial<Pick<PoolContext, 'identity' | 'cleanups' | 'remoteTimeoutMs' | 'clientMetadata'>> = {},
): FakeContext {
  const tabs = createFakeTabChannel();
  const machine = createAuthMachine(tabs);
  const store = createFakeSessionStore(virtualTime);
  const scheduler = createFakeClock(virtualTime);
  const environment = createFakeEnvironment(scheduler);
  const api = createFakeCognitoApi(virtualTime);
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
    machine,
    store,
    // What the fake adds to the port, over the bounds that every request has.
    api: Object.assign(Object.create(api) as FakeCognitoApi, boundedApi(api, { environment, scheduler })),
    challenges: createFakeChallengeStore(),
    devices: createFakeDeviceStore(),
    deviceName: 'a browser',
    redact: redactEscaped,
    clientMetadata: () => undefined,
    ...overrides,
    environment,
    tabs,
    locks: createFakeLocks(),
    srp: createFakeSrp(),
    passkeys: createFakePasskeys(),
    scheduler,
    states,
    events,
    errors,
    at: (frame, act) => {
      virtualTime.schedule(act, frame);
    },
    signedInWith: (session) => {
      store.stored = { epoch: EPOCH, session };
      machine.send({ type: 'sessionRestored', freshness: 'fresh', epoch: EPOCH, session });
      // What a spec starts with is nothing that happened in it.
      events.length = 0;
    },
    signedOut: () => {
      machine.send({ type: 'noSessionFound', epoch: undefined });
    },
    destroy: () => {
      machine.destroy();
    },
  };
}

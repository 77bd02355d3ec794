import { firstValueFrom, VirtualAction, VirtualTimeScheduler } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { createAuth } from '../../../src';
import type {
  Auth,
  AuthError,
  AuthEvent,
  AuthOptions,
  AuthState,
  AuthTokens,
  SignOutResult,
} from '../../../src';
import { createManualClock, startUserPool } from '../../../src/emulator';
import type { ManualClock, RunningUserPool, UserPoolOptions } from '../../../src/emulator';

/** The password of every user in these specs. */
export const PASSWORD = 'Passw0rd!';

/** The life of an access token of these pools. */
export const TOKEN_LIFE_MS = 3_600_000;

/** One time for the pool and its clients; it stands still until a spec moves it. */
export interface TestTime {
  readonly clock: ManualClock;
  readonly scheduler: SchedulerLike;
  /** How many timers are set by now. */
  timers(): number;
  /** Whether one is due in so many milliseconds. */
  isDueIn(ms: number): boolean;
  advance(byMs: number): void;
}

/** Creates a time over the manual clock of a pool. */
export function createTestTime(): TestTime {
  const clock = createManualClock();
  const virtual = new VirtualTimeScheduler(VirtualAction, 0);
  return {
    clock,
    scheduler: { now: () => clock.now(), schedule: virtual.schedule.bind(virtual) },
    timers: () => virtual.actions.length,
    isDueIn: (ms) => virtual.actions.some(({ delay }) => Math.round(delay) === virtual.frame + ms),
    advance: (byMs) => {
      clock.advance(byMs);
      virtual.maxFrames += byMs;
      virtual.flush();
      virtual.frame = virtual.maxFrames;
    },
  };
}

/** A storage whose entries specs look into. */
export interface OpenStorage {
  readonly entries: Map<string, string>;
  getItem(key: string): string | undefined;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Creates an empty one. */
function createOpenStorage(): OpenStorage {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key) => entries.get(key),
    setItem: (key, value) => {
      entries.set(key, value);
    },
    removeItem: (key) => {
      entries.delete(key);
    },
  };
}

/** A client of a pool behind real HTTP. */
export interface Stage {
  readonly pool: RunningUserPool;
  readonly time: TestTime;
  readonly auth: Auth;
  readonly storage: OpenStorage;
  readonly states: AuthState[];
  readonly events: AuthEvent[];
  readonly errors: AuthError[];
}

/** What of a stage is chosen. */
export interface StageOptions {
  readonly pool?: UserPoolOptions;
  readonly auth?: Partial<AuthOptions>;
  readonly storage?: OpenStorage;
}

const started: { pools: RunningUserPool[]; auths: Auth[] } = { pools: [], auths: [] };

/** Stops everything that a spec started; for `afterEach`. */
export async function stopAll(): Promise<void> {
  started.auths.splice(0).forEach((auth) => {
    auth.destroy();
  });
  await Promise.all(started.pools.splice(0).map((pool) => pool.close()));
}

/** Creates another client of a pool, with what it says from then on. */
export function clientOf(pool: RunningUserPool, time: TestTime, options: StageOptions = {}): Stage {
  const { storage = createOpenStorage() } = options;
  const auth = createAuth({
    userPoolId: pool.userPoolId,
    userPoolClientId: pool.userPoolClientId,
    userPoolEndpoint: pool.endpoint,
    scheduler: time.scheduler,
    storage,
    ...options.auth,
  });
  started.auths.push(auth);
  const [states, events, errors]: [AuthState[], AuthEvent[], AuthError[]] = [[], [], []];
  auth.state$.subscribe((state) => states.push(state));
  auth.events$.subscribe((event) => events.push(event));
  auth.errors$.subscribe((error) => errors.push(error));
  return { pool, time, auth, storage, states, events, errors };
}

/** Starts a pool with ada in it, and a client. */
export async function setUp(options: StageOptions = {}): Promise<Stage> {
  const time = createTestTime();
  const pool = await startUserPool({
    users: ['ada', 'bob'].map((username) => ({ username, password: PASSWORD })),
    seed: 1,
    clock: time.clock,
    ...options.pool,
  });
  started.pools.push(pool);
  return clientOf(pool, time, options);
}

/** Signs a user in. */
export async function signIn({ auth }: Pick<Stage, 'auth'>, username = 'ada'): Promise<AuthTokens> {
  await firstValueFrom(auth.signIn$({ username, password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' }));
  return firstValueFrom(auth.tokens$());
}

/** Starts a pool, and signs ada in. */
export async function setUpSignedIn(options: StageOptions = {}): Promise<Stage> {
  const stage = await setUp(options);
  await signIn(stage);
  // What waits for an idle moment has it: no timer is left but those that a spec is about.
  stage.time.advance(0);
  return stage;
}

/** Begins at once, as a subscription does. */
export const begun = <T>(source$: Observable<T>): Promise<T> => firstValueFrom(source$);

/** The error of what must fail. */
export async function errorOf(attempt: Promise<unknown>): Promise<unknown> {
  try {
    return { unexpected: await attempt };
  } catch (error) {
    return error;
  }
}

/** Waits for what the network brings about; the runner's time limit is its only end. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** The operations that reached the pool since it started, the sign-in left out. */
export const requestsOf = ({ pool }: Pick<Stage, 'pool'>): readonly string[] =>
  pool.requests
    .list()
    .map(({ operation }) => operation)
    .filter((operation) => operation !== 'InitiateAuth');

/** The tokens of a user that the pool would still accept. */
export const liveTokens = ({ pool }: Pick<Stage, 'pool'>, username = 'ada'): readonly string[] =>
  pool.tokenFamilies(username).flatMap((family) => family.liveTokens);

/** The parts of a storage that are, or hold, a token. */
export const storedTokens = ({ entries }: OpenStorage): readonly string[] =>
  [...entries.values()].filter((value) => /eyJ[\w-]+\.[\w-]+\.|[Tt]oken/.test(value));

/** What became of the steps of a sign-out, in one line. */
export const stepsOf = ({ steps }: SignOutResult): string =>
  `${steps.globalSignOut} ${steps.revokeToken} ${steps.clearCache}`;

import type { Scheduler } from 'fast-check';
import type { Subscription } from 'rxjs';
import { createAuth } from '../../src';
import type { Auth, AuthError, AuthState, SignOutResult } from '../../src';
import { createUserPool } from '../../src/emulator';
import type { UserPool } from '../../src/emulator';
import { createTestTime } from '../integration/sign-out/fixture';
import type { TestTime } from '../integration/sign-out/fixture';
import { createInProcessNetwork } from './in-process-client';
import type { InProcessNetwork } from './in-process-client';
import { createTab, timersOf } from './tab';
import type { Tab } from './tab';
import { createTabHints } from './tab-hints';
import type { HintChannelConstructor } from './tab-hints';
import { createUnreliableStorage } from './unreliable-storage';
import type { StorageKind, UnreliableStorage } from './unreliable-storage';
import { react } from './actions';
import type { Action } from './actions';

/** The password of every user. */
export const PASSWORD = 'Passw0rd!';

/** Longer than everything that a client may still be waiting for. */
const SETTLING_MS = 20_000;
const SETTLING_STEP_MS = 500;

/** What of a world is drawn. */
export interface WorldOptions {
  readonly isRotating: boolean;
  readonly storageKind: StorageKind;
}

/** From where something can be asked: subscribers, handlers of an operation, cleanups. */
export type Place =
  | 'state$'
  | 'events$'
  | 'errors$'
  | 'result'
  | 'error'
  | 'complete'
  | 'beforeRevoke'
  | 'afterClear'
  | 'storage';

/** A sign-out that was asked for, and what came of it. */
export interface AskedSignOut {
  /** The sign-ins whose tokens the instance held, or might have been about to hold, when it was asked for. */
  readonly families: readonly string[];
  /** What of their tokens was alive then. */
  readonly tokens: readonly string[];
  /** The one that ran already. */
  readonly joined?: AskedSignOut;
  result?: SignOutResult;
  error?: AuthError;
}

/** One `Auth`, in a tab of its own, and what it was asked and said. */
export interface Instance {
  readonly tab: Tab;
  readonly auth: Auth;
  readonly signOuts: AskedSignOut[];
  readonly errors: AuthError[];
  readonly glitches: string[];
  /** The sign-ins that were asked for. */
  readonly signIns: Subscription[];
  /** What it does the next time that a place is reached. */
  readonly planned: Map<Place, Action[]>;
  /** The state that it was told last. */
  told: AuthState;
  lastAsked: 'nothing' | 'signIn' | 'signOut';
  lastUsername: string;
  isDestroyed: boolean;
}

/** A pool, a storage, and the instances that share them. */
export interface World {
  readonly scheduler: Scheduler;
  readonly pool: UserPool;
  readonly time: TestTime;
  readonly network: InProcessNetwork;
  readonly storage: UnreliableStorage;
  readonly hintChannelOf: (tab: Tab) => HintChannelConstructor;
  readonly instances: Instance[];
  hasFaults: boolean;
  /** How long answers have been waited for in sum; beyond the limit of its kind an answer is nobody's any more. */
  waitedMs: number;
  /** The number of requests that the server holds. */
  held: number;
}

/** Creates a world without an instance. */
export function createWorld(scheduler: Scheduler, { isRotating, storageKind }: WorldOptions): World {
  const time = createTestTime();
  const pool = createUserPool({
    users: [
      { username: 'ada', password: PASSWORD },
      { username: 'cleo', password: PASSWORD },
      {
        username: 'bob',
        password: PASSWORD,
        attributes: { phone_number: '+491701234567', phone_number_verified: 'true' },
        mfa: { enabled: ['SMS_MFA'], preferred: 'SMS_MFA' },
      },
    ],
    clients: [isRotating ? { refreshTokenRotation: { graceSeconds: 60 } } : {}],
    seed: 1,
    clock: time.clock,
  });
  const passOn = (label: string): Promise<unknown> => scheduler.schedule(Promise.resolve(), label);
  return {
    scheduler,
    pool,
    time,
    network: createInProcessNetwork(pool, passOn),
    storage: createUnreliableStorage(storageKind, passOn),
    hintChannelOf: createTabHints(passOn),
    instances: [],
    hasFaults: false,
    waitedMs: 0,
    held: 0,
  };
}

/** Adds an instance over the storage of the world. */
export function addInstance(world: World): Instance {
  const { pool, time, network, storage, hintChannelOf, instances } = world;
  const { userPoolId, userPoolClientId } = pool;
  const tab = createTab();
  const reactIn = (place: Place) => (): void => {
    react(instance, world, place);
  };
  // The channel is opened at creation.
  Reflect.set(globalThis, 'BroadcastChannel', hintChannelOf(tab));
  const auth = createAuth({
    userPoolId,
    userPoolClientId,
    client: network.clientOf(tab),
    storage: storage.in(tab, reactIn('storage')),
    scheduler: timersOf(tab, time.scheduler),
    cleanups: [{ name: 'model', beforeRevoke: reactIn('beforeRevoke'), afterClear: reactIn('afterClear') }],
  });
  const instance: Instance = {
    tab,
    auth,
    signOuts: [],
    errors: [],
    glitches: [],
    signIns: [],
    planned: new Map(),
    told: auth.state,
    lastAsked: 'nothing',
    lastUsername: '',
    isDestroyed: false,
  };
  auth.errors$.subscribe((error) => {
    instance.errors.push(error);
    react(instance, world, 'errors$');
  });
  auth.events$.subscribe(reactIn('events$'));
  auth.state$.subscribe((state) => {
    if (state === instance.told && state.status !== auth.state.status) instance.glitches.push('told twice');
    instance.told = state;
    instance.glitches.push(...glitchesOf(instance, world));
    react(instance, world, 'state$');
  });
  instances.push(instance);
  return instance;
}

/** Says where the state, the tokens and what is stored tell different stories, at this moment. */
export function glitchesOf(
  { auth, tab }: Instance,
  { instances, storage, hasFaults }: World,
): readonly string[] {
  const before = auth.state.status;
  const found: string[] = [];
  if (tab.status !== 'awake') return found;
  const heard: { token?: string; isRefused?: boolean } = {};
  auth.tokens$().subscribe({
    next: ({ accessToken }) => {
      heard.token = accessToken;
      if (auth.state.status !== 'signedIn') found.push(`tokens while ${auth.state.status}`);
    },
    // That it cannot be refreshed for now says nothing of who is signed in.
    error: (error: unknown) => (heard.isRefused = (error as AuthError).kind === 'signedOut'),
  });
  const { token, isRefused } = heard;
  // What is told may have brought about something else meanwhile.
  const { status } = auth.state;
  if (token !== undefined && before !== 'signedIn') found.push(`tokens while ${before}`);
  if (token === undefined && isRefused && before === 'signedIn' && status === before && !hasFaults) {
    found.push('no tokens while signedIn');
  }
  // Over a storage that answers at once, what is handed out is stored, unless another tab has just changed it.
  if (
    storage.kind === 'synchronous' &&
    instances.length <= 1 &&
    !hasFaults &&
    token !== undefined &&
    status === 'signedIn'
  ) {
    if (![...storage.entries.values()].join().includes(token)) found.push('tokens that are not stored');
  }
  return found;
}

/** Lets everything arrive that is on its way; no time passes. */
export async function arrive(world: World): Promise<void> {
  const { scheduler, network } = world;
  do {
    while (scheduler.count() > 0) await scheduler.waitNext(1);
    await new Promise((resolve) => setImmediate(resolve));
  } while (scheduler.count() > 0 || network.pending > world.held);
}

/** Lets everything come to its end: what is frozen thaws, what is on its way arrives, and every deadline passes. */
export async function settle(world: World): Promise<void> {
  world.instances.forEach(({ tab }) => {
    tab.thaw();
  });
  for (let passed = 0; passed < SETTLING_MS; passed += SETTLING_STEP_MS) {
    await arrive(world);
    world.time.advance(SETTLING_STEP_MS);
  }
}

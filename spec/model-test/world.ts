import type { Scheduler } from 'fast-check';
import { createAuth } from '../../src';
import type { AuthError } from '../../src';
import { createUserPool } from '../../src/emulator';
import { createTestTime } from '../integration/sign-out/fixture';
import { createInProcessNetwork } from './in-process-client';
import { createTab, timersOf } from './tab';
import { createTabHints } from './tab-hints';
import { createUnreliableStorage } from './unreliable-storage';
import type { StorageKind } from './unreliable-storage';
import { react } from './actions';
import { PASSWORD } from './parts';
import type { Instance, Place, World } from './parts';

/** Longer than everything that a client may still be waiting for. */
const SETTLING_MS = 20_000;
const SETTLING_STEP_MS = 500;

/** What of a world is drawn. */
export interface WorldOptions {
  readonly isRotating: boolean;
  readonly storageKind: StorageKind;
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
function glitchesOf({ auth, tab }: Instance, { instances, storage, hasFaults }: World): readonly string[] {
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

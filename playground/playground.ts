import { auditTime, firstValueFrom, interval, map, merge, shareReplay, startWith, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { fetchUserAttributes$ } from 'rx-cognito/account';
import type { Client, ClientOptions, Credentials } from './clients/client';
import { createOwnClient } from './clients/rx-cognito';
import type { OwnClient } from './clients/rx-cognito';
import { CONDITIONS, holdRefresh } from './conditions';
import type { ConditionId } from './conditions';
import { createLane } from './lane';
import type { Lane } from './lane';
import { LANE_IDS, LANES } from './lanes';
import type { LaneId } from './lanes';
import { createNetwork } from './network';
import { createPerson } from './person';
import type { PersonControl } from './person';
import { createPlaygroundPool } from './pool';
import type { PlaygroundPool } from './pool';
import { createSessions } from './sessions';
import { createStory } from './story';
import { familyViews, laneView, storedViews } from './view';
import type { View } from './view';
import { PATIENCE_MS } from './verdict';
import { createWatchedStorage } from './watched-storage';
import type { WatchedStorage } from './watched-storage';

/** A user pool in the page, clients of it, and everything that can be done to them. */
export interface Playground {
  /** The truth, and a way to ask for more of it than is shown. */
  readonly pool: PlaygroundPool;
  /** Hot while anybody listens; emits what is to be shown now, and whenever that has changed. */
  readonly view$: Observable<View>;
  readonly person: PersonControl;
  setCondition(id: ConditionId): void;
  /** Puts a client on the stage; a library of others is loaded first. */
  add(id: LaneId): Promise<void>;
  remove(id: LaneId): void;
  signIn(id: LaneId): Promise<void>;
  refresh(id: LaneId): Promise<void>;
  /** Asks the user pool who is signed in. */
  ask(id: LaneId): Promise<void>;
  signOut(ids: readonly LaneId[], isGlobal?: boolean): Promise<void>;
  retry(id: LaneId): Promise<void>;
  /** Signs ours, Amplify and identity-js in while all is well, and out under the present condition. */
  play(): Promise<void>;
}

const TICK_MS = 250;
const FRAME_MS = 30;
/** How long a sign-out that was cut off may take to come to its end once all is well again. */
const SETTLING_MS = 2_000;
const CONTESTANTS: readonly LaneId[] = ['tab', 'amplify', 'identityJs'];

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function createClient(id: LaneId, options: ClientOptions): Promise<Client> {
  switch (id) {
    case 'amplify':
      return (await import('./clients/amplify')).createAmplifyClient(options);
    case 'identityJs':
      // It names the global object as Node does.
      Object.assign(globalThis, { global: globalThis });
      return (await import('./clients/identity-js')).createIdentityJsClient(options);
    case 'tab':
    case 'secondTab':
    case 'device':
      return createOwnClient(options);
  }
}

/** Creates the playground of a page; `fetch` of the page carries what its clients ask for from then on. */
export function createPlayground(): Playground {
  const pool = createPlaygroundPool();
  const network = createNetwork(pool.handler);
  const changed$ = new Subject<void>();
  const story = createStory();
  const lanes = new Map<LaneId, Lane>();
  const running = new Map<LaneId, Promise<void>>();
  const sessions = createSessions(pool);
  /** Those whose sign-out was asked for, and has not begun yet. */
  const leaving = new Set<LaneId>();
  const storages = new Map<string, WatchedStorage>(
    [...new Set(LANE_IDS.map((id) => LANES[id].origin))].map((origin) => [origin, createWatchedStorage()]),
  );
  let condition: ConditionId = 'none';
  let endCondition: () => void = () => undefined;
  let isPlaying = false;

  const storageOf = (id: LaneId): WatchedStorage => {
    const storage = storages.get(LANES[id].origin);
    if (storage === undefined) throw new Error(`There is no storage for ${id}.`);
    return storage;
  };
  const optionsOf = (id: LaneId): ClientOptions => ({
    userPoolId: pool.userPoolId,
    userPoolClientId: pool.clientIdOf(id),
    userPoolEndpoint: network.endpointOf(id),
    storage: storageOf(id),
  });
  /** Every tab of an origin. */
  const lanesOf = (id: LaneId): readonly Lane[] =>
    [...lanes.values()].filter(({ facts }) => facts.origin === LANES[id].origin);
  const open = <C extends Client>(id: LaneId, client: C): Lane<C> => {
    const lane = createLane(id, client, storageOf(id), network.requests$);
    if (lanesOf(id).length === 0) sessions.open(id);
    lanes.set(id, lane);
    lane.changes$.subscribe(() => {
      // The account of the sign-out before is closed by a session that has begun, and by none that could not.
      if (lane.says.isSignedIn && sessions.confirm(id)) for (const it of lanesOf(id)) it.startOver();
      changed$.next();
    });
    return lane;
  };
  const openOwn = (id: LaneId): Lane<OwnClient> => {
    const lane = open(id, createOwnClient(optionsOf(id)));
    story.follow(id, lane.client.auth);
    return lane;
  };
  const tab = openOwn('tab');
  const person = createPerson(pool, tab.client.auth, {
    changed: () => {
      changed$.next();
    },
    signingIn: () => {
      sessions.begin('tab');
    },
  });
  const credentials = (): Credentials => ({
    username: person.now.username,
    password: person.now.password,
    code: async () => (await pool.totpCodeOf(person.now.username)) ?? '',
  });

  const add = async (id: LaneId): Promise<void> => {
    if (lanes.has(id)) return;
    if (LANES[id].library === 'rx-cognito') openOwn(id);
    else open(id, await createClient(id, optionsOf(id)));
    changed$.next();
  };
  const remove = (id: LaneId): void => {
    const lane = lanes.get(id);
    if (lane === undefined || id === 'tab') return;
    lane.leave();
    lanes.delete(id);
    if (lanesOf(id).length === 0) lane.storage.clear();
    changed$.next();
  };
  const signIn = async (id: LaneId): Promise<void> => {
    sessions.begin(id);
    await lanes.get(id)?.signIn(credentials());
  };
  const signOut: Playground['signOut'] = async (ids, isGlobal = false) => {
    const signedIn = ids
      .flatMap((id) => lanes.get(id) ?? [])
      .filter(({ id, says }) => says.isSignedIn && !leaving.has(id));
    const late = new Map<LaneId, () => void>();
    if (condition === 'lateRefresh') {
      for (const { id } of signedIn) leaving.add(id);
      for (const { id, client } of signedIn) late.set(id, await holdRefresh(pool, () => client.refresh()));
    }
    const asked = signedIn.map((lane) => {
      const run = lane.signOut(isGlobal);
      running.set(lane.id, run);
      leaving.delete(lane.id);
      void lane.letGo().then(late.get(lane.id));
      return run;
    });
    await Promise.all(asked);
  };
  const setCondition = (id: ConditionId): void => {
    endCondition();
    condition = id;
    endCondition = CONDITIONS[id].begin({ pool, network, storages: [...storages.values()] });
    changed$.next();
  };
  /** Brings a lane to a session, whatever the play before left there. */
  const prepare = async (id: LaneId): Promise<void> => {
    await Promise.race([running.get(id), after(SETTLING_MS)]);
    const lane = lanes.get(id);
    if (lane?.says.isSignedIn === true && lane.signOutAsked === undefined) return;
    if (id !== 'tab') {
      remove(id);
      await add(id);
    }
    await signIn(id);
  };
  const play = async (): Promise<void> => {
    const chosen = condition;
    isPlaying = true;
    try {
      setCondition('none');
      for (const id of CONTESTANTS) {
        await add(id);
        await prepare(id);
      }
      setCondition(chosen);
      await Promise.race([signOut(CONTESTANTS), after(PATIENCE_MS + TICK_MS)]);
    } finally {
      isPlaying = false;
      changed$.next();
    }
  };

  const snapshot = (): View => ({
    condition,
    isPlaying,
    state: tab.client.auth.state,
    lanes: LANE_IDS.flatMap((id) => lanes.get(id) ?? []).map((lane) => laneView(sessions, lane)),
    stored: storedViews([...lanes.values()]),
    families: familyViews(
      pool,
      (clientId) =>
        LANE_IDS.map((id) => (pool.clientIdOf(id) === clientId ? LANES[id].origin : '')).find(Boolean) ?? '',
    ),
    requests: network.requests,
    story: story.lines,
    messages: [...pool.outbox].filter(({ username }) => username === person.now.username).reverse(),
    person: person.now,
  });

  return {
    pool,
    person,
    view$: merge(changed$, story.changes$, network.requests$, interval(TICK_MS)).pipe(
      auditTime(FRAME_MS),
      startWith(undefined),
      map(snapshot),
      shareReplay({ bufferSize: 1, refCount: true }),
    ),
    setCondition,
    add,
    remove,
    signIn,
    refresh: async (id) => lanes.get(id)?.attempt((client) => client.refresh()),
    ask: async (id) =>
      lanes.get(id)?.attempt(async (client) => {
        if ('auth' in client) await firstValueFrom(fetchUserAttributes$((client as OwnClient).auth));
      }),
    signOut,
    retry: async (id) => lanes.get(id)?.retry(),
    play,
  };
}

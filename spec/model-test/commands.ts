import fc from 'fast-check';
import type { AsyncCommand } from 'fast-check';
import type { Fault, OperationName } from '../../src/emulator';
import { answer, getTokens, giveUp, plan, signIn, signOut } from './actions';
import type { Action, Instance, Place, World } from './parts';
import type { StorageCall } from './unreliable-storage';
import { addInstance } from './world';

/** The model knows no more than how many instances there are: the truth is asked of the server, at the end. */
interface Model {
  instances: number;
}

type Step = AsyncCommand<Model, World>;

const command = (name: string, run: (world: World) => void, check = (_: Model): boolean => true): Step => ({
  check,
  run: (_, world) => {
    run(world);
    return Promise.resolve();
  },
  toString: () => name,
});

const onInstance = (index: number, name: string, run: (instance: Instance, world: World) => void): Step =>
  command(
    `${name} on ${index}`,
    (world) => {
      const instance = world.instances[index];
      if (instance && !instance.isDestroyed && instance.tab.status === 'awake') run(instance, world);
    },
    ({ instances }) => index < instances,
  );

/** What can be asked, and how it is called in a report. */
const ACTIONS: readonly (readonly [string, Action])[] = [
  ['sign ada in', signIn('ada')],
  ['sign bob in', signIn('bob')],
  ['sign cleo in', signIn('cleo')],
  ['sign out', signOut(false)],
  ['sign out', signOut(false)],
  ['sign out globally', signOut(true)],
  ['answer the challenge', answer],
  ['get tokens', getTokens(false)],
  ['refresh', getTokens(true)],
  ['give the sign-in up', giveUp],
];

const PLACES: readonly Place[] = [
  'state$',
  'state$',
  'state$',
  'events$',
  'errors$',
  'result',
  'result',
  'error',
  'complete',
  'beforeRevoke',
  'afterClear',
  'storage',
  'storage',
];

/** Several things, one right after another. */
const inOneTurn = (actions: readonly (readonly [string, Action])[]): readonly [string, Action] => [
  actions.map(([name]) => name).join(', then '),
  (instance, world) => {
    for (const [, action] of actions) action(instance, world);
  },
];

const action = fc.constantFrom(...ACTIONS);
const signInAs = fc.constantFrom(...ACTIONS.slice(0, 3));
const [OUT] = ACTIONS.slice(3, 4) as [(typeof ACTIONS)[number]];

/** What is asked in one turn: mostly what takes the place of what was asked before. */
const inTurn = fc.oneof(
  fc.tuple(fc.constant(OUT), signInAs),
  fc.tuple(signInAs, signInAs),
  fc.tuple(signInAs, fc.constant(OUT)),
  fc.tuple(fc.constant(OUT), signInAs, fc.constant(OUT)),
  fc.array(action, { minLength: 2, maxLength: 3 }),
);
const actions = fc.oneof(action, inTurn.map(inOneTurn));

const HANG_MS = 15_000;

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['fails', { error: 'InternalErrorException' }],
  ['is refused', { error: 'NotAuthorizedException' }],
  ['is throttled', { throttle: { retryAfterSeconds: 1 } }],
  ['is dropped before', { dropSocket: 'beforeEffect' }],
  ['is dropped after', { dropSocket: 'afterEffect' }],
  ['hangs', { hang: 'afterEffect' }],
];

const OPERATIONS: readonly OperationName[] = [
  'InitiateAuth',
  'GetTokensFromRefreshToken',
  'GlobalSignOut',
  'RevokeToken',
];

const fault = (operation: OperationName, [name, planned]: readonly [string, Fault]): Step =>
  command(`the next ${operation} ${name}`, (world) => {
    world.hasFaults = true;
    const held = world.pool.faults.on(operation, planned);
    if (planned.hang === undefined) return;
    // A server that hangs does so longer than anybody waits, not for ever.
    void held.reached.then(() => {
      world.held += 1;
      world.time.clock.schedule(() => {
        world.held -= 1;
        held.release();
      }, HANG_MS);
    });
  });

/** As many tabs as there may be. */
const TABS = 3;

/** Mostly the first one. */
const index = fc.constantFrom(0, 0, 0, 1, 1, 2);

/** What an instance does once a place is reached. */
export const plans = fc.tuple(fc.constantFrom(...PLACES), actions);

/** Everything that can happen, in any order. */
export const commands = [
  fc.tuple(index, actions).map(([at, [name, act]]) => onInstance(at, name, act)),
  fc.tuple(index, actions).map(([at, [name, act]]) => onInstance(at, name, act)),
  fc.tuple(index, actions).map(([at, [name, act]]) => onInstance(at, name, act)),
  fc.tuple(index, plans).map(([at, [place, [name, act]]]) =>
    onInstance(at, `at the next ${place}: ${name}`, (instance) => {
      plan(instance, place, act);
    }),
  ),
  fc.tuple(index, plans).map(([at, [place, [name, act]]]) =>
    onInstance(at, `at the next ${place}: ${name}`, (instance) => {
      plan(instance, place, act);
    }),
  ),
  action.map(([name, act]) =>
    command(`everywhere at once: ${name}`, (world) => {
      for (const instance of world.instances) {
        if (!instance.isDestroyed && instance.tab.status === 'awake') act(instance, world);
      }
    }),
  ),
  fc
    .tuple(fc.constantFrom('reads', 'writes', 'removes') as fc.Arbitrary<StorageCall>, fc.boolean())
    .map(([call, isDone]) =>
      command(`the storage loses one of its ${call}${isDone ? ', done' : ''}`, (world) => {
        world.hasFaults = true;
        world.storage.loseNext(call, isDone);
      }),
    ),
  fc.constantFrom(300, 1_100, 3_100, 3_600_000).map((ms) =>
    command(`${ms} ms pass`, (world) => {
      const isFrozen = world.instances.some(({ tab }) => tab.status === 'frozen');
      const isUnderWay = world.network.pending > 0 || world.scheduler.count() > 0;
      if (isFrozen || isUnderWay) world.waitedMs += ms;
      world.time.advance(ms);
    }),
  ),
  fc
    .tuple(fc.constantFrom(...OPERATIONS), fc.constantFrom(...FAULTS))
    .map(([operation, planned]) => fault(operation, planned)),
  fc.constantFrom([true, false], [false, true], [true, true]).map(([remove = false, write = false]) =>
    command(`the storage refuses${remove ? ' to remove' : ''}${write ? ' to write' : ''}`, (world) => {
      world.hasFaults = true;
      world.storage.refusesToRemove = remove;
      world.storage.refusesToWrite = write;
    }),
  ),
  fc.constant<Step>({
    check: ({ instances }) => instances < TABS,
    run: (model, world) => {
      model.instances += 1;
      addInstance(world);
      return Promise.resolve();
    },
    toString: () => 'another instance',
  }),
  index.map((at) =>
    onInstance(at, 'freeze', ({ tab }) => {
      tab.freeze();
    }),
  ),
  index.map((at) =>
    onInstance(at, 'refresh, and freeze meanwhile,', ({ auth, tab }) => {
      tab.isDrowsy = true;
      auth.tokens$({ forceRefresh: true }).subscribe({ error: () => undefined });
    }),
  ),
  index.map((at) =>
    command(
      `thaw on ${at}`,
      ({ instances }) => instances[at]?.tab.thaw(),
      ({ instances }) => at < instances,
    ),
  ),
  index.map((at) =>
    onInstance(at, 'crash', ({ tab }) => {
      tab.crash();
    }),
  ),
  index.map((at) =>
    onInstance(at, 'destroy', (instance) => {
      instance.isDestroyed = true;
      instance.auth.destroy();
    }),
  ),
];

import fc from 'fast-check';
import type { AsyncCommand } from 'fast-check';
import type { AuthError, AuthState } from '../../src';
import type { Fault, OperationName } from '../../src/emulator';
import { addInstance, PASSWORD } from './world';
import type { AskedSignOut, Instance, World } from './world';

/** The model knows no more than how many instances there are: the truth is asked of the server, at the end. */
interface Model {
  instances: number;
}

type Step = AsyncCommand<Model, World>;

const ignore = { error: () => undefined };

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

const endedBy = (state: AuthState, { pool, storage }: World): Pick<AskedSignOut, 'families' | 'tokens'> => {
  const stored = state.status === 'signedIn' ? [...storage.entries.values()].join() : '';
  const held = pool.tokenFamilies().filter((family) => family.liveTokens.some((it) => stored.includes(it)));
  return {
    families: held.map(({ originJti }) => originJti),
    tokens: held.flatMap(({ liveTokens }) => liveTokens),
  };
};

const signOut = (index: number, globalSignOut: boolean): Step =>
  onInstance(index, globalSignOut ? 'sign out globally' : 'sign out', (instance, world) => {
    const { state } = instance.auth;
    const joined = state.status === 'signingOut' ? instance.signOuts.at(-1) : undefined;
    const asked: AskedSignOut = { ...endedBy(state, world), ...(joined && { joined }) };
    instance.signOuts.push(asked);
    instance.lastAsked = 'signOut';
    instance.auth.signOut$({ globalSignOut }).subscribe({
      next: (result) => (asked.result = result),
      error: (error: unknown) => (asked.error = error as AuthError),
    });
  });

/** Asks for a sign-in. */
export function askForSignIn(instance: Instance, username: string): void {
  if (instance.auth.state.status !== 'signedIn') instance.lastAsked = 'signIn';
  instance.auth
    .signIn$({ username, password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' })
    .subscribe(ignore);
}

const signIn = (index: number, username: string): Step =>
  onInstance(index, `sign ${username} in`, (instance) => {
    askForSignIn(instance, username);
  });

const answer = (index: number): Step =>
  onInstance(index, 'answer the challenge', ({ auth }, { pool }) => {
    const challengeResponse = pool.outbox.latest('bob')?.code ?? '000000';
    auth.confirmSignIn$({ challengeResponse }).subscribe(ignore);
  });

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

/** Everything that can happen, in any order. */
export const commands = [
  fc.tuple(index, fc.constantFrom('ada', 'bob')).map(([at, username]) => signIn(at, username)),
  index.map(answer),
  fc.tuple(index, fc.constantFrom(true, true, false)).map(([at, forceRefresh]) =>
    onInstance(at, forceRefresh ? 'refresh' : 'get tokens', ({ auth }) => {
      auth.tokens$({ forceRefresh }).subscribe(ignore);
    }),
  ),
  fc.tuple(index, fc.boolean()).map(([at, globalSignOut]) => signOut(at, globalSignOut)),
  fc.tuple(index, fc.boolean()).map(([at, globalSignOut]) => signOut(at, globalSignOut)),
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
      auth.tokens$({ forceRefresh: true }).subscribe(ignore);
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

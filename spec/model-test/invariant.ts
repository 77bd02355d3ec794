import { REQUEST_LIMIT_MS } from '../../src/flows/limits';
import { STORAGE_LIMIT_MS } from '../../src/ports/time-limit';
import { addInstance, arrive } from './world';
import type { AskedSignOut, Instance, World } from './world';

const isDead = ({ pool }: World, family: string): boolean =>
  pool.tokenFamilies().find(({ originJti }) => originJti === family)?.liveTokens.length === 0;

/** Where the report of a sign-out says more than the server knows. */
function liesOf(world: World, { families, result }: AskedSignOut): readonly string[] {
  if (!result) return [];
  const { revokeToken, globalSignOut } = result.steps;
  const claims = [
    revokeToken === 'done' && 'revokeToken done',
    globalSignOut === 'done' && 'globalSignOut done',
  ];
  const alive = families.filter((family) => !isDead(world, family));
  const isComplete = result.outcome === 'complete' && (revokeToken === 'done' || globalSignOut === 'done');
  return alive.length > 0 && (isComplete || claims.some(Boolean))
    ? [`${result.outcome}, ${claims.filter(Boolean).join()}, and ${alive.length} session is alive`]
    : [];
}

/** What a sign-out has left in the storage, unless it said so by an error. */
function leftoversOf(
  { pool, storage }: World,
  { families, tokens, result }: AskedSignOut,
): readonly string[] {
  const stored = [...storage.entries.values()].join();
  // Those that came after it was asked for as well: a late write brings nothing back.
  const live = pool
    .tokenFamilies()
    .filter(({ originJti }) => families.includes(originJti))
    .flatMap(({ liveTokens }) => liveTokens);
  return result && [...tokens, ...live].some((token) => stored.includes(token))
    ? ['a token of an ended session is stored']
    : [];
}

function faultsOf(world: World, instance: Instance): readonly string[] {
  const { auth, tab, glitches, signOuts, lastAsked, isDestroyed } = instance;
  const found = [...glitches];
  const isGone = isDestroyed || tab.status === 'crashed';
  if (!isGone && (auth.state.status === 'signingOut' || auth.state.status === 'restoring')) {
    found.push(`it stays ${auth.state.status}`);
  }
  for (const asked of signOuts) {
    if (!asked.result && !asked.error && tab.status !== 'crashed') found.push('a sign-out never ended');
    if (asked.error && asked.error.kind !== 'storage')
      found.push(`a sign-out errors: ${asked.error.message}`);
    if (asked.joined && asked.joined.result !== asked.result) found.push('who joined was told otherwise');
    found.push(...liesOf(world, asked), ...leftoversOf(world, asked));
  }
  const isAlone = world.instances.length === 1;
  if (isAlone && !isGone && lastAsked === 'signOut' && auth.state.status !== 'signedOut') {
    found.push(`it is ${auth.state.status} after a sign-out`);
  }
  const events = new Set(instance.errors);
  if (events.size !== instance.errors.length) found.push('an error was reported twice');
  return found;
}

/** Sessions that live although nobody is signed in with them and nothing went wrong. */
function orphansOf({ pool, storage, instances, hasFaults, waitedMs }: World): readonly string[] {
  if (
    hasFaults ||
    waitedMs >= REQUEST_LIMIT_MS ||
    instances.some(({ isDestroyed, tab }) => isDestroyed || tab.status === 'crashed') ||
    instances.length > 1
  )
    return [];
  const stored = [...storage.entries.values()].join();
  const reported = instances.some(({ signOuts }) =>
    signOuts.some(({ result }) => result?.outcome !== 'complete'),
  );
  return pool
    .tokenFamilies()
    .filter(({ liveTokens }) => liveTokens.length > 0 && !liveTokens.some((token) => stored.includes(token)))
    .flatMap(() => (reported ? [] : ['a session is alive that nobody holds']));
}

/**
 * Says what is wrong with a world that has settled: `signedOut` means that no usable token is held, and a report says
 * no more than what the server knows.
 */
export function violationsOf(world: World): readonly string[] {
  return [...world.instances.flatMap((instance) => faultsOf(world, instance)), ...orphansOf(world)];
}

/** Says which tabs of a settled world believe in another session than a tab that opens now. */
export async function disagreementsOf(world: World): Promise<readonly string[]> {
  const { instances, hasFaults, waitedMs } = world;
  // A tab that crashes may have stored what it told nobody; one that gave up reading waits for the next hint.
  const isExcused = instances.some(({ tab }) => tab.status === 'crashed') || waitedMs >= STORAGE_LIMIT_MS;
  if (hasFaults || isExcused) return [];
  const others = instances.filter(({ isDestroyed }) => !isDestroyed);
  const { auth } = addInstance(world);
  await arrive(world);
  const isSignedIn = auth.state.status === 'signedIn';
  return others
    .map(({ auth: { state } }) => state.status)
    .filter((status) => (status === 'signedIn') !== isSignedIn)
    .map((status) => `a tab is ${status}, and one that opens is ${auth.state.status}`);
}

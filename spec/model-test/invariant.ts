import { REQUEST_LIMIT_MS } from '../../src/flows/limits';
import { STORAGE_LIMIT_MS } from '../../src/ports/time-limit';
import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { AskedSignOut, Instance, World } from './parts';
import { addInstance, arrive } from './world';

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
  const { auth, tab, glitches, signOuts, lastAsked, lastUsername, isDestroyed } = instance;
  const found = [...glitches];
  const isGone = isDestroyed || tab.status === 'crashed';
  if (!isGone && (auth.state.status === 'signingOut' || auth.state.status === 'restoring')) {
    found.push(`it stays ${auth.state.status}`);
  }
  const isAlone = world.instances.length === 1;
  // A storage whose writes cross without a lock between the tabs keeps the last of them: where the tab that signed out is
  // gone by then, nobody is left to clear it again. What it keeps is dead at the server (see `liesOf`).
  const isUnwatched = isGone && !isAlone && world.storage.kind !== 'synchronous';
  for (const asked of signOuts) {
    if (!asked.result && !asked.error && tab.status !== 'crashed') found.push('a sign-out never ended');
    if (asked.error && asked.error.kind !== 'storage')
      found.push(`a sign-out errors: ${asked.error.message}`);
    if (asked.joined && asked.joined.result !== asked.result) found.push('who joined was told otherwise');
    found.push(...liesOf(world, asked));
    if (!isUnwatched) found.push(...leftoversOf(world, asked));
  }
  if (isAlone && !isGone && lastAsked === 'signOut' && auth.state.status !== 'signedOut') {
    found.push(`it is ${auth.state.status} after a sign-out`);
  }
  const isAnswered = !world.hasFaults && world.waitedMs < STORAGE_LIMIT_MS;
  const isAsked = isAlone && !isGone && lastAsked === 'signIn' && isAnswered && lastUsername !== 'bob';
  if (isAsked && (auth.state.status !== 'signedIn' || auth.state.user.username !== lastUsername)) {
    found.push(`it is ${auth.state.status} after ${lastUsername} was to be signed in`);
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

/** What one part of the client says: that this user is signed in, by this token, or nobody. */
type Story = { readonly username: string; readonly accessToken?: string } | undefined;

const storyOf = (story: Story): string => story?.username ?? 'nobody';

async function storyOfTokens({ auth }: Instance, world: World): Promise<Story> {
  let accessToken: string | undefined;
  auth.tokens$().subscribe({ next: (tokens) => ({ accessToken } = tokens), error: () => undefined });
  await arrive(world);
  return accessToken === undefined ? undefined : { username: usernameIn(accessToken), accessToken };
}

async function storyOfSend({ auth }: Instance, world: World): Promise<Story> {
  let username: string | undefined;
  auth
    .send$((AccessToken) => new GetUserCommand({ AccessToken }))
    .subscribe({ next: ({ Username }) => (username = Username), error: () => undefined });
  await arrive(world);
  return username === undefined ? undefined : { username };
}

const usernameIn = (accessToken: string): string =>
  (JSON.parse(atob(accessToken.split('.')[1] ?? '')) as { username: string }).username;

/** What is stored, read by nobody of the library: the record of the one client. */
function storyOfStorage({ storage, pool }: World): Story {
  const text = storage.entries.get(`rx-cognito.${pool.userPoolClientId}`);
  const { session } = JSON.parse(text ?? '{}') as { session?: { username: string; accessToken: string } };
  return session && { username: session.username, accessToken: session.accessToken };
}

const storyOfState = ({ auth: { state } }: Instance): Story =>
  state.status === 'signedIn' ? { username: state.user.username } : undefined;

/**
 * Says where a settled world tells different stories: the state, what was told of it, `tokens$`, `send$`, the storage, and
 * the server. Where something was refused, lost or dropped, the reports speak of it, and {@link violationsOf} of them.
 */
export async function differencesOf(world: World): Promise<readonly string[]> {
  const { instances, hasFaults, waitedMs, pool } = world;
  const isCrashed = instances.some(({ tab }) => tab.status === 'crashed');
  // What is asked from here on is asked by the oracle alone.
  instances.forEach(({ planned }) => {
    planned.clear();
  });
  // A tab that died in the middle told nobody: what counts is what the next start finds.
  if (isCrashed) addInstance(world);
  if (isCrashed) await arrive(world);
  const live = isCrashed ? instances.slice(-1) : instances.filter(({ isDestroyed }) => !isDestroyed);
  const found: string[] = [];
  // What was refused, lost, or waited for in vain may leave a session `stale` for now.
  const isClean = !hasFaults && waitedMs < STORAGE_LIMIT_MS;
  for (const instance of live) {
    if (instance.told !== instance.auth.state)
      found.push(`told ${instance.told.status}, and is ${instance.auth.state.status}`);
    // First the server is asked: a session that a tab has revoked before it died is over from then on.
    const sent = isClean ? await storyOfSend(instance, world) : undefined;
    const tokens = await storyOfTokens(instance, world);
    if (storyOf(tokens) !== storyOf(storyOfState(instance)) && isClean) {
      found.push(`the state says ${storyOf(storyOfState(instance))}, its tokens ${storyOf(tokens)}`);
    }
    if (!isClean) continue;
    if (storyOf(sent) !== storyOf(tokens))
      found.push(`tokens of ${storyOf(tokens)}, and send$ as ${storyOf(sent)}`);
    const stored = storyOfStorage(world);
    if (stored?.accessToken !== tokens?.accessToken) {
      found.push(`tokens of ${storyOf(tokens)}, and ${storyOf(stored)} is stored`);
    }
  }
  if (!isClean || live.length < instances.length) return found;
  const { accessToken = '' } = storyOfStorage(world) ?? {};
  const orphans = pool
    .tokenFamilies()
    .filter(({ liveTokens }) => liveTokens.length > 0 && !liveTokens.includes(accessToken))
    .filter(
      () => !instances.some(({ signOuts }) => signOuts.some(({ result }) => result?.outcome === 'partial')),
    );
  if (orphans.length > 0) found.push(`${orphans.length} session is alive that is not the stored one`);
  return found;
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

import type { ManualClock, PoolClock } from '../clock';
import type { UserPool } from '../user-pool';
import type { UserOptions } from '../options';
import { totpCode } from '../crypto/totp';
import { FAULT_PLAN_SCHEMA } from '../schema/fault';
import { faultOf, type Schema } from '../schema/schema';
import { USER_SCHEMA } from '../schema/user';
import { isRequestName } from '../wire/request-name';
import { ControlRefusal } from './refusal';
import type { RemoteFaults } from './remote-faults';

/** What a route of the control API is called with. */
export interface ControlCall {
  readonly pool: UserPool;
  readonly faults: RemoteFaults;
  /** The parts of the path that the route leaves open. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A route: how it is asked for, and what it answers. Nothing is an answer, too. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: RegExp;
  readonly answer: (call: ControlCall) => Promise<object> | object | void;
}

const route = (
  method: ControlRoute['method'],
  path: string,
  answer: ControlRoute['answer'],
): ControlRoute => ({
  method,
  path: new RegExp(`^/_emulator${path.replaceAll('*', '([^/]+)')}$`),
  answer,
});

/** Every route under `/_emulator/`. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  route('GET', '/', ({ pool }) => ({
    userPoolId: pool.userPoolId,
    userPoolClientId: pool.userPoolClientId,
    identityPoolId: pool.identityPool.identityPoolId,
    now: pool.clock.now(),
  })),
  route('POST', '/reset', ({ pool, faults }) => {
    faults.clear();
    pool.reset();
  }),

  route('GET', '/outbox', ({ pool, query }) => ({
    messages: pool.outbox.to(query.get('username') ?? undefined),
  })),
  route('DELETE', '/outbox', ({ pool }) => pool.outbox.clear()),

  route('GET', '/clock', ({ pool }) => ({ now: pool.clock.now() })),
  route('POST', '/clock', ({ pool, body }) => {
    movable(pool.clock).advance(numberIn(body, 'advanceMs'));
    return { now: pool.clock.now() };
  }),

  route('GET', '/requests', ({ pool, query }) => ({
    requests: [...pool.requests].filter(({ operation }) => isAsked(query, 'operation', operation)),
  })),
  route('DELETE', '/requests', ({ pool }) => pool.requests.clear()),

  route('POST', '/faults', ({ faults, body: { operation, ...plan } }) => {
    if (typeof operation !== 'string' || !isRequestName(operation)) {
      throw new ControlRefusal(400, `There is no operation ${JSON.stringify(operation)}.`);
    }
    requireShape(FAULT_PLAN_SCHEMA, plan);
    return { id: faults.plan(operation, plan) };
  }),
  route('DELETE', '/faults', ({ faults }) => faults.clear()),
  route('GET', '/faults/*', ({ faults, parts: [id = ''] }) => ({ isReached: faults.get(id).isReached })),
  route('GET', '/faults/*/reached', async ({ faults, parts: [id = ''] }) => {
    await faults.struck(id);
    return { isReached: true };
  }),
  route('POST', '/faults/*/release', ({ faults, parts: [id = ''] }) => faults.get(id).planned.release()),
  route('DELETE', '/faults/*', ({ faults, parts: [id = ''] }) => faults.cancel(id)),

  route('GET', '/families', ({ pool, query }) => ({
    families: pool.tokenFamilies(query.get('username') ?? undefined),
  })),
  route('GET', '/sso-sessions', ({ pool, query }) => ({
    sessions: pool.ssoSessions(query.get('username') ?? undefined),
  })),
  route('POST', '/tokens', ({ pool, body }) => ({ isLive: pool.isTokenLive(textIn(body, 'token')) })),

  route('GET', '/users', ({ pool }) => ({ users: pool.users() })),
  route('POST', '/users', ({ pool, body }) => {
    textIn(body, 'username');
    requireShape(USER_SCHEMA, body);
    pool.admin.createUser(body as unknown as UserOptions);
  }),
  route('DELETE', '/users/*', ({ pool, parts: [name = ''] }) => pool.admin.deleteUser(name)),
  route('POST', '/users/*/password', ({ pool, parts: [name = ''], body }) => {
    const options = { temporary: body['temporary'] === true };
    pool.admin.setPassword(name, textIn(body, 'password'), options);
  }),
  route('POST', '/users/*/reset-password', ({ pool, parts: [name = ''] }) => pool.admin.resetPassword(name)),
  route('POST', '/users/*/disable', ({ pool, parts: [name = ''] }) => pool.admin.disableUser(name)),
  route('POST', '/users/*/enable', ({ pool, parts: [name = ''] }) => pool.admin.enableUser(name)),
  route('POST', '/users/*/sign-out', ({ pool, parts: [name = ''] }) => pool.admin.globalSignOut(name)),
  route('GET', '/users/*/totp', async ({ pool, parts: [name = ''] }) => {
    const secret = pool.admin.totpSecret(name);
    if (secret === undefined) throw new ControlRefusal(404, `${name} has no authenticator app.`);
    return { secret, code: await totpCode(secret, pool.clock.now()) };
  }),
];

function movable(clock: PoolClock): ManualClock {
  if ('advance' in clock) return clock as ManualClock;
  throw new ControlRefusal(409, 'The clock of this pool cannot be moved.');
}

function isAsked(query: URLSearchParams, name: string, value: string): boolean {
  return !query.has(name) || query.get(name) === value;
}

function requireShape(schema: Schema, value: ControlCall['body']): void {
  const fault = faultOf(schema, value);
  if (fault !== undefined) throw new ControlRefusal(400, fault);
}

function numberIn(body: ControlCall['body'], name: string): number {
  const value = body[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new ControlRefusal(400, `${name} must be a number.`);
}

function textIn(body: ControlCall['body'], name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlRefusal(400, `${name} must be a text.`);
}

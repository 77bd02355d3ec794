import { CognitoError } from '../errors';
import { readEndpointRequest, type Endpoint, type EndpointRequest } from '../oauth/endpoint';
import type { EndpointName } from '../oauth/endpoint-name';
import { endpointAt, ENDPOINTS } from '../oauth/endpoints';
import type { OAuthRefusal } from '../oauth/refusal';
import { isOperationName, OPERATIONS, type OperationName } from '../operations/table';
import type { Call, Pool } from '../pool/pool';
import { failure, preflight, publicJson, spoil, success, toResponse } from './answer';
import { membersOf, unreadable } from './constraint';
import { strikesAt, takesEffect, type FaultMoment, type Faults, type StrikingFault } from './faults';
import type { Answer } from './http';
import type { RequestLog, RequestName } from './request-log';

/** Answers one HTTP request, as `fetch` would bring the answer. */
export type Handler = (request: Request) => Promise<Response>;

const TARGET = /^AWSCognitoIdentityProviderService\.(\w+)$/;

/** What a caller in the same process sees where a browser would see a broken connection. */
class SocketDropped extends TypeError {
  constructor() {
    super('fetch failed: the socket was dropped');
  }
}

/** Puts the wire in front of a pool. */
export function createHandler(pool: Pool, faults: Faults, log: RequestLog): Handler {
  const inTurn = takeTurns();

  async function answerAs(request: Request, { operation, body, perform, refuse }: Task): Promise<Response> {
    const random = pool.random.fork();
    const userAgent = request.headers.get('user-agent') ?? undefined;
    const entry = log.add({
      operation,
      body,
      headers: Object.fromEntries(request.headers),
      at: pool.clock.now(),
    });
    const work = async (): Promise<Response> => {
      const striking = faults.strike(operation, entry.call);
      const run = () => inTurn(() => perform({ pool, random, now: pool.clock.now(), userAgent }));
      const answer = await underFault(pool, striking, run, refuse);
      Object.assign(entry, { status: answer.status, error: answer.error });
      const response = toResponse(answer, request, random, pool.clock.now());
      if (striking?.fault.withoutCors) dropCors(response);
      return response;
    };
    return unlessAborted(request.signal, work(), () => {
      entry.aborted = true;
    });
  }

  return async (request) => {
    if (request.method === 'OPTIONS') return preflight(request);
    const endpoint = endpointAt(pool.id, new URL(request.url).pathname);
    if (endpoint) {
      const response = await answerAs(request, endpointTask(endpoint, request, await request.text()));
      if (!ENDPOINTS[endpoint].isForScripts) dropCors(response);
      return response;
    }
    if (request.method === 'GET') return publicJson({ message: 'Not found' }, 404);
    const operation = TARGET.exec(request.headers.get('x-amz-target') ?? '')?.[1] ?? '';
    if (isOperationName(operation)) return answerAs(request, operationTask(operation, await request.text()));
    const refusal = failure(new CognitoError('UnknownOperationException', 'Unknown operation.'));
    return toResponse(refusal, request, pool.random.fork(), pool.clock.now());
  };
}

/** What a request asks for. */
interface Task {
  readonly operation: RequestName;
  readonly body: unknown;
  readonly perform: (call: Call) => Promise<Answer>;
  /** Writes an error of OAuth, where the request is of its kind. */
  readonly refuse?: (refusal: OAuthRefusal) => Answer;
}

function operationTask(operation: OperationName, text: string): Task {
  const body = parse(text);
  return { operation, body, perform: (call) => performOperation(operation, body, call) };
}

function endpointTask(name: EndpointName, request: Request, text: string): Task {
  const endpoint: Endpoint = ENDPOINTS[name];
  const read = readEndpointRequest(request, text);
  return {
    operation: name,
    body: Object.fromEntries([...read.url.searchParams, ...read.form]),
    perform: (call) => performEndpoint(endpoint, read, call),
    refuse: (refusal) => endpoint.refuse(read, refusal),
  };
}

async function performEndpoint(endpoint: Endpoint, request: EndpointRequest, call: Call): Promise<Answer> {
  const allowed: readonly string[] = endpoint.methods;
  if (!allowed.includes(request.method)) {
    return { status: 405, body: '', headers: { allow: endpoint.methods.join(', ') } };
  }
  try {
    return await endpoint.answer(request, call);
  } catch (error) {
    if (error instanceof CognitoError) {
      return endpoint.refuse(request, { error: 'server_error', description: error.message });
    }
    return failure(defect(error));
  }
}

async function performOperation(operation: OperationName, body: unknown, call: Call): Promise<Answer> {
  try {
    if (typeof body === 'string') throw unreadable();
    return success(await OPERATIONS[operation](membersOf(body), call));
  } catch (error) {
    if (error instanceof CognitoError) return failure(error);
    return failure(defect(error));
  }
}

function defect(error: unknown): CognitoError {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new CognitoError('InternalErrorException', `The emulator has a defect: ${reason}`);
}

async function underFault(
  pool: Pool,
  striking: StrikingFault | undefined,
  run: () => Promise<Answer>,
  refuse: Task['refuse'],
): Promise<Answer> {
  if (!striking) return run();
  const { fault, markReached } = striking;
  await wait(pool, striking, fault.delayBeforeMs);
  await pass(striking, 'beforeEffect');
  const answer = takesEffect(fault) ? await run() : NOTHING_DONE;
  await wait(pool, striking, fault.answerLateMs);
  await pass(striking, 'afterEffect');
  markReached();
  return spoil(fault.oauthError && refuse ? refuse(fault.oauthError) : answer, fault);
}

const NOTHING_DONE: Answer = { status: 200, body: '', headers: {} };

function wait(
  pool: Pool,
  { markReached }: StrikingFault,
  delayMs: number | undefined,
): Promise<void> | undefined {
  if (delayMs === undefined) return undefined;
  const passed = new Promise<void>((resolve) => {
    pool.clock.schedule(resolve, delayMs);
  });
  // Only now that the timer is set may a test move the clock.
  markReached();
  return passed;
}

async function pass({ fault, markReached, released }: StrikingFault, moment: FaultMoment): Promise<void> {
  if (strikesAt(moment, fault.hang)) {
    markReached();
    await released;
  }
  if (strikesAt(moment, fault.dropSocket)) {
    markReached();
    throw new SocketDropped();
  }
}

// The caller's going away ends the waiting, not the work: a server does what it has been asked.
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>, onAbort: () => void): Promise<T> {
  let giveUp: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => {
      onAbort();
      reject(signal.reason as Error);
    };
  });
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** Runs one task at a time, in the order of asking: what a request does to the pool is done as a whole. */
function takeTurns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function dropCors(response: Response): void {
  response.headers.delete('access-control-allow-origin');
  response.headers.delete('access-control-expose-headers');
}

import { signingKeys } from '../crypto/signing-keys';
import { CognitoError } from '../errors';
import { isOperationName, OPERATIONS, serviceOf, type OperationName } from '../operations/table';
import type { Call, Pool } from '../pool/pool';
import { failure, preflight, publicJson, spoil, success, toResponse, type Answer } from './answer';
import { membersOf, unreadable } from './constraint';
import { strikesAt, takesEffect, type FaultMoment, type Faults, type StrikingFault } from './faults';
import type { RequestLog } from './request-log';

/** Answers one HTTP request, as `fetch` would bring the answer. */
export type Handler = (request: Request) => Promise<Response>;

const TARGET = /^(\w+)\.(\w+)$/;

/** What a caller in the same process sees where a browser would see a broken connection. */
class SocketDropped extends TypeError {
  constructor() {
    super('fetch failed: the socket was dropped');
  }
}

/** Puts the wire in front of a pool. */
export function createHandler(pool: Pool, faults: Faults, log: RequestLog): Handler {
  const inTurn = takeTurns();

  async function answerOperation(request: Request, operation: OperationName): Promise<Response> {
    const text = await request.text();
    const random = pool.random.fork();
    const entry = log.add({
      operation,
      body: parse(text),
      headers: Object.fromEntries(request.headers),
      at: pool.clock.now(),
    });
    const work = async (): Promise<Response> => {
      const striking = faults.strike(operation, entry.call);
      const answer = await underFault(pool, striking, () =>
        inTurn(() => perform(operation, entry.body, { pool, random, now: pool.clock.now() })),
      );
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
    if (request.method === 'GET') return answerDocument(pool, request);
    const [, service, operation = ''] = TARGET.exec(request.headers.get('x-amz-target') ?? '') ?? [];
    if (isOperationName(operation) && service === serviceOf(operation)) {
      return answerOperation(request, operation);
    }
    const refusal = failure(new CognitoError('UnknownOperationException', 'Unknown operation.'));
    return toResponse(refusal, request, pool.random.fork(), pool.clock.now());
  };
}

async function perform(operation: OperationName, body: unknown, call: Call): Promise<Answer> {
  try {
    if (typeof body === 'string') throw unreadable();
    return success(await OPERATIONS[operation](membersOf(body), call));
  } catch (error) {
    if (error instanceof CognitoError) return failure(error);
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return failure(new CognitoError('InternalErrorException', `The emulator has a defect: ${reason}`));
  }
}

async function underFault(
  pool: Pool,
  striking: StrikingFault | undefined,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (!striking) return run();
  const { fault, markReached } = striking;
  await wait(pool, striking, fault.delayBeforeMs);
  await pass(striking, 'beforeEffect');
  const answer = takesEffect(fault) ? await run() : NOTHING_DONE;
  await wait(pool, striking, fault.answerLateMs);
  await pass(striking, 'afterEffect');
  markReached();
  return spoil(answer, fault);
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

async function answerDocument(pool: Pool, request: Request): Promise<Response> {
  const { access, id } = await signingKeys();
  const { pathname } = new URL(request.url);
  return pathname === `/${pool.id}/.well-known/jwks.json`
    ? publicJson({ keys: [id.jwk, access.jwk] })
    : publicJson({ message: 'Not found' }, 404);
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

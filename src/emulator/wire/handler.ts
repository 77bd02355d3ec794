import { CognitoError } from '../errors';
import { endpointAt, ENDPOINTS } from '../oauth/endpoints';
import { isForAdministrators, isOperationName, serviceOf } from '../operations/table';
import type { Pool } from '../pool/pool';
import { administratorJudge, notForPages } from './administrators';
import { failure, preflight, publicJson, toResponse } from './answer';
import type { Faults } from './faults';
import type { RequestLog } from './request-log';
import { endpointTask, operationTask, type Task } from './task';
import { underFault, unlessAborted } from './under-fault';

/** Answers one HTTP request, as `fetch` would bring the answer. */
export type Handler = (request: Request) => Promise<Response>;

const TARGET = /^(\w+)\.(\w+)$/;

/**
 * Puts the wire in front of a pool.
 *
 * @param present - Returns the pool as it is now. A request stays with the pool that it came to: what it does there after
 *   a reset is gone with that pool.
 */
export function createHandler(
  present: () => Pool,
  faults: Faults,
  log: RequestLog,
  adminOrigins: readonly string[] = [],
): Handler {
  const inTurn = takeTurns();
  const mayAdminister = administratorJudge(adminOrigins);

  async function answerAs(
    pool: Pool,
    request: Request,
    { operation, body, perform, refuse }: Task,
  ): Promise<Response> {
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
      log.complete(entry, { status: answer.status, error: answer.error });
      const response = toResponse(answer, request, random, pool.clock.now());
      if (striking?.fault.withoutCors) dropCors(response);
      return response;
    };
    return unlessAborted(request.signal, work(), () => {
      entry.aborted = true;
    });
  }

  return async (request) => {
    const pool = present();
    if (request.method === 'OPTIONS') return preflight(request);
    const endpoint = endpointAt(pool.id, new URL(request.url).pathname);
    if (endpoint) {
      const response = await answerAs(pool, request, endpointTask(endpoint, request, await request.text()));
      if (!ENDPOINTS[endpoint].isForScripts) dropCors(response);
      return response;
    }
    if (request.method === 'GET') return publicJson({ message: 'Not found' }, 404);
    const [, service, operation = ''] = TARGET.exec(request.headers.get('x-amz-target') ?? '') ?? [];
    const refuse = (error: CognitoError): Response =>
      toResponse(failure(error), request, pool.random.fork(), pool.clock.now());
    if (!isOperationName(operation) || service !== serviceOf(operation)) {
      return refuse(new CognitoError('UnknownOperationException', 'Unknown operation.'));
    }
    if (isForAdministrators(operation) && !mayAdminister(request)) return refuse(notForPages(operation));
    return answerAs(pool, request, operationTask(operation, await request.text()));
  };
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

function dropCors(response: Response): void {
  response.headers.delete('access-control-allow-origin');
  response.headers.delete('access-control-expose-headers');
}

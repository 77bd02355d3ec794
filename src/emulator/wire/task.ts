import { CognitoError } from '../errors';
import { readEndpointRequest, type Endpoint, type EndpointRequest } from '../oauth/endpoint';
import type { EndpointName } from '../oauth/endpoint-name';
import { ENDPOINTS } from '../oauth/endpoints';
import type { OAuthRefusal } from '../oauth/refusal';
import { OPERATIONS, type OperationName } from '../operations/table';
import type { Call } from '../pool/pool';
import { failure, success } from './answer';
import { membersOf, unreadable } from './constraint';
import type { Answer } from './http';
import type { RequestName } from './request-name';

/** What a request asks for. */
export interface Task {
  readonly operation: RequestName;
  readonly body: unknown;
  readonly perform: (call: Call) => Promise<Answer>;
  /** Writes an error of OAuth, where the request is of its kind. */
  readonly refuse?: (refusal: OAuthRefusal) => Answer;
}

/** Reads a request for an operation of the pool. */
export function operationTask(operation: OperationName, text: string): Task {
  const body = parse(text);
  return { operation, body, perform: (call) => performOperation(operation, body, call) };
}

/** Reads a request for an endpoint of managed login. */
export function endpointTask(name: EndpointName, request: Request, text: string): Task {
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

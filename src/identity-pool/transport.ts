import { AuthError } from 'rx-cognito';
import { Observable, throwError, timeout } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { networkError, refusedError, timeoutError, unreadableError } from './errors';

/** An answer that an identity pool can have given. */
export interface Answer {
  readonly members: ReadonlyMap<string, unknown>;
  /** What the server's clock said, epoch milliseconds, where it could be read. */
  readonly serverTime: number | undefined;
}

/** The operations of an identity pool that need no signature. */
export type IdentityOperation = 'GetId' | 'GetCredentialsForIdentity';

const CONTENT_TYPE = 'application/x-amz-json-1.1';
/** For each of the two requests. */
const REQUEST_LIMIT_MS = 10_000;
/** Far above any answer of an identity pool. */
const ANSWER_MAX_BYTES = 262_144;
const EXCEPTION_NAME = /^[A-Z][A-Za-z0-9]{2,79}$/;

/** Where requests go, and by whose time they are bounded. */
export interface Transport {
  readonly endpoint: string;
  readonly scheduler: SchedulerLike;
}

/**
 * Asks the identity pool. Cold; one request with each subscription, without cookies, caches and redirects. Emits one
 * answer and completes. Errors with an `AuthError`, in which none of the given secrets stands. Unsubscribing aborts it.
 */
export function ask$(
  { endpoint, scheduler }: Transport,
  operation: IdentityOperation,
  input: object,
  secrets: readonly string[],
): Observable<Answer> {
  return new Observable<Answer>((subscriber) => {
    const given = new AbortController();
    ask(endpoint, operation, input, secrets, given.signal).then(
      (answer) => {
        subscriber.next(answer);
        subscriber.complete();
      },
      (error: unknown) => {
        subscriber.error(error instanceof AuthError ? error : networkError());
      },
    );
    return () => {
      given.abort();
    };
  }).pipe(
    timeout({
      first: REQUEST_LIMIT_MS,
      scheduler,
      with: () => throwError(() => timeoutError(REQUEST_LIMIT_MS)),
    }),
  );
}

async function ask(
  endpoint: string,
  operation: IdentityOperation,
  input: object,
  secrets: readonly string[],
  signal: AbortSignal,
): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': CONTENT_TYPE, 'x-amz-target': `AWSCognitoIdentityService.${operation}` },
    body: JSON.stringify(input),
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal,
  });
  const members = membersOf(await readBounded(response));
  const { status, headers } = response;
  const exception = exceptionOf(headers, members);
  if (exception !== undefined && status >= 400) {
    throw refusedError(exception, messageOf(members), status, secrets);
  }
  const isCognitos = headers.get('content-type')?.split(';')[0]?.trim() === CONTENT_TYPE;
  if (status !== 200 || !isCognitos || members.size === 0 || exception !== undefined) {
    throw unreadableError(status);
  }
  return { members, serverTime: serverTimeOf(headers) };
}

async function readBounded(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > ANSWER_MAX_BYTES) {
      await reader?.cancel();
      throw unreadableError(response.status);
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

function membersOf(text: string): ReadonlyMap<string, unknown> {
  try {
    return objectMembers(JSON.parse(text));
  } catch {
    return new Map();
  }
}

/** Reads the members of an object; of anything else, none. */
export function objectMembers(value: unknown): ReadonlyMap<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map(isObject ? Object.entries(value) : []);
}

// The name may have a namespace before `#`, and in the header something after `:`.
function exceptionOf(headers: Headers, members: ReadonlyMap<string, unknown>): string | undefined {
  const written = members.get('__type') ?? headers.get('x-amzn-errortype');
  if (typeof written !== 'string') return undefined;
  const name = written.split('#').at(-1)?.split(':')[0] ?? '';
  return EXCEPTION_NAME.test(name) ? name : 'UnknownError';
}

function messageOf(members: ReadonlyMap<string, unknown>): string {
  const text = members.get('message') ?? members.get('Message');
  return typeof text === 'string' ? text : '';
}

function serverTimeOf(headers: Headers): number | undefined {
  const time = Date.parse(headers.get('date') ?? '');
  return Number.isFinite(time) ? time : undefined;
}

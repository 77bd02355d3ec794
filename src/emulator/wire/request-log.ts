import type { RequestName } from './request-name';

/** One request that reached the pool. */
export interface LoggedRequest {
  readonly operation: RequestName;
  /** Which call of this operation it was, from 1. */
  readonly call: number;
  /** The parsed body; the text itself where it was not JSON. Of an endpoint: its query and its form. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** When it came, in epoch milliseconds of the pool's clock. */
  readonly at: number;
  /** Whether the caller went away before the answer. */
  readonly aborted: boolean;
  /** The status of the answer; nothing where none was given (yet). */
  readonly status: number | undefined;
  /** The name of the exception, where the answer is one. */
  readonly error: string | undefined;
}

type Entry = { -readonly [K in keyof LoggedRequest]: LoggedRequest[K] };

// Enough for any test, and an end for an emulator that runs for weeks.
const MOST_KEPT = 10_000;

/** What the pool was asked, oldest first: the latest 10 000 requests. */
export class RequestLog implements Iterable<LoggedRequest> {
  #entries: Entry[] = [];
  readonly #calls = new Map<RequestName, number>();
  readonly #listeners = new Set<(request: LoggedRequest) => void>();

  get length(): number {
    return this.#entries.length;
  }

  [Symbol.iterator](): Iterator<LoggedRequest> {
    return this.#entries.values();
  }

  /** The requests so far, of one operation where it is named. */
  list(operation?: RequestName): readonly LoggedRequest[] {
    return this.#entries.filter((entry) => operation === undefined || entry.operation === operation);
  }

  /** How often an operation was called; `clear` does not set this back. */
  callsOf(operation: RequestName): number {
    return this.#calls.get(operation) ?? 0;
  }

  clear(): void {
    this.#entries = [];
  }

  /** Calls `listener` with every request that is answered from now on; the returned function ends that. */
  subscribe(listener: (request: LoggedRequest) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Notes how a request was answered. */
  complete(entry: Entry, answer: Pick<LoggedRequest, 'status' | 'error'>): void {
    Object.assign(entry, answer);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Notes a request; the entry is completed as its answer comes about. */
  add(request: Pick<LoggedRequest, 'operation' | 'body' | 'headers' | 'at'>): Entry {
    const call = this.callsOf(request.operation) + 1;
    this.#calls.set(request.operation, call);
    const entry: Entry = { ...request, call, aborted: false, status: undefined, error: undefined };
    this.#entries.push(entry);
    if (this.#entries.length > MOST_KEPT) this.#entries.shift();
    return entry;
  }
}

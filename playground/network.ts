import { BehaviorSubject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Handler } from 'rx-cognito/emulator';
import { LANE_IDS } from './lanes';
import type { LaneId } from './lanes';

/** A request of a client, on its way or over. */
export interface SeenRequest {
  readonly id: number;
  readonly lane: LaneId;
  readonly operation: string;
  readonly startedAt: number;
  /** How long it took; nothing while it is open. */
  readonly tookMs?: number;
  /** The status, the exception, or why there is none. */
  readonly answer?: string;
  readonly isGood?: boolean;
}

/** Between the clients of the page and the pool. */
export interface Network {
  /** What was asked, oldest first: the present list, and each that follows. */
  readonly requests$: Observable<readonly SeenRequest[]>;
  readonly requests: readonly SeenRequest[];
  readonly isDown: boolean;
  endpointOf(lane: LaneId): string;
  /** Takes the connection of the whole page down, as far as its clients can see. */
  setDown(isDown: boolean): void;
  clear(): void;
}

// No name server answers for `.invalid` (RFC 2606): a request that slips by reaches nobody.
const DOMAIN = 'playground.invalid';
const KEPT = 200;

const endpointOf = (lane: LaneId): string => `https://${lane.toLowerCase()}.${DOMAIN}/`;
const laneOf = (url: string): LaneId | undefined => LANE_IDS.find((lane) => url.startsWith(endpointOf(lane)));
const urlOf = (input: RequestInfo | URL): string => (input instanceof Request ? input.url : String(input));
const operationOf = ({ headers, url }: Request): string =>
  headers.get('x-amz-target')?.split('.')[1] ?? new URL(url).pathname;

async function exceptionIn(response: Response): Promise<string> {
  const type = response.headers.get('x-amzn-errortype')?.split(':')[0];
  return [response.status, type ?? (await response.clone().text()).slice(0, 40)].join(' ');
}

/** Puts the network between `fetch` and the pool: what goes to a lane's endpoint never leaves the page. */
export function createNetwork(pool: Handler): Network {
  const seen$ = new BehaviorSubject<readonly SeenRequest[]>([]);
  let isDown = false;
  let count = 0;

  const amend = (id: number, change: Partial<SeenRequest>): void => {
    seen$.next(seen$.value.map((it) => (it.id === id ? { ...it, ...change } : it)));
  };

  async function carry(lane: LaneId, request: Request): Promise<Response> {
    count += 1;
    const id = count;
    const startedAt = Date.now();
    const end = (answer: string, isGood: boolean): void => {
      amend(id, { answer, isGood, tookMs: Date.now() - startedAt });
    };
    seen$.next([...seen$.value, { id, lane, operation: operationOf(request), startedAt }].slice(-KEPT));
    try {
      if (isDown) throw new TypeError('Failed to fetch');
      const response = await pool(request);
      end(response.ok ? String(response.status) : await exceptionIn(response), response.ok);
      return response;
    } catch (error) {
      end(request.signal.aborted ? 'given up' : isDown ? 'offline' : 'no answer', false);
      throw error;
    }
  }

  const beyond = globalThis.fetch.bind(globalThis);
  globalThis.fetch = (input, init) => {
    const lane = laneOf(urlOf(input));
    return lane === undefined ? beyond(input, init) : carry(lane, new Request(input, init));
  };

  return {
    requests$: seen$.asObservable(),
    get requests() {
      return seen$.value;
    },
    get isDown() {
      return isDown;
    },
    endpointOf,
    setDown(down) {
      if (down === isDown) return;
      isDown = down;
      Object.defineProperty(navigator, 'onLine', { value: !down, configurable: true });
      dispatchEvent(new Event(down ? 'offline' : 'online'));
    },
    clear() {
      seen$.next([]);
    },
  };
}

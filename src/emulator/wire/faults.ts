import type { CognitoErrorType } from '../errors';
import type { OAuthRefusal } from '../oauth/refusal';
import type { RequestName } from './request-name';

/** Where on its way a call is struck: before the operation has taken effect, or after. */
export type FaultMoment = 'beforeEffect' | 'afterEffect';

/** What goes wrong with a call. Members may be combined: they apply in the order in which they stand here. */
export interface Fault {
  /** Waits before the operation takes effect. */
  readonly delayBeforeMs?: number;
  /** Holds the call until `release()`, or for ever; `true` is `beforeEffect`. */
  readonly hang?: boolean | FaultMoment;
  /** Ends the connection without an answer; `true` is `beforeEffect`. */
  readonly dropSocket?: boolean | FaultMoment;
  /** Answers with this exception. */
  readonly error?: CognitoErrorType;
  /** Answers with an error of OAuth, as the endpoint writes it: by a redirect to the client, or as JSON. */
  readonly oauthError?: OAuthRefusal;
  /** Answers `TooManyRequestsException` with `Retry-After`. */
  readonly throttle?: { readonly retryAfterSeconds: number };
  /** Answers with the HTML of a gateway. */
  readonly html502?: boolean;
  /** Answers with this status; where `body` is missing, with the operation's own body. */
  readonly status?: number;
  /** Answers with this body instead of the operation's. */
  readonly body?: string;
  /** Headers to set on the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whether the operation takes effect although its answer is replaced; by default not for `error`, `oauthError`,
   * `throttle`, `html502` and a `body` of one's own, else yes.
   */
  readonly takesEffect?: boolean;
  /** Cuts the answer's body in half. */
  readonly truncatedJson?: boolean;
  /** Leaves out the CORS headers: a browser then sees a network error only. */
  readonly withoutCors?: boolean;
  /** Waits once the operation has taken effect. */
  readonly answerLateMs?: number;
}

/** A fault, and which call it strikes. */
export interface FaultPlan extends Fault {
  /** The number of the call, from 1 over the life of the pool; by default the next one that no other plan strikes. */
  readonly call?: number | 'every' | 'next';
}

/** A planned fault in the hands of a test. */
export interface PlannedFault {
  /** Resolves when the fault first strikes: a delay has begun, or the call is held, dropped or answered. */
  readonly reached: Promise<void>;
  /** Lets a held call go on, now or as soon as it is held. */
  release(): void;
  /** Takes the plan back; a call that it holds already is still held. */
  cancel(): void;
}

/** A fault on its way through a call. */
export interface StrikingFault {
  readonly fault: Fault;
  readonly markReached: () => void;
  readonly released: Promise<void>;
}

interface Plan extends StrikingFault {
  readonly operation: RequestName;
  readonly call: number | 'every' | 'next';
}

/** What shall go wrong, and when. */
export class Faults {
  #plans: readonly Plan[] = [];

  /**
   * Plans a fault for an operation.
   *
   * @throws RangeError where no answer can have its `status` or its `headers`
   */
  on(operation: RequestName, { call = 'next', ...fault }: FaultPlan): PlannedFault {
    requireAnswerable(fault);
    const reached = signal();
    const released = signal();
    const plan: Plan = {
      operation,
      call,
      fault,
      markReached: reached.send,
      released: released.sent,
    };
    this.#plans = [...this.#plans, plan];
    return {
      reached: reached.sent,
      release: released.send,
      cancel: () => {
        this.#forget(plan);
      },
    };
  }

  /** Takes back every plan; calls that are held stay so. */
  clear(): void {
    this.#plans = [];
  }

  /** Finds the fault that strikes a call, a planned number before the next call, and both before every call. */
  strike(operation: RequestName, call: number): StrikingFault | undefined {
    const mine = this.#plans.filter((plan) => plan.operation === operation);
    const plan =
      mine.find((candidate) => candidate.call === call) ??
      mine.find((candidate) => candidate.call === 'next') ??
      mine.find((candidate) => candidate.call === 'every');
    if (plan && plan.call !== 'every') this.#forget(plan);
    return plan;
  }

  #forget(plan: Plan): void {
    this.#plans = this.#plans.filter((other) => other !== plan);
  }
}

/** Tells whether an operation shall do its work although a fault strikes. */
export function takesEffect({
  takesEffect: wish,
  error,
  oauthError,
  throttle,
  html502,
  body,
}: Fault): boolean {
  const isReplaced = error !== undefined || oauthError !== undefined;
  return wish ?? (!isReplaced && throttle === undefined && !html502 && body === undefined);
}

/** Tells whether a fault that has a moment strikes at this one. */
export function strikesAt(moment: FaultMoment, planned: boolean | FaultMoment | undefined): boolean {
  return planned === moment || (planned === true && moment === 'beforeEffect');
}

function requireAnswerable({ status = 200, headers = {} }: Fault): void {
  try {
    new Response(null, { status, headers });
  } catch (error) {
    throw new RangeError(`There is no such answer: ${String(error)}`, { cause: error });
  }
}

function signal(): { readonly sent: Promise<void>; readonly send: () => void } {
  let send: () => void = () => undefined;
  const sent = new Promise<void>((resolve) => {
    send = resolve;
  });
  return { sent, send };
}

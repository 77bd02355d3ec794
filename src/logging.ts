import { Observable } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { AuthError } from './model/auth-error';
import type { AuthState } from './model/auth-state';
import { eventOf } from './model/transition';
import type { AuthLogger } from './ports/auth-logger';

/** Something that could move the state, and whether it was let. */
export interface InputLogEntry {
  readonly type: 'input';
  /** When, epoch milliseconds. */
  readonly at: number;
  /** What came: `signOutStarted`, `tokensRefreshed`, … */
  readonly input: string;
  /** Whether it was taken. An answer that comes after the end of its session is not. */
  readonly isTaken: boolean;
  readonly from: AuthState['status'];
  readonly to: AuthState['status'];
}

/** A request to the user pool that has come to its end. */
export interface RequestLogEntry {
  readonly type: 'request';
  /** When it ended, epoch milliseconds. */
  readonly at: number;
  /** `InitiateAuth`, `RevokeToken`, …; `command` where a command does not say its name. */
  readonly operation: string;
  /** `aborted`: nobody waits for it any more, or its time was up. */
  readonly outcome: 'answered' | 'failed' | 'aborted';
  /** The HTTP status of the answer, where one came: of one that was taken, and of one that was an error. */
  readonly status?: number;
  /** The code of the error, where it failed. */
  readonly code?: string;
  readonly durationMs: number;
}

/** What a log is told. It never holds a token, a code, a password or a user. */
export type LogEntry = InputLogEntry | RequestLogEntry;

const OPERATION = /^[A-Z][A-Za-z]{1,60}$/;

/** The operation's name as the SDK's schema has it: names of classes do not survive minification. */
function operationOf(command: unknown): string {
  try {
    const name = (command as { schema?: readonly unknown[] }).schema?.[2];
    return typeof name === 'string' && OPERATION.test(name) ? name : 'command';
  } catch {
    return 'command';
  }
}

const statusIn = (status: unknown): { status?: number } => (typeof status === 'number' ? { status } : {});

const statusOf = (answer: unknown): { status?: number } =>
  statusIn((answer as { $metadata?: { httpStatusCode?: unknown } } | undefined)?.$metadata?.httpStatusCode);

const failureOf = (error: unknown): { status?: number; code?: string } =>
  AuthError.isAuthError(error) ? { ...statusIn(error.httpStatus), code: error.code } : {};

const lineOf = (entry: LogEntry): string =>
  entry.type === 'input'
    ? `${entry.input}: ${entry.isTaken ? `${entry.from} → ${entry.to}` : `not taken while ${entry.from}`}`
    : `${entry.operation}: ${[entry.outcome, entry.status, entry.code].filter((it) => it !== undefined).join(' ')}, ${entry.durationMs} ms`;

const toConsole = (entry: LogEntry): void => {
  // eslint-disable-next-line no-console -- where a log goes that names no other place
  console.debug(`rx-cognito ${lineOf(entry)}`);
};

/**
 * Returns what goes into the option `logger`: it tells every input of the state machine with what became of it, and every request to
 * the user pool with its outcome and its time. Entries hold no token, code, password or name.
 *
 * @param write - gets the entries in order, each in a microtask of its own, so that it may call the `Auth`; what it throws is
 * dropped. Default: a line for `console.debug`
 *
 * @example
 * ```ts
 * import { createAuth, withLogging } from 'rx-cognito';
 *
 * const auth = createAuth({
 *   userPoolId: 'eu-west-1_a1B2c3D4e',
 *   userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
 *   logger: withLogging(),
 * });
 * ```
 */
export function withLogging(write: (entry: LogEntry) => void = toConsole): AuthLogger {
  const tell = (entry: LogEntry): void => {
    // Not in this turn: whoever is told may call back in, and the state is still on its way.
    void Promise.resolve(Object.freeze(entry))
      .then(write)
      .catch(() => undefined);
  };

  const timed$ = <T>(operation: string, request$: Observable<T>, scheduler: SchedulerLike): Observable<T> =>
    new Observable((subscriber) => {
      const begun = scheduler.now();
      let isOver = false;
      const end = (outcome: RequestLogEntry['outcome'], more: object): void => {
        if (isOver) return;
        isOver = true;
        const at = scheduler.now();
        tell({ type: 'request', at, operation, outcome, durationMs: at - begun, ...more });
      };
      const subscription = request$.subscribe({
        next: (answer) => {
          end('answered', statusOf(answer));
          subscriber.next(answer);
        },
        error: (error: unknown) => {
          end('failed', failureOf(error));
          subscriber.error(error);
        },
        complete: () => {
          subscriber.complete();
        },
      });
      return () => {
        end('aborted', {});
        subscription.unsubscribe();
      };
    });

  return {
    watchInputs: (judge, scheduler) => (before, input) => {
      const after = judge(before, input);
      const { type } = input;
      const isTaken = after !== before || eventOf(before, input, after) !== undefined;
      const [from, to] = [before.state.status, after.state.status];
      tell({ type: 'input', at: scheduler.now(), input: type, isTaken, from, to });
      return after;
    },
    watchRequests: (api, scheduler) => ({
      call$: (operation, input, options) =>
        timed$(operation, api.call$(operation, input, options), scheduler),
      send$: <Output>(command: unknown) =>
        timed$(operationOf(command), api.send$<Output>(command), scheduler),
      preload$: () => api.preload$(),
    }),
  };
}

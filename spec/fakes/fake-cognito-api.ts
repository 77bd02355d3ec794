import { defer, EMPTY, isObservable, of, tap, throwError } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { AuthError } from '../../src/model/auth-error';
import type {
  CallOptions,
  CognitoApi,
  CognitoOperation,
  CognitoOperations,
} from '../../src/ports/cognito-api';

/** What the user pool says to one request: an Observable as it is, an error, or an answer given at once. */
type ScriptedAnswer<Output> = Observable<Output> | AuthError | Output;

/** One request that was sent. */
interface FakeCall<Input = Readonly<Record<string, unknown>>> {
  readonly operation: CognitoOperation | 'send$';
  readonly input: Input;
  readonly options: CallOptions | undefined;
  /** When it was sent, and ended, in frames since the start. */
  readonly sentAt: number;
  endedAt?: number;
  status: 'pending' | 'answered' | 'failed' | 'aborted';
}

/** A user pool that answers from a script, in turn for each operation, and keeps a log of what it was asked. */
export interface FakeCognitoApi extends CognitoApi {
  readonly calls: readonly FakeCall[];
  /** The number of times that the code of the API was fetched ahead. */
  readonly preloads: number;
  /** The requests for one operation. */
  callsOf<Name extends CognitoOperation>(name: Name): readonly FakeCall<CognitoOperations[Name]['input']>[];
  /** Appends answers to the script of an operation. A request beyond the script fails. */
  script<Name extends CognitoOperation>(
    name: Name,
    ...answers: readonly ScriptedAnswer<CognitoOperations[Name]['output']>[]
  ): void;
  /** The same for `send$`, whose commands the fake takes as they are. */
  scriptSend(...answers: readonly ScriptedAnswer<unknown>[]): void;
}

const scripted$ = (answer: unknown): Observable<unknown> => {
  if (isObservable(answer)) return answer;
  return answer instanceof AuthError ? throwError(() => answer) : of(answer);
};

/** Creates the fake; it tells the time in the frames of the scheduler. */
export function createFakeCognitoApi(scheduler: SchedulerLike): FakeCognitoApi {
  const scripts = new Map<string, unknown[]>();
  const calls: FakeCall[] = [];
  let preloads = 0;

  const append = (name: string, answers: readonly unknown[]): void => {
    scripts.set(name, [...(scripts.get(name) ?? []), ...answers]);
  };

  const request$ = (
    operation: FakeCall['operation'],
    input: unknown,
    options?: CallOptions,
  ): Observable<unknown> =>
    defer(() => {
      const call: FakeCall = {
        operation,
        input: input as FakeCall['input'],
        options,
        sentAt: scheduler.now(),
        status: 'pending',
      };
      calls.push(call);
      const script = scripts.get(operation) ?? [];
      const answer$ =
        script.length > 0
          ? scripted$(script.shift())
          : throwError(() => new Error(`Nothing is scripted for this ${operation}.`));
      const ended = (status: FakeCall['status']) => (): void => {
        if (call.status !== 'pending') return;
        call.status = status;
        call.endedAt = scheduler.now();
      };
      return answer$.pipe(
        tap({ next: ended('answered'), error: ended('failed'), unsubscribe: ended('aborted') }),
      );
    });

  return {
    calls,
    get preloads() {
      return preloads;
    },
    callsOf: <Name extends CognitoOperation>(name: Name) =>
      calls.filter(({ operation }) => operation === name) as unknown as FakeCall<
        CognitoOperations[Name]['input']
      >[],
    script: (name, ...answers) => {
      append(name, answers);
    },
    scriptSend: (...answers) => {
      append('send$', answers);
    },
    call$: <Name extends CognitoOperation>(
      name: Name,
      input: CognitoOperations[Name]['input'],
      options?: CallOptions,
    ) => request$(name, input, options) as Observable<CognitoOperations[Name]['output']>,
    send$: <Output>(command: unknown) => request$('send$', command) as Observable<Output>,
    preload$: () =>
      defer(() => {
        preloads += 1;
        return EMPTY;
      }),
  };
}

import { BehaviorSubject, defer, EMPTY, isObservable, NEVER, of, tap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../../src';
import type {
  Auth,
  AuthState,
  AuthTokens,
  SignedInState,
  SignInInput,
  SignInResult,
  TokensOptions,
} from '../../src';
import { fakeTokens, START_AT } from '../fakes/fake-tokens';

/** One command that was sent, or one other member that was asked. */
interface FakeCall {
  readonly member: 'send$' | 'sendPublic$' | 'signIn$' | 'tokens$';
  /** The name of the command, without `Command`. */
  readonly command?: string;
  readonly input: unknown;
  status: 'pending' | 'answered' | 'failed' | 'aborted';
}

/** An `Auth` that answers from a script, in turn, and keeps a log of what it was asked. */
export interface FakeAuth extends Auth {
  readonly calls: readonly FakeCall[];
  readonly states$: BehaviorSubject<AuthState>;
  readonly accessToken: string;
}

/** What the next command is answered: an Observable as it is, an error, or an answer given at once. */
export type ScriptedAnswer = Observable<unknown> | AuthError | object;

/** A state in which ada is signed in. */
export const signedInState: SignedInState = {
  status: 'signedIn',
  user: { username: 'ada', userId: 'ada-sub', groups: [] },
  freshness: 'fresh',
  expiresAt: START_AT,
};

export const SIGNED_IN: SignInResult = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };

const CLIENT_ID = 'client-id';

/** Creates an `Auth` in which ada is signed in on a device. */
export function createFakeAuth(
  answers: readonly ScriptedAnswer[] = [],
  {
    accessToken = fakeTokens({ accessClaims: { device_key: 'eu-west-1_device' } }).AccessToken,
    tokens$ = EMPTY,
  }: { readonly accessToken?: string; readonly tokens$?: Observable<AuthTokens> } = {},
): FakeAuth {
  const script = [...answers];
  const calls: FakeCall[] = [];
  const states$ = new BehaviorSubject<AuthState>(signedInState);

  const logged$ = <T>(call: Omit<FakeCall, 'status'>, answer$: Observable<T>): Observable<T> => {
    const logged: FakeCall = { ...call, status: 'pending' };
    calls.push(logged);
    const ended = (status: FakeCall['status']) => (): void => {
      if (logged.status === 'pending') logged.status = status;
    };
    return answer$.pipe(
      tap({ next: ended('answered'), error: ended('failed'), unsubscribe: ended('aborted') }),
    );
  };

  const sent$ = (member: FakeCall['member'], build: (by: string) => unknown, by: string): Observable<never> =>
    defer(() => {
      const command = build(by) as { readonly input: object };
      const answer$ = script.shift();
      if (answer$ === undefined) throw new Error(`Nothing is scripted for ${command.constructor.name}.`);
      const scripted$ = isObservable(answer$)
        ? answer$
        : answer$ instanceof AuthError
          ? throwError(() => answer$)
          : of(answer$);
      const name = command.constructor.name.replace(/Command$/, '');
      return logged$({ member, command: name, input: command.input }, scripted$ as Observable<never>);
    });

  return {
    calls,
    states$,
    accessToken,
    state$: states$,
    get state() {
      return states$.value;
    },
    events$: NEVER,
    errors$: NEVER,
    signIn$: (input: SignInInput) => defer(() => logged$({ member: 'signIn$', input }, of(SIGNED_IN))),
    confirmSignIn$: () => NEVER,
    prepareSignIn$: () => EMPTY,
    tokens$: (options?: TokensOptions) =>
      defer(() => logged$({ member: 'tokens$', input: options }, tokens$)),
    send$: (build) => sent$('send$', build, accessToken),
    sendPublic$: (build) => sent$('sendPublic$', build, CLIENT_ID),
    signOut$: () => NEVER,
    destroy: () => undefined,
  };
}

/** What an operation emitted, and how it ended: for those that end by themselves. */
export const outcomeOf = (
  operation$: Observable<unknown>,
): Promise<{ readonly values: readonly unknown[]; readonly error?: unknown }> =>
  new Promise((resolve) => {
    const values: unknown[] = [];
    operation$.subscribe({
      next: (value) => values.push(value),
      error: (error: unknown) => resolve({ values, error }),
      complete: () => resolve({ values }),
    });
  });

/** Returns the error of an operation that must fail. */
export async function refusalOf(operation$: Observable<unknown>): Promise<unknown> {
  const { values, error } = await outcomeOf(operation$);
  if (error === undefined) throw new Error(`There was no error but ${JSON.stringify(values)}.`);
  return error;
}

/** Lets a chunk that is loaded already arrive: by turns, not by time. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

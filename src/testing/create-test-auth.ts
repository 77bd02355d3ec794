import { defer, map, merge, Subject, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth, AuthEvent, AuthTokens, SignOutOptions, SignOutResult, TokensOptions } from 'rx-cognito';
import { createScript } from './script';
import type { Script } from './script';
import { createScriptedCore } from './scripted-core';
import type { ScriptedCore } from './scripted-core';
import { createTokenIssuer } from './scripted-tokens';
import type { TokenIssuer } from './scripted-tokens';
import { createSessionControls } from './session-controls';
import type { AuthCall, TestAuth, TestAuthOptions } from './test-auth';
import { createTestClock } from './test-clock';

/** Returns `tokens$` as a spec reads it: short texts for JWTs, and an answer of the script is asked for at once. */
function createTokens(
  { auth, machine }: ScriptedCore,
  script: Script,
  issuer: TokenIssuer,
): (options?: TokensOptions) => Observable<AuthTokens> {
  const asked = (options: TokensOptions | undefined): TokensOptions | undefined => {
    const held = machine.now.session?.accessToken;
    const isHeld = held !== undefined && options?.refused === issuer.textOf(held);
    if (isHeld) return { ...options, refused: held };
    // The script says what this call answers, so that the core must not answer from memory.
    const isScripted = options?.refused === undefined && script.has('tokens');
    return isScripted ? { ...options, forceRefresh: true } : options;
  };
  return (options) => defer(() => auth.tokens$(asked(options))).pipe(map((tokens) => issuer.shown(tokens)));
}

/** Returns `signOut$`: an error that a real one has before it begins is given before it begins. */
function createSignOut({
  auth,
  machine,
  signOut,
}: ScriptedCore): (options?: SignOutOptions) => Observable<SignOutResult> {
  return (options) =>
    defer(() => {
      const { status } = machine.now.state;
      const refusal = status === 'signedIn' ? signOut.takeRefusal() : undefined;
      if (refusal) {
        machine.report(refusal);
        return throwError(() => refusal);
      }
      // Nobody runs a sign-out that a spec has only shown.
      if (status === 'signingOut' && machine.isPlaced) {
        machine.send({ type: 'signOutFinished', reason: 'signedOut' });
      }
      return auth.signOut$(options);
    });
}

/**
 * Creates an {@link Auth} without a user pool, a storage or a timer: the core itself, over ports that answer as the spec says.
 * The spec puts it in states and says what its calls answer. What is not said happens as with a healthy user pool, at once.
 *
 * @example
 * ```ts
 * import { createTestAuth, signOutResult, testError } from 'rx-cognito/testing';
 *
 * const auth = createTestAuth();
 * auth.startSession({ username: 'ada' });
 * auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'timeout' }) }));
 *
 * auth.signOut$().subscribe(({ outcome }) => console.log(outcome, auth.state.status)); // partial signedOut
 * ```
 */
export function createTestAuth(options: TestAuthOptions = {}): TestAuth {
  const clock = options.clock ?? createTestClock();
  const script = createScript();
  const issuer = createTokenIssuer(clock);
  const core = createScriptedCore(script, issuer, clock, options);
  const { auth: real, machine } = core;
  const { hostedUi: managedLogin } = real;
  const emitted$ = new Subject<AuthEvent>();
  const controls = createSessionControls(core, emitted$, issuer, clock);
  const tokens$ = createTokens(core, script, issuer);
  const signOut$ = createSignOut(core);
  const calls: AuthCall[] = [];
  if (options.state) controls.setState(options.state);

  /** A call counts when it is subscribed to. */
  const called$ = <T>(call: () => AuthCall, operation$: () => Observable<T>): Observable<T> =>
    defer(() => {
      calls.push(Object.freeze(call()));
      return operation$();
    });

  /** The access token as a spec reads it. */
  const tokenNow = (): string => issuer.textOf(machine.now.session?.accessToken ?? 'access-token');

  const auth: Auth = {
    state$: real.state$,
    get state() {
      return real.state;
    },
    events$: merge(real.events$, emitted$),
    errors$: real.errors$,
    signIn$: (input) =>
      called$(
        () => ({ member: 'signIn', input }),
        () => real.signIn$(input),
      ),
    hostedUi: managedLogin && {
      ...managedLogin,
      signIn$: (input) =>
        called$(
          () => ({ member: 'signInWithRedirect', input }),
          () => managedLogin.signIn$(input),
        ),
    },
    // Preparing is a matter of speed only, and no call to count.
    prepareSignIn$: () => real.prepareSignIn$(),
    confirmSignIn$: (input) =>
      called$(
        () => ({ member: 'confirmSignIn', input }),
        () => real.confirmSignIn$(input),
      ),
    tokens$: (input) =>
      called$(
        () => ({ member: 'tokens', input }),
        () => tokens$(input),
      ),
    send$: (build) =>
      called$(
        () => ({ member: 'send', input: build(tokenNow()) }),
        () => real.send$((accessToken) => build(issuer.textOf(accessToken))),
      ),
    sendPublic$: (build) =>
      called$(
        () => ({ member: 'sendPublic', input: build(issuer.identity.userPoolClientId) }),
        () => real.sendPublic$(build),
      ),
    signOut$: (input) =>
      called$(
        () => ({ member: 'signOut', input }),
        () => signOut$(input),
      ),
    destroy: () => {
      real.destroy();
      emitted$.complete();
    },
  };

  const addCleanups: TestAuth['addCleanups'] = (...cleanups) => {
    for (const cleanup of cleanups) core.cleanups.add(cleanup);
    return () => {
      for (const cleanup of cleanups) core.cleanups.delete(cleanup);
    };
  };

  return Object.freeze<TestAuth>(
    Object.defineProperties({} as TestAuth, {
      ...Object.getOwnPropertyDescriptors(auth),
      ...Object.getOwnPropertyDescriptors({ clock, calls, ...controls, addCleanups, answer: script.add }),
    }),
  );
}

import {
  AsyncSubject,
  asyncScheduler,
  defer,
  map,
  Observable,
  switchMap,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import { createAmplifySession } from './adapters/amplify/amplify-session';
import { defaultStorage } from './adapters/storage/default-storage';
import { createKeyValueSessionStore, epochKeyOf } from './adapters/storage/key-value-session-store';
import { createWebPendingChallengeStore } from './adapters/storage/web-pending-challenge-store';
import { createWebEnvironment } from './adapters/web/web-environment';
import { isBrowser } from './adapters/web/web-scope';
import { createWebTabChannel } from './adapters/web/web-tab-channel';
import type { Auth } from './auth';
import { checkOptions } from './auth-options';
import type { AuthOptions } from './auth-options';
import { createAttempts } from './flows/attempts';
import type { AuthContext } from './flows/auth-context';
import { fetchAhead } from './flows/fetch-ahead';
import { followStorage } from './flows/follow-storage';
import { createLazyOperations } from './flows/lazy-operations';
import { asAuthError } from './flows/requests';
import { restore } from './flows/restore';
import { createSignIn } from './flows/sign-in';
import { createSignOut } from './flows/sign-out';
import { createTokenSource } from './flows/tokens';
import { createAuthMachine } from './machine/auth-machine';
import { createCurrentSession } from './machine/current-session';
import { clientSecretInBrowserError, destroyedError } from './model/errors';
import type { ClientIdentity } from './model/session';

const REMOTE_TIMEOUT_MS = 3_000;

function identityOf({ userPoolId, userPoolClientId, userPoolEndpoint }: AuthOptions): ClientIdentity {
  const region = userPoolId.slice(0, userPoolId.indexOf('_'));
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  // Behind another endpoint, tokens may name an issuer of their own.
  return { userPoolId, userPoolClientId, ...(userPoolEndpoint === undefined ? { issuer } : {}) };
}

/** Picks the adapters that are there from the start; the others are picked in the chunk of the operations. */
function createContext(options: AuthOptions, destroyed$: Observable<void>): AuthContext {
  const identity = identityOf(options);
  const scheduler = options.scheduler ?? asyncScheduler;
  const storage = options.storage ?? defaultStorage();
  return {
    identity,
    scheduler,
    destroyed$,
    machine: createAuthMachine(),
    current: createCurrentSession(),
    challenges: createWebPendingChallengeStore(identity),
    store: createKeyValueSessionStore({ storage, identity }),
    ...(options.adoptSessionOf === 'amplify'
      ? { adoptable: createAmplifySession({ storage, identity, now: () => scheduler.now() }) }
      : {}),
    environment: createWebEnvironment({ scheduler }),
    tabs: createWebTabChannel(`rx-cognito.${identity.userPoolClientId}`, {
      storageKey: epochKeyOf(identity),
    }),
    cleanups: options.cleanups ?? [],
    remoteTimeoutMs: options.remoteTimeoutMs ?? REMOTE_TIMEOUT_MS,
  };
}

/**
 * Creates the auth state of an app client. No network call and no timer at creation; over a synchronous storage the
 * first value of `state$` is known at once.
 *
 * @throws AuthError of kind `configuration`, naming the option that is malformed
 *
 * @example
 * ```ts
 * import { createAuth } from 'rx-cognito';
 *
 * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * auth.state$.subscribe((state) => console.log(state.status));
 * ```
 */
export function createAuth(options: AuthOptions): Auth {
  checkOptions(options);
  if (options.userPoolClientSecret !== undefined && isBrowser()) throw clientSecretInBrowserError();
  const destroyed$ = new AsyncSubject<void>();
  const context = createContext(options, destroyed$);
  const { machine } = context;

  const attempts = createAttempts(context);
  const operations = createLazyOperations(
    context,
    defer(() => import('./pool-operations')).pipe(
      map((chunk) => chunk.createPoolOperations(context, options, { attempts, tokenSource })),
    ),
  );
  const tokenSource = createTokenSource(context, operations.refresher);
  const signIn = createSignIn(context, attempts, operations.load$);
  const restoration = restore(context, (epoch) => attempts.resume(epoch));
  const signOut$ = createSignOut(context, { attempts, operations, restoration });
  followStorage(context);
  const send$ = <Output>(build: (accessToken: string) => unknown): Observable<Output> =>
    // Without a session nothing is loaded.
    tokenSource.session$().pipe(
      switchMap(() => operations.loadInSession$),
      switchMap((loaded) => loaded.send$<Output>(build)),
    );
  const sendPublic$ = <Output>(build: (userPoolClientId: string) => unknown): Observable<Output> =>
    operations.load$.pipe(
      switchMap((loaded) => loaded.sendPublic$<Output>(build)),
      takeUntil(destroyed$.pipe(switchMap(() => throwError(destroyedError)))),
    );

  let isDestroyed = false;
  let isAwake = false;
  /** The first use of the state starts what needs timers: none are set at creation. */
  const wake = (): void => {
    if (isAwake || isDestroyed) return;
    isAwake = true;
    fetchAhead(context, operations.load$);
  };

  const guarded$ = <T>(operation$: () => Observable<T>): Observable<T> =>
    defer(() => (isDestroyed ? throwError(destroyedError) : operation$())).pipe(
      tap({
        error: (error: unknown) => {
          machine.report(asAuthError(error));
        },
      }),
    );

  const auth: Auth & { toJSON(): unknown } = {
    state$: defer(() => {
      wake();
      return machine.state$;
    }),
    get state() {
      return machine.state;
    },
    events$: machine.events$,
    errors$: machine.errors$,
    signIn$: (input) => guarded$(() => signIn.signIn$(input)),
    confirmSignIn$: (input) => guarded$(() => signIn.confirmSignIn$(input)),
    prepareSignIn$: () => guarded$(() => signIn.prepareSignIn$()),
    tokens$: (tokensOptions) =>
      new Observable((subscriber) => {
        // Every request of an application asks: the common case costs no more than a comparison of clocks.
        const tokens = isDestroyed ? undefined : tokenSource.freshTokens(tokensOptions);
        if (!tokens) return guarded$(() => tokenSource.tokens$(tokensOptions)).subscribe(subscriber);
        subscriber.next(tokens);
        subscriber.complete();
        return undefined;
      }),
    send$: (build) => guarded$(() => send$(build)),
    sendPublic$: (build) => guarded$(() => sendPublic$(build)),
    signOut$: (signOutOptions) => guarded$(() => signOut$(signOutOptions)),
    destroy: () => {
      if (isDestroyed) return;
      isDestroyed = true;
      destroyed$.next();
      destroyed$.complete();
      machine.destroy();
    },
    // Streams hold on to one another in circles, which JSON cannot tell.
    toJSON: () => ({ state: machine.state }),
  };
  return Object.freeze(auth);
}

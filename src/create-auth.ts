import { asyncScheduler, defer, Observable, Subject, switchMap, takeUntil, tap, throwError } from 'rxjs';
import { createAmplifySession } from './adapters/amplify/amplify-session';
import { createAwsCognitoApi } from './adapters/aws/aws-cognito-api';
import type { SdkChunk } from './adapters/aws/sdk-chunk';
import { createLazySrp } from './adapters/srp/lazy-srp';
import { defaultStorage } from './adapters/storage/default-storage';
import { createKeyValueSessionStore, epochKeyOf } from './adapters/storage/key-value-session-store';
import { createWebPendingChallengeStore } from './adapters/storage/web-pending-challenge-store';
import { createWebEnvironment } from './adapters/web/web-environment';
import { createWebLocks } from './adapters/web/web-locks';
import { isBrowser } from './adapters/web/web-scope';
import { createWebTabChannel } from './adapters/web/web-tab-channel';
import type { Auth } from './auth';
import { checkOptions } from './auth-options';
import type { AuthOptions } from './auth-options';
import { createAskForTokens } from './flows/ask-for-tokens';
import type { AuthContext } from './flows/auth-context';
import { followStorage, rereadStorage$ } from './flows/follow-storage';
import { keepFresh } from './flows/keep-fresh';
import { createRefresher } from './flows/refresh';
import { asAuthError } from './flows/requests';
import { restore } from './flows/restore';
import { createSendAuthorised } from './flows/send';
import { createSignIn } from './flows/sign-in';
import { createSignOut } from './flows/sign-out';
import { createTokenSource } from './flows/tokens';
import { validateOnFocus } from './flows/validate-on-focus';
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

/** A client with a secret speaks to Cognito through a chunk that most applications never load. */
function secretClientLoader(userPoolClientId: string, value: string): () => Promise<SdkChunk> {
  if (isBrowser()) throw clientSecretInBrowserError();
  return () =>
    import('./adapters/aws/client-secret-api').then(({ clientSecretChunk }) =>
      clientSecretChunk({ userPoolClientId, value }),
    );
}

/** Picks the adapters: the only place that does. */
function createContext(options: AuthOptions, destroyed$: Observable<void>): AuthContext {
  const identity = identityOf(options);
  const { client, userPoolClientSecret: secret } = options;
  const scheduler = options.scheduler ?? asyncScheduler;
  const storage = options.storage ?? defaultStorage();
  const name = `rx-cognito.${identity.userPoolClientId}`;
  return {
    identity,
    scheduler,
    destroyed$,
    machine: createAuthMachine(),
    current: createCurrentSession(),
    api: createAwsCognitoApi({
      region: identity.userPoolId.slice(0, identity.userPoolId.indexOf('_')),
      endpoint: options.userPoolEndpoint,
      client: client && (() => client),
      ...(secret === undefined ? {} : { load: secretClientLoader(options.userPoolClientId, secret) }),
    }),
    srp: createLazySrp(),
    exchangesChunk$: defer(() => import('./flows/exchanges')),
    challenges: createWebPendingChallengeStore(identity),
    store: createKeyValueSessionStore({ storage, identity }),
    ...(options.adoptSessionOf === 'amplify'
      ? { adoptable: createAmplifySession({ storage, identity, now: () => scheduler.now() }) }
      : {}),
    environment: createWebEnvironment({ scheduler }),
    tabs: createWebTabChannel(name, { storageKey: epochKeyOf(identity) }),
    locks: createWebLocks(`${name}.refresh`, { scheduler }),
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
  const destroyed$ = new Subject<void>();
  const context = createContext(options, destroyed$);
  const { api, environment, machine } = context;

  const askForTokens$ = createAskForTokens(context);
  const refresher = createRefresher(context, askForTokens$, () => rereadStorage$(context));
  const signIn = createSignIn(context);
  const tokenSource = createTokenSource(context, refresher);
  const sendAuthorised$ = createSendAuthorised(context, tokenSource, refresher);
  const restoration = restore(context, (epoch) => signIn.resume(epoch));
  const signOut$ = createSignOut(context, { askForTokens$, refresher, restoration, signIn });
  followStorage(context);
  if (options.validateOnFocus === true) validateOnFocus(context, sendAuthorised$);

  let isDestroyed = false;
  let isAwake = false;
  /** The first use of the state starts what needs timers: none are set at creation. */
  const wake = (): void => {
    if (isAwake || isDestroyed) return;
    isAwake = true;
    keepFresh(context, refresher);
  };

  const guarded$ = <T>(operation$: () => Observable<T>): Observable<T> =>
    defer(() => (isDestroyed ? throwError(destroyedError) : operation$())).pipe(
      tap({
        error: (error: unknown) => {
          machine.report(asAuthError(error));
        },
      }),
    );

  const fetchAhead = (): void => {
    environment.idle$
      .pipe(
        switchMap(() => api.preload$()),
        takeUntil(destroyed$),
      )
      .subscribe();
  };

  return Object.freeze<Auth>({
    state$: defer(() => {
      wake();
      return machine.state$;
    }),
    get state() {
      return machine.state;
    },
    events$: machine.events$,
    errors$: machine.errors$,
    signIn$: (input) => guarded$(() => signIn.signIn$(input)).pipe(tap(fetchAhead)),
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
    send$: (build) => guarded$(() => sendAuthorised$((accessToken) => api.send$(build(accessToken)))),
    signOut$: (signOutOptions) => guarded$(() => signOut$(signOutOptions)),
    destroy: () => {
      if (isDestroyed) return;
      isDestroyed = true;
      destroyed$.next();
      destroyed$.complete();
      machine.destroy();
    },
  });
}

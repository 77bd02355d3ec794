import {
  asyncScheduler,
  defer,
  map,
  merge,
  Observable,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import { defaultStorage } from './adapters/storage/default-storage';
import { createKeyValueSessionStore, recordKeyOf } from './adapters/storage/key-value-session-store';
import { createWebPendingChallengeStore } from './adapters/storage/web-pending-challenge-store';
import { createWebEnvironment } from './adapters/web/web-environment';
import { isBrowser } from './adapters/web/web-scope';
import { createWebTabChannel } from './adapters/web/web-tab-channel';
import type { Auth } from './auth';
import { checkOptions } from './auth-options';
import type { AuthOptions } from './auth-options';
import type { AuthContext } from './flows/context';
import { asAuthError } from './flows/limits';
import { fetchAhead, loadUserPool } from './flows/load-user-pool';
import { followStorage } from './flows/session/follow-storage';
import { restore } from './flows/session/restore';
import { createTokenSource } from './flows/session/tokens';
import { createAttempts } from './flows/sign-in/attempt';
import { connectHostedUi } from './flows/sign-in/connect-hosted-ui';
import { createSignIn } from './flows/sign-in/sign-in';
import { createSignOut } from './flows/sign-out/sign-out';
import { createAuthMachine } from './machine/auth-machine';
import { clientSecretInBrowserError, destroyedError } from './model/errors';
import { issuersOf } from './model/issuer';
import type { ClientIdentity } from './model/session';
import type { KeyValueStorage } from './ports/key-value-storage';

const REMOTE_TIMEOUT_MS = 3_000;

function identityOf(options: AuthOptions): ClientIdentity {
  const { userPoolId, userPoolClientId, userPoolEndpoint, userClaims } = options;
  return {
    userPoolId,
    userPoolClientId,
    // Behind another endpoint, tokens may name an issuer of their own.
    ...(userPoolEndpoint === undefined ? { issuers: issuersOf(userPoolId) } : {}),
    ...(userClaims === undefined ? {} : { userClaims: [...userClaims] }),
  };
}

/** Picks the adapters that are there from the start; the others are picked in the chunk of the user pool. */
function createContext(options: AuthOptions, storage: KeyValueStorage): AuthContext {
  const identity = identityOf(options);
  const scheduler = options.scheduler ?? asyncScheduler;
  const tabs = createWebTabChannel(`rx-cognito.${identity.userPoolClientId}`, {
    storageKey: recordKeyOf(identity),
  });
  return {
    identity,
    scheduler,
    tabs,
    machine: createAuthMachine(tabs),
    challenges: createWebPendingChallengeStore(identity),
    store: createKeyValueSessionStore({ storage, identity, scheduler }),
    ...(options.adopt ? { adoptable: options.adopt({ storage, identity, now: () => scheduler.now() }) } : {}),
    isReadOnly: storage.isReadOnly === true,
    environment: createWebEnvironment({ scheduler }),
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
  const storage = options.storage ?? defaultStorage();
  const context = createContext(options, storage);
  const { machine } = context;

  const userPool = loadUserPool(
    context,
    defer(() => import('./user-pool/user-pool')).pipe(
      map((chunk) => chunk.createUserPool(context, options, { storage, tokenSource })),
    ),
  );
  const tokenSource = createTokenSource(context, (refreshOptions) => userPool.refresh$(refreshOptions));
  const attempts = createAttempts(context);
  const signIn = createSignIn(context, attempts, userPool.load$);
  const reportFailure = (error: unknown): void => {
    machine.report(asAuthError(error));
  };
  let isDestroyed = false;
  const guarded$ = <T>(operation$: () => Observable<T>): Observable<T> =>
    defer(() => (isDestroyed ? throwError(destroyedError) : operation$())).pipe(
      tap({ error: reportFailure }),
    );
  const flows = { attempts, guarded$, signIn, userPool };
  const { hostedUi, resumeSignIn } = connectHostedUi(context, options.hostedUi, flows);
  const restoration = restore(context, {
    resumeSignIn,
    loadAdoption$: defer(() => import('./flows/session/adopt-session')).pipe(
      map((chunk) => chunk.adoptSession$),
    ),
  });
  const signOut$ = createSignOut(context, userPool, restoration, hostedUi);
  followStorage(context, (session) => {
    userPool.load$.subscribe({
      next: (pool) => {
        pool.revokeUnwanted(session);
      },
      error: reportFailure,
    });
  });
  const send$ = <Output>(build: (accessToken: string) => unknown): Observable<Output> =>
    // Without a session nothing is loaded.
    tokenSource.session$().pipe(
      switchMap(() => merge(machine.sessionOver$(machine.now.epoch), userPool.load$)),
      take(1),
      switchMap((pool) => pool.send$<Output>(build)),
    );
  const sendPublic$ = <Output>(build: (userPoolClientId: string) => unknown): Observable<Output> =>
    userPool.load$.pipe(
      switchMap((pool) => pool.sendPublic$<Output>(build)),
      takeUntil(machine.destroyed$.pipe(switchMap(() => throwError(destroyedError)))),
    );

  let isAwake = false;
  /** The first use of the state starts what needs timers: none are set at creation. */
  const wake = (): void => {
    if (isAwake || isDestroyed) return;
    isAwake = true;
    fetchAhead(context, userPool.load$);
  };

  const auth: Auth & { toJSON(): unknown } = {
    state$: defer(() => {
      wake();
      return machine.state$;
    }),
    get state() {
      return machine.now.state;
    },
    // The machine knows reports; what a sign-out hands to it is its result.
    events$: machine.events$ as Auth['events$'],
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
    hostedUi,
    destroy: () => {
      if (isDestroyed) return;
      isDestroyed = true;
      machine.destroy();
    },
    // Streams hold on to one another in circles, which JSON cannot tell.
    toJSON: () => ({ state: machine.now.state }),
  };
  return Object.freeze(auth);
}

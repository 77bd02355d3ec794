import {
  catchError,
  defer,
  forkJoin,
  map,
  merge,
  Observable,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import type { Auth } from './auth';
import type { AuthContext } from './flows/context';
import { asAuthError } from './flows/limits';
import { fetchAhead, loadUserPool } from './flows/load-user-pool';
import type { UserPool } from './flows/load-user-pool';
import { followStorage } from './flows/session/follow-storage';
import { restore } from './flows/session/restore';
import type { AdoptSession } from './flows/session/restore';
import { createTokenSource } from './flows/session/tokens';
import type { TokenSource } from './flows/session/tokens';
import { createAttempts } from './flows/sign-in/attempt';
import { connectHostedUi } from './flows/sign-in/connect-hosted-ui';
import { createSignIn } from './flows/sign-in/sign-in';
import { createSignOut } from './flows/sign-out/sign-out';
import { destroyedError } from './model/errors';
import type { HostedUiConnection } from './ports/hosted-ui';
import { imported$ } from './ports/imported';
import { loadedInTime } from './ports/time-limit';

/** The way to the code of the user pool, given where that gets tokens from. Cold; emits it once and completes. */
export type UserPoolSource = (tokenSource: Pick<TokenSource, 'session$'>) => Observable<UserPool>;

/**
 * Puts an {@link Auth} together over its ports: what `createAuth` makes over those of the platform, and
 * `rx-cognito/testing` over scripted ones. It reads the storage at once.
 */
export function createAuthOver(
  context: AuthContext,
  userPool$: UserPoolSource,
  connection?: HostedUiConnection,
): Auth {
  const { machine } = context;

  const userPool = loadUserPool(
    context,
    defer(() => userPool$(tokenSource)),
  );
  const tokenSource = createTokenSource(context, (refreshOptions) => userPool.refresh$(refreshOptions));
  const attempts = createAttempts(context);
  const signIn = createSignIn(context, attempts, userPool.inTime$);
  let isDestroyed = false;
  const guarded$ = <T>(operation$: () => Observable<T>): Observable<T> =>
    defer(() => (isDestroyed ? throwError(destroyedError) : operation$())).pipe(
      // An argument may throw as it is looked at.
      catchError((thrown: unknown) => throwError(() => asAuthError(thrown))),
      tap({
        error: (error: unknown) => {
          machine.report(asAuthError(error));
        },
      }),
    );
  const { hostedUi, resumeSignIn } = connectHostedUi(context, connection, {
    attempts,
    guarded$,
    signIn,
    userPool,
  });
  const restoration = restore(context, {
    resumeSignIn,
    // Where there is something to take over: most starts load neither.
    loadAdoption$: defer(() =>
      forkJoin([imported$(() => import('./flows/session/adopt-session')), userPool.load$]),
    ).pipe(
      loadedInTime(context.scheduler),
      map(
        ([{ adoptSession$ }, pool]): AdoptSession =>
          (...left) =>
            adoptSession$(pool.context, ...left),
      ),
    ),
  });
  const signOut$ = createSignOut(context, userPool, restoration, hostedUi);
  followStorage(context, {
    revoke: userPool.revokeUnwanted,
    writing$: userPool.inTime$.pipe(map((pool) => pool.context)),
  });
  const send$ = <Output>(build: (accessToken: string) => unknown): Observable<Output> =>
    // Without a session nothing is loaded.
    tokenSource.session$().pipe(
      switchMap(() => merge(machine.sessionOver$(machine.now.epoch), userPool.inTime$)),
      take(1),
      switchMap((pool) => pool.send$<Output>(build)),
    );
  const sendPublic$ = <Output>(build: (userPoolClientId: string) => unknown): Observable<Output> =>
    userPool.inTime$.pipe(
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
        const tokens = tokensOptions || isDestroyed ? undefined : tokenSource.freshTokens();
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

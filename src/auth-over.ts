import { catchError, defer, forkJoin, map, race, Observable, switchMap, take, tap, throwError } from 'rxjs';
import type { Auth } from './auth';
import type { AuthContext } from './flows/context';
import { asAuthError } from './flows/limits';
import { fetchAhead, loadUserPool } from './flows/load-user-pool';
import type { LazyUserPool, UserPool } from './flows/load-user-pool';
import { followStorage } from './flows/session/follow-storage';
import { restore } from './flows/session/restore';
import type { AdoptSession, Restoration, ResumeSignIn } from './flows/session/restore';
import { createTokenSource } from './flows/session/tokens';
import type { TokenSource } from './flows/session/tokens';
import { createAttempts } from './flows/sign-in/attempt';
import { connectHostedUi } from './flows/sign-in/connect-hosted-ui';
import { createSignIn } from './flows/sign-in/sign-in';
import { createSignOut } from './flows/sign-out/sign-out';
import type { AuthMachine } from './machine/auth-machine';
import type { AuthState } from './model/auth-state';
import { destroyedError } from './model/errors';
import type { HostedUiConnection } from './ports/hosted-ui';
import { imported$ } from './ports/imported';
import { soon } from './ports/soon';
import { loadedInTime } from './ports/time-limit';

/** Guards an operation of an `Auth`. */
type Guard = <T>(operation$: () => Observable<T>) => Observable<T>;

/** The way to the code of the user pool, given where that gets tokens from. Cold; emits it once and completes. */
export type UserPoolSource = (tokenSource: Pick<TokenSource, 'session$'>) => Observable<UserPool>;

/** Guards the operations of an `Auth`: refuses them after `destroy()`, types whatever they throw, and reports it. */
const guardOf =
  (machine: AuthMachine): Guard =>
  (operation$) =>
    defer(() => (machine.isDestroyed ? throwError(destroyedError) : operation$())).pipe(
      // An argument may throw as it is looked at.
      catchError((thrown: unknown) => throwError(() => asAuthError(thrown))),
      tap({
        error: (error: unknown) => {
          machine.report(asAuthError(error));
        },
      }),
    );

const restoreOver = (
  context: AuthContext,
  { load$ }: LazyUserPool,
  resumeSignIn: ResumeSignIn,
): Restoration =>
  restore(context, {
    resumeSignIn,
    // Where there is something to take over: most starts load neither.
    loadAdoption$: defer(() =>
      forkJoin([imported$(() => import('./flows/session/adopt-session')), load$]).pipe(
        loadedInTime(context.scheduler),
        map(
          ([{ adoptSession$ }, pool]): AdoptSession =>
            (...left) =>
              adoptSession$(pool.context, ...left),
        ),
      ),
    ),
  });

/** Creates the two ways to everything else in Cognito. */
const createSends = (
  { machine }: AuthContext,
  tokenSource: TokenSource,
  { inTime$ }: LazyUserPool,
  guarded$: Guard,
): Pick<Auth, 'send$' | 'sendPublic$'> => ({
  send$: <Output>(build: (accessToken: string) => unknown) =>
    guarded$(() =>
      // Without a session nothing is loaded.
      tokenSource.session$().pipe(
        switchMap(() => race(machine.sessionOver$(machine.now.epoch), inTime$)),
        take(1),
        switchMap((pool) => pool.send$<Output>(build)),
      ),
    ),
  sendPublic$: <Output>(build: (userPoolClientId: string) => unknown) =>
    guarded$(() =>
      race(
        machine.destroyed$.pipe(switchMap(() => throwError(destroyedError))),
        inTime$.pipe(switchMap((pool) => pool.sendPublic$<Output>(build))),
      ),
    ),
});

/** Creates `tokens$`, whose common case costs no more than a comparison of clocks: every request of an application asks. */
const createTokens =
  (machine: AuthMachine, tokenSource: TokenSource, guarded$: Guard): Auth['tokens$'] =>
  (options) =>
    new Observable((subscriber) => {
      const tokens = options || machine.isDestroyed ? undefined : tokenSource.freshTokens();
      if (!tokens) return guarded$(() => tokenSource.tokens$(options)).subscribe(subscriber);
      subscriber.next(tokens);
      subscriber.complete();
      return undefined;
    });

/** Returns the states, whose first use starts what needs timers: none are set at creation. */
function states$(context: AuthContext, { load$ }: LazyUserPool): Observable<AuthState> {
  const { machine } = context;
  let isAwake = false;
  return defer(() => {
    if (!isAwake && !machine.isDestroyed) {
      isAwake = true;
      // A page's first state does not wait for it.
      soon(() => {
        fetchAhead(context, load$);
      });
    }
    return machine.state$;
  });
}

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
  const guarded$ = guardOf(machine);
  const { hostedUi, resumeSignIn } = connectHostedUi(context, connection, {
    attempts,
    guarded$,
    signIn,
    userPool,
  });
  const restoration = restoreOver(context, userPool, resumeSignIn);
  const signOut$ = createSignOut(context, userPool, restoration, hostedUi);
  followStorage(context, {
    revoke: userPool.revokeUnwanted,
    writing$: defer(() => userPool.inTime$.pipe(map((pool) => pool.context))),
  });

  const auth: Auth & { toJSON(): unknown } = {
    state$: states$(context, userPool),
    get state() {
      return machine.now.state;
    },
    // The machine knows reports; what a sign-out hands to it is its result.
    events$: machine.events$ as Auth['events$'],
    errors$: machine.errors$,
    signIn$: (input) => guarded$(() => signIn.signIn$(input)),
    confirmSignIn$: (input) => guarded$(() => signIn.confirmSignIn$(input)),
    prepareSignIn$: () => guarded$(() => signIn.prepareSignIn$()),
    tokens$: createTokens(machine, tokenSource, guarded$),
    ...createSends(context, tokenSource, userPool, guarded$),
    signOut$: (options) => guarded$(() => signOut$(options)),
    hostedUi,
    destroy: () => {
      machine.destroy();
    },
    // Streams hold on to one another in circles, which JSON cannot tell.
    toJSON: () => ({ state: machine.now.state }),
  };
  return Object.freeze(auth);
}

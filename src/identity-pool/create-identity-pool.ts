import { AuthError } from 'rx-cognito';
import {
  asyncScheduler,
  catchError,
  defer,
  filter,
  map,
  of,
  race,
  ReplaySubject,
  share,
  switchMap,
  take,
  tap,
  throwError,
  throwIfEmpty,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { AwsCredentials, SdkCredentials } from './aws-credentials';
import { destroyedError, signedOutError } from './errors';
import { getCredentials$, getCredentialsOfRemembered$, getId$, type Issued } from './issue';
import { loginOf, type Login } from './login';
import { checkedOptions, checkSource, endpointOf, type IdentityPoolOptions } from './options';
import { followTenures, type SessionSource, type Tenure } from './tenure';

/** Is where the user of an `Auth` gets AWS credentials from. */
export interface IdentityPool {
  /**
   * Hands out AWS credentials.
   *
   * Cold, and shared: from memory until five minutes before they expire, else asked for once for all who wait. Waits while
   * the `Auth` is `restoring`. Emits one {@link AwsCredentials} and completes. Errors with kind `signedOut` where nobody is
   * signed in (unless guests are allowed), and as soon as a sign-out begins; with what the identity pool refused
   * otherwise. Unsubscribing gives up the wait; the request is aborted when nobody waits for it any more.
   */
  credentials$(): Observable<AwsCredentials>;

  /**
   * Tells the id of the user's identity, or of the guest's.
   *
   * Cold, and shared: asked for once in a session. Emits the id and completes. Waits, errors and unsubscribes as
   * `credentials$` does.
   */
  identityId$(): Observable<string>;

  /**
   * Is what a client of the AWS SDK takes as `credentials`. It has the client ask again for every request, so that a client
   * that outlives a session signs nothing in its name.
   */
  readonly provider: () => Promise<SdkCredentials>;

  /**
   * Until when AWS accepts the last credentials of the present session, or of the one that ended last, epoch milliseconds:
   * a sign-out does not end them. `undefined` where it had none.
   */
  readonly stillValidUntil: number | undefined;
}

/** How long before their end credentials are handed out no more. */
const LEAD_MS = 300_000;
/** Shorter than the time before their end at which clients of the AWS SDK ask for new credentials. */
const ASK_AGAIN_MS = 60_000;

/**
 * Connects an `Auth` with an identity pool. Nothing is asked before somebody needs credentials, and nothing is stored. It
 * follows the `Auth` until that is destroyed.
 *
 * @example
 * ```ts
 * import { createAuth } from 'rx-cognito';
 * import { createIdentityPool } from 'rx-cognito/identity-pool';
 *
 * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * const identityPool = createIdentityPool(auth, {
 *   identityPoolId: 'eu-west-1:12345678-90ab-cdef-1234-567890abcdef',
 * });
 * identityPool.credentials$().subscribe(({ identityId, expiration }) => console.log(identityId, expiration));
 * ```
 *
 * @throws AuthError of kind `configuration` for a malformed option, or an `auth` that is none
 */
export function createIdentityPool(auth: SessionSource, options: IdentityPoolOptions): IdentityPool {
  checkSource(auth);
  const asked = checkedOptions(options);
  const { identityPoolId, allowGuestAccess = false, scheduler = asyncScheduler } = asked;
  const transport = { endpoint: endpointOf(asked), scheduler };
  let stillValidUntil: number | undefined;
  const tenures = followTenures(auth, ({ holder }) => {
    if (holder.kind === 'user') stillValidUntil = undefined;
  });

  const cutOff$ = <T>(tenure: Tenure, source$: Observable<T>): Observable<T> =>
    race(source$, tenure.over$).pipe(
      take(1),
      // An answer that comes as the state has moved, and before that was told, is late as well.
      map((value) => {
        if (!tenures.isPresent(tenure)) throw signedOutError();
        return value;
      }),
    );

  const login$ = (tenure: Tenure): Observable<Login | undefined> =>
    tenure.holder.kind === 'guest'
      ? of(undefined)
      : auth.tokens$().pipe(map(({ idToken }) => loginWithin(tenure, idToken)));

  // Who asks as a guest for an identity twice has two: the id is asked for once for all, credentials included.
  const id$ = (tenure: Tenure): Observable<string> => {
    if (tenure.identityId !== undefined) return of(tenure.identityId);
    tenure.identityId$ ??= sharedWhileAsked$(
      cutOff$(
        tenure,
        login$(tenure).pipe(switchMap((login) => getId$(transport, identityPoolId, login))),
      ).pipe(
        tap((identityId) => {
          tenure.identityId = identityId;
        }),
      ),
      (asked$) => {
        if (tenure.identityId$ === asked$) tenure.identityId$ = undefined;
      },
    );
    return tenure.identityId$;
  };

  const askForAnotherId$ = (tenure: Tenure): Observable<string> =>
    defer(() => {
      tenure.identityId = undefined;
      return id$(tenure);
    });

  const ask$ = (tenure: Tenure): Observable<Issued> =>
    login$(tenure).pipe(
      switchMap((login) =>
        tenure.identityId === undefined
          ? id$(tenure).pipe(switchMap((identityId) => getCredentials$(transport, identityId, login)))
          : getCredentialsOfRemembered$(transport, tenure.identityId, login, askForAnotherId$(tenure)),
      ),
    );

  const renewed$ = (tenure: Tenure): Observable<Issued> => {
    tenure.issued$ ??= sharedWhileAsked$(
      cutOff$(tenure, ask$(tenure)).pipe(
        tap((issued) => {
          tenure.issued = issued;
          tenure.identityId = issued.credentials.identityId;
          if (tenure.holder.kind !== 'user') return;
          stillValidUntil = Math.max(stillValidUntil ?? 0, issued.credentials.expiration.getTime());
        }),
      ),
      (asked$) => {
        if (tenure.issued$ === asked$) tenure.issued$ = undefined;
      },
    );
    return tenure.issued$.pipe(catchError((error: unknown) => stillGood$(tenure, error)));
  };

  // Five minutes are kept for this: a passing trouble, while what is at hand still works.
  const stillGood$ = (tenure: Tenure, error: unknown): Observable<Issued> => {
    const { issued } = tenure;
    const isPassing = error instanceof AuthError && error.retryable;
    return isPassing && issued && scheduler.now() < issued.expiresAt && tenures.isPresent(tenure)
      ? of(issued)
      : throwError(() => error);
  };

  const within$ = <T>(use$: (tenure: Tenure) => Observable<T>): Observable<T> =>
    defer(() => {
      const tenure = tenures.present();
      if (tenures.isOver) return throwError(destroyedError);
      if (tenure.holder.kind === 'restoring') {
        return auth.state$.pipe(
          filter(({ status }) => status !== 'restoring'),
          take(1),
          throwIfEmpty(destroyedError),
          switchMap(() => within$(use$)),
        );
      }
      const isEntitled =
        tenure.holder.kind === 'user' || (tenure.holder.kind === 'guest' && allowGuestAccess);
      return isEntitled ? use$(tenure) : throwError(signedOutError);
    });

  const credentials$ = (): Observable<AwsCredentials> =>
    within$((tenure) => {
      const { issued } = tenure;
      const isGood = issued && scheduler.now() < issued.expiresAt - LEAD_MS;
      return (isGood ? of(issued) : renewed$(tenure)).pipe(map(({ credentials }) => credentials));
    });

  const identityId$ = (): Observable<string> => within$(id$);

  return {
    credentials$,
    identityId$,
    provider: () =>
      new Promise((resolve, reject) => {
        credentials$().subscribe({
          next: (credentials) => {
            resolve(forSdk(credentials, scheduler.now()));
          },
          error: reject,
        });
      }),
    get stillValidUntil() {
      return stillValidUntil;
    },
  };
}

/** Shares a request among all who wait, and tells when it is one no more: before anybody hears of its failure. */
function sharedWhileAsked$<T>(
  request$: Observable<T>,
  onOver: (shared$: Observable<T>) => void,
): Observable<T> {
  const over = (): void => {
    onOver(shared$);
  };
  const shared$: Observable<T> = request$.pipe(
    tap({ error: over, finalize: over }),
    share({ connector: () => new ReplaySubject(1) }),
  );
  return shared$;
}

/** Reads the login of a tenure, or refuses that of another session. */
function loginWithin(tenure: Tenure, idToken: string): Login {
  const login = loginOf(idToken);
  const { holder } = tenure;
  if (!login || holder.kind !== 'user' || login.userId !== holder.userId) throw signedOutError();
  tenure.sessionKey ??= login.sessionKey;
  if (tenure.sessionKey !== login.sessionKey) throw signedOutError();
  return login;
}

function forSdk({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials, now: number): SdkCredentials {
  return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(now + ASK_AGAIN_MS) };
}

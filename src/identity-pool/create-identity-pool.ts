import { asyncScheduler, map, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AwsCredentials, SdkCredentials } from './aws-credentials';
import { signedOutError } from './errors';
import type { Issued } from './issue';
import { checkedOptions, checkSource, endpointOf, type IdentityPoolOptions } from './options';
import { followTenures, type SessionSource, type Tenure } from './tenure';
import { identityId$, issued$ } from './tenure-requests';

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
  const onIssued = ({ holder }: Tenure, { credentials: { expiration } }: Issued): void => {
    if (holder.kind === 'user') stillValidUntil = Math.max(stillValidUntil ?? 0, expiration.getTime());
  };
  const parts = { auth, identityPoolId, tenures, transport, onIssued };

  /** Emits the present tenure, where its holder may have credentials. */
  const entitled$ = (): Observable<Tenure> =>
    tenures.present$().pipe(
      tap(({ holder: { kind } }) => {
        if (kind !== 'user' && !(kind === 'guest' && allowGuestAccess)) throw signedOutError();
      }),
    );

  const credentials$ = (): Observable<AwsCredentials> =>
    entitled$().pipe(
      switchMap((tenure) => issued$(parts, tenure)),
      map(({ credentials }) => credentials),
    );

  return {
    credentials$,
    identityId$: () => entitled$().pipe(switchMap((tenure) => identityId$(parts, tenure))),
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

function forSdk({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials, now: number): SdkCredentials {
  return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(now + ASK_AGAIN_MS) };
}

import { defer, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { loadUserPool } from '../../src/flows/load-user-pool';
import type { LazyUserPool, UserPool } from '../../src/flows/load-user-pool';
import { rereadStorage$ } from '../../src/flows/session/follow-storage';
import { createTokenSource } from '../../src/flows/session/tokens';
import type { Session } from '../../src/model/session';
import type { PoolContext } from '../../src/user-pool/pool-context';
import { createRefresher } from '../../src/user-pool/refresh/refresher';
import type { Refresher } from '../../src/user-pool/refresh/refresher';
import { createAskForTokens } from '../../src/user-pool/refresh/token-request';
import { followPartsOf } from '../../src/user-pool/requests';
import { userPoolOver } from '../../src/user-pool/user-pool-over';
import { fakeSession, START_AT } from './fake-tokens';

/** A session whose tokens live on for most of an hour. */
export const freshSession: Session = fakeSession();

/** A session whose access token is due for renewal, and still works for a hundred seconds. */
export const dueSession: Session = fakeSession({ issuedAt: START_AT - 3_500_000 });

/** A session whose access token expired an hour ago. */
export const expiredSession: Session = fakeSession({ issuedAt: START_AT - 7_200_000 });

/** The session of a user who signed in, in another tab. */
export const sessionOfBob: Session = fakeSession({ userId: 'bob-sub', username: 'bob' });

/** The tokens that the user pool answers a refresh with. */
export const renewal = { serial: '2' } as const;

/** The same with a rotated refresh token. */
export const rotation = { serial: '2', refreshToken: 'rotated-refresh-token' } as const;

/** Puts the refresher together as the user pool does. */
export function refresherOf(context: PoolContext): Refresher {
  return createRefresher(context, createAskForTokens(context), () =>
    rereadStorage$(context, followPartsOf(context)),
  );
}

/** How the user pool's code comes. */
export interface LoadOptions {
  /** The loading, given what it would load. Default: at once. */
  readonly load$?: (userPool$: Observable<UserPool>) => Observable<UserPool>;
}

/** Puts the user pool together as `createAuth` does, over the ports of the context. */
export function userPoolOf(
  context: PoolContext,
  { load$ = (userPool$) => userPool$ }: LoadOptions = {},
): LazyUserPool {
  const userPool: LazyUserPool = loadUserPool(
    context,
    load$(defer(() => of(userPoolOver(context, tokenSource)))),
  );
  const tokenSource = createTokenSource(context, (options) => userPool.refresh$(options));
  return userPool;
}

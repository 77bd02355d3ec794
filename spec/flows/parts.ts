import { defer, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { createAskForTokens } from '../../src/flows/ask-for-tokens';
import { createAttempts } from '../../src/flows/attempts';
import type { Attempts } from '../../src/flows/attempts';
import type { PoolContext } from '../../src/flows/auth-context';
import { createOperations } from '../../src/flows/create-operations';
import { rereadStorage$ } from '../../src/flows/follow-storage';
import { createLazyOperations } from '../../src/flows/lazy-operations';
import type { LazyOperations } from '../../src/flows/lazy-operations';
import type { Operations } from '../../src/flows/operations';
import { createRefresher } from '../../src/flows/refresh';
import type { Refresher } from '../../src/flows/refresh';
import { createTokenSource } from '../../src/flows/tokens';
import type { Session } from '../../src/model/session';
import { fakeSession, START_AT } from '../fakes/fake-tokens';

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

/** Puts the refresher together as `createAuth` does. */
export function refresherOf(context: PoolContext): Refresher {
  return createRefresher(context, createAskForTokens(context), () => rereadStorage$(context));
}

/** How the operations come. */
export interface LoadOptions {
  /** The loading, given what it would load. Default: at once. */
  readonly load$?: (operations$: Observable<Operations>) => Observable<Operations>;
}

/** Puts the operations together as `createAuth` does, over the ports of the context. */
export function operationsOf(
  context: PoolContext,
  {
    attempts = createAttempts(context),
    load$ = (operations$) => operations$,
  }: LoadOptions & { readonly attempts?: Attempts } = {},
): LazyOperations {
  const operations: LazyOperations = createLazyOperations(
    context,
    load$(defer(() => of(createOperations(context, { attempts, tokenSource })))),
  );
  const tokenSource = createTokenSource(context, operations.refresher);
  return operations;
}

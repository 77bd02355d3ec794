import { createAskForTokens } from '../../src/flows/ask-for-tokens';
import type { AuthContext } from '../../src/flows/auth-context';
import { rereadStorage$ } from '../../src/flows/follow-storage';
import { createRefresher } from '../../src/flows/refresh';
import type { Refresher } from '../../src/flows/refresh';
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
export function refresherOf(context: AuthContext): Refresher {
  return createRefresher(context, createAskForTokens(context), () => rereadStorage$(context));
}

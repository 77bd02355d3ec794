import { asapScheduler, defer, filter, merge, Observable } from 'rxjs';
import type { Auth, AuthEvent } from 'rx-cognito';

/**
 * Emits what happens, beginning with `sessionRestored` where a session is there already at subscription.
 *
 * A synchronous storage is read before anybody can listen to `events$`, and a store may begin long after that. Whoever loads a
 * user's data needs to be told all the same. It is told at the end of the turn, unless the session is over by then.
 */
export function eventsWithStart$(auth: Pick<Auth, 'state' | 'state$' | 'events$'>): Observable<AuthEvent> {
  return defer(() => {
    const { state } = auth;
    if (state.status !== 'signedIn') return auth.events$;
    const { userId } = state.user;
    const start$ = new Observable<AuthEvent>((subscriber) =>
      asapScheduler.schedule(() => {
        const now = auth.state;
        if (now.status === 'signedIn' && now.user.userId === userId) {
          subscriber.next({ type: 'sessionRestored', user: now.user });
        }
        subscriber.complete();
      }),
    );
    // The event of the same name may be just about to be told.
    return merge(auth.events$.pipe(filter(({ type }) => type !== 'sessionRestored')), start$);
  });
}

import { map, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth, OwnErrorCode } from 'rx-cognito';
import { validationError } from '../errors';
import { checkedText, given } from '../input';
import { loaded$, nothing, operation$ } from '../operation';
import { fetchUserSessions$ } from './fetch-user-sessions';
import { explainTracking } from './session-tracking';

/** What `revokeUserSession$` takes. */
export interface RevokeUserSessionInput {
  /** Of a session of `fetchUserSessions$`, but not of this one. */
  readonly sessionId: string;
  /**
   * `LINKED` ends what belongs together as well: the browser's session at the managed login pages that a session began in,
   * or the sessions that began in such a one, this one included. Default: `NONE`.
   */
  readonly revokeAssociatedSessions?: 'NONE' | 'LINKED';
}

const LINKS: readonly unknown[] = ['NONE', 'LINKED'];

const ownSessionError = (): AuthError =>
  new AuthError({
    kind: 'validation',
    code: 'InvalidArgument' satisfies OwnErrorCode,
    message: 'The argument sessionId is that of this session.',
    recoverySuggestion: 'Use signOut$() to end this session, and the id of another one here.',
  });

/**
 * Ends a session of the user somewhere else: its refresh is refused from then on, and access tokens that it has are good
 * until they expire, where nobody asks Cognito.
 *
 * Cold; each subscription looks which session is this one, then asks. Emits `undefined` once and completes. Errors as
 * `fetchUserSessions$` does; with kind `validation` for this session's own id, which `signOut$` is for; with
 * `ResourceNotFoundException` for a session that is over. Unsubscribing aborts the request; the session may have been
 * ended all the same.
 */
export function revokeUserSession$(auth: Auth, input: RevokeUserSessionInput): Observable<void> {
  return operation$(() => {
    const { sessionId, revokeAssociatedSessions: links } = given(input);
    const SessionId = checkedText('sessionId', 'the id of a session', sessionId);
    if (links !== undefined && !LINKS.includes(links))
      throw validationError('revokeAssociatedSessions', 'one of NONE, LINKED');
    const request = { SessionId, ...(links === undefined ? {} : { RevokeAssociatedSessions: links }) };
    return fetchUserSessions$(auth).pipe(
      tap((sessions) => {
        if (sessions.some((session) => session.isCurrent && session.sessionId === SessionId))
          throw ownSessionError();
      }),
      switchMap(() => loaded$(() => import('../commands/session-commands'))),
      switchMap(({ revokeUserSession }) =>
        auth.send$((AccessToken) => revokeUserSession({ AccessToken, ...request })),
      ),
      explainTracking(),
      map(nothing),
    );
  });
}

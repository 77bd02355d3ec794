import { AuthError } from 'rx-cognito';
import type { BrowserSession, HostedUi, HostedUiParts, StepResult } from 'rx-cognito';
import { catchError, defer, map, merge, of, take, throwError, timeout, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { isAt } from './address';
import { queryOf } from './authorize-url';
import { argumentError, notReturnedError } from './errors';
import { pickUrl } from './options';
import type { Settings } from './options';
import type { Page } from './page';
import { opened$ } from './sign-in';
import type { TabRecords } from './tab-records';

/** How long a page may take to go away. */
const LEAVING_LIMIT_MS = 10_000;

const notLeftError = (message: string, recoverySuggestion: string): AuthError =>
  new AuthError({ kind: 'network', code: 'Offline', message, recoverySuggestion, retryable: true });

const failed = (error: AuthError): StepResult => ({ outcome: 'failed', error });
const unknown = (error: AuthError): StepResult => ({ outcome: 'unknown', error });

/** Creates what a sign-out does about the browser's session at managed login. */
export function createBrowserSession(
  parts: HostedUiParts,
  settings: Settings,
  page: Page,
  records: TabRecords,
): HostedUi['browserSession'] {
  const { scheduler, userPoolClientId } = parts;
  const { endSession, openAuthSession: given$, redirectSignOut, server } = settings;
  // What a pop-up signs in, this page itself can sign out; a pop-up at this point would be blocked.
  const open$ = given$?.relay ? undefined : given$;

  const openedLogout$ = (
    url: string,
    redirectUrl: string,
    opener$: NonNullable<typeof open$>,
  ): Observable<StepResult> =>
    opened$(opener$, url, redirectUrl).pipe(
      timeout({ first: LEAVING_LIMIT_MS, scheduler, with: () => throwError(notReturnedError) }),
      map((href): StepResult =>
        isAt(href, redirectUrl) ? { outcome: 'done' } : unknown(notReturnedError()),
      ),
      catchError((error: unknown) => {
        const { kind } = error as AuthError;
        const isOpened = kind === 'cancelled' || kind === 'timeout';
        return of(isOpened ? unknown(notReturnedError()) : failed(error as AuthError));
      }),
    );

  const logout =
    (redirectUrl: string): BrowserSession['end$'] =>
    (reportOf) =>
      defer(() => {
        if (!parts.isOnline()) {
          return of(
            failed(notLeftError('There is no network connection.', 'Try again with retry$ once online.')),
          );
        }
        const url = `${server}/logout?${queryOf({ client_id: userPoolClientId, logout_uri: redirectUrl })}`;
        if (open$) return openedLogout$(url, redirectUrl, open$);
        if (page.href === undefined) {
          return of(failed(notLeftError('There is no page to leave.', 'Set hostedUi.openAuthSession.')));
        }
        const stayed = unknown(notReturnedError());
        records.keepReport(reportOf(stayed), redirectUrl);
        page.leave(url);
        return merge(timer(LEAVING_LIMIT_MS, scheduler), page.restored$).pipe(
          take(1),
          map(() => {
            // It is told here, and not once more by a page that comes later.
            records.takeReport();
            return stayed;
          }),
        );
      });

  return (asked) => {
    if (asked !== undefined && asked !== 'skip' && Object(asked) !== asked) {
      throw argumentError('hostedUi', "'skip' or { redirectUrl }");
    }
    const redirectUrl = pickUrl(
      'redirectSignOut',
      redirectSignOut,
      asked === 'skip' ? undefined : asked?.redirectUrl,
      page.origin,
    );
    if (asked === 'skip' || endSession === 'none') return undefined;
    return {
      // The revocation ends the browser's session with the tokens, or does not.
      end$: endSession === 'linked' ? (_, revokeToken) => of(revokeToken) : logout(redirectUrl),
    };
  };
}

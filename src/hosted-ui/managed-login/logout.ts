import { AuthError } from 'rx-cognito';
import type { AuthErrorFields, BrowserSession, HostedUiParts, OwnErrorCode, StepResult } from 'rx-cognito';
import { catchError, defer, map, merge, of, take, throwError, timeout, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { isAt } from '../address';
import { reportKeyOf } from '../arrival';
import type { OpenAuthSession, Settings } from '../options';
import type { Page } from '../page';
import type { PageLife } from './page-life';
import { queryOf } from './authorize-url';
import { notReturnedError } from './errors';
import type { LeftReport } from './left-report';
import { opened$ } from './opened';

/** How long a page may take to go away. */
const LEAVING_LIMIT_MS = 10_000;

const notLeftError = (fields: Pick<AuthErrorFields, 'code' | 'message' | 'recoverySuggestion'>): AuthError =>
  new AuthError({ kind: 'network', retryable: true, ...fields });

const failed = (error: AuthError): StepResult => ({ outcome: 'failed', error });
const stayed = (): StepResult => ({ outcome: 'unknown', error: notReturnedError() });

/** Signs out in a window or a sheet of its own. */
const elsewhere$ = (
  open$: OpenAuthSession,
  url: string,
  redirectUrl: string,
  { scheduler }: HostedUiParts,
): Observable<StepResult> =>
  opened$(open$, url, redirectUrl).pipe(
    timeout({ first: LEAVING_LIMIT_MS, scheduler, with: () => throwError(notReturnedError) }),
    map((href): StepResult => (isAt(href, redirectUrl) ? { outcome: 'done' } : stayed())),
    catchError((thrown: unknown) => {
      // `opened$` errors with nothing else.
      const error = thrown as AuthError;
      return of(error.kind === 'cancelled' || error.kind === 'timeout' ? stayed() : failed(error));
    }),
  );

/** Ends the browser's session at managed login: leaves for `/logout`, which comes back to a registered URL. */
export function logout$(
  parts: HostedUiParts,
  { openAuthSession: given$, server }: Settings,
  page: Page & PageLife,
  redirectUrl: string,
  reportOf: Parameters<BrowserSession['end$']>[0],
): Observable<StepResult> {
  const { scheduler, userPoolClientId } = parts;
  return defer(() => {
    if (!parts.isOnline()) {
      return of(
        failed(
          notLeftError({
            code: 'Offline' satisfies OwnErrorCode,
            message: 'There is no network connection.',
            recoverySuggestion: 'Try again with retry$ once online.',
          }),
        ),
      );
    }
    const url = `${server}/logout?${queryOf({ client_id: userPoolClientId, logout_uri: redirectUrl })}`;
    // What a pop-up signs in, this page itself can sign out; a pop-up at this point would be blocked.
    if (given$ && !given$.relay) return elsewhere$(given$, url, redirectUrl, parts);
    if (page.href === undefined) {
      return of(
        failed(
          notLeftError({
            code: 'NoPage' satisfies OwnErrorCode,
            message: 'There is no page to leave.',
            recoverySuggestion: 'Set hostedUi.openAuthSession.',
          }),
        ),
      );
    }
    const key = reportKeyOf(userPoolClientId);
    const left: LeftReport = { report: reportOf(stayed()), redirectUrl, leftAt: scheduler.now() };
    page.write(key, JSON.stringify(left));
    page.leave(url);
    return merge(timer(LEAVING_LIMIT_MS, scheduler), page.restored$).pipe(
      take(1),
      map(() => {
        // It is told here, and not once more by a page that comes later.
        page.write(key, undefined);
        return stayed();
      }),
    );
  });
}

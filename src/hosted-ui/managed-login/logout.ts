import { AuthError } from 'rx-cognito';
import type { AuthErrorFields, BrowserSession, HostedUiParts, OwnErrorCode, StepResult } from 'rx-cognito';
import { catchError, defer, map, of, throwError, timeout } from 'rxjs';
import type { Observable } from 'rxjs';
import { isAt } from '../address';
import { reportKeyOf } from '../arrival';
import { optionError } from '../option-error';
import type { OpenAuthSession, Settings } from '../options';
import type { Page } from '../page';
import { LEAVING_LIMIT_MS, leave$ } from './page-life';
import type { PageLife } from './page-life';
import { queryOf } from './authorize-url';
import { notReturnedError } from './errors';
import type { LeftReport } from './left-report';
import { opened$ } from './opened';

const notLeftError = (fields: Pick<AuthErrorFields, 'code' | 'message' | 'recoverySuggestion'>): AuthError =>
  new AuthError({ kind: 'network', retryable: true, ...fields });

const failed = (error: AuthError): StepResult => ({ outcome: 'failed', error });
const stayed = (): StepResult => ({ outcome: 'unknown', error: notReturnedError() });

/** Returns what becomes of the browser's session where it was to end with tokens that cannot be revoked: it lives on, and no report is complete. */
export const notLinked = (): StepResult =>
  failed(optionError('hostedUi.endSession', "'redirect', or the app client able to revoke tokens"));

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
    const left: LeftReport = {
      returned: reportOf({ outcome: 'done' }),
      unproven: reportOf(stayed()),
      redirectUrl,
      leftAt: scheduler.now(),
    };
    const text = JSON.stringify(left);
    page.write(key, text);
    return leave$(page, url, scheduler).pipe(
      map(() => {
        // It is told here, and not once more by a page that comes later; one that came already may have left another.
        if (page.read(key) === text) page.write(key, undefined);
        return stayed();
      }),
    );
  });
}

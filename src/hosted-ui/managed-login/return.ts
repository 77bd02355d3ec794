import type { AuthError, AuthUser, HostedUiAttempt, HostedUiParts, RedirectResult } from 'rx-cognito';
import type { Observable } from 'rxjs';
import type { Arrival } from '../arrival';
import type { Settings } from '../options';
import type { PageLife } from './page-life';
import type { SignInRecord } from '../sign-in-records';
import { cancelledError, foreignReturnError, refusedError } from './errors';
import { exchange$ } from './exchange';
import { readLeftReport } from './left-report';

/** Returns what a page is told whose sign-in came back too late. */
export const overtakenError = (): AuthError =>
  cancelledError(
    'SignInSuperseded',
    'Another tab signed in or out while this one was away, and that stands.',
  );

/** Returns the result of a sign-in that failed. */
const failedResult = (error: AuthError, record?: SignInRecord): RedirectResult => ({
  type: 'signInFailed',
  error,
  ...(record?.customState === undefined ? {} : { customState: record.customState }),
});

/** Returns what a page learns by its arrival alone; what went wrong is reported. */
export function resultOf(
  arrival: Exclude<Arrival, { readonly type: 'none' | 'code' }>,
  parts: HostedUiParts,
  { openAuthSession: open$ }: Settings,
  page: PageLife,
): RedirectResult {
  if (arrival.type === 'left') {
    const { href, text } = arrival;
    const hasArrived = page.hasArrived();
    const report = readLeftReport(text, { href, now: parts.scheduler.now(), hasArrived });
    return report ? { type: 'signedOut', report } : { type: 'none' };
  }
  const { code, description, error = '', state } = arrival.returned;
  if (arrival.type === 'refused') {
    const refused = refusedError(error, description);
    parts.report(refused);
    return failedResult(refused, arrival.record);
  }
  try {
    open$?.relay?.(arrival.href);
  } catch (thrown) {
    parts.report(thrown);
  }
  const foreign = foreignReturnError(state !== undefined);
  parts.report(foreign);
  return state === undefined && code === undefined ? failedResult(foreign) : { type: 'none' };
}

/** Begins the session that a page returned for with a code. */
export function begin$(
  { code, record }: Extract<Arrival, { readonly type: 'code' }>,
  attempt: HostedUiAttempt,
  { scheduler, userPoolClientId: clientId }: HostedUiParts,
  { server }: Settings,
): Observable<AuthUser> {
  const { epoch, nonce, redirectUrl, verifier } = record;
  return attempt.begin$(
    epoch,
    (hide) => exchange$({ server, clientId, code, verifier, redirectUrl }, hide, scheduler),
    nonce,
  );
}

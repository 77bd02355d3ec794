import type { AuthError, AuthErrorJson, RedirectResult, SignOutReport } from 'rx-cognito';

type ReportedErrors =
  'forgetDeviceError' | 'globalSignOutError' | 'revokeTokenError' | 'hostedUiError' | 'cleanupErrors';

/** What a sign-out did, as plain data: what of a `SignOutResult` may stand in an action and in a store. */
export interface SignOutSummary extends Omit<SignOutReport, ReportedErrors> {
  readonly forgetDeviceError?: AuthErrorJson;
  readonly globalSignOutError?: AuthErrorJson;
  readonly revokeTokenError?: AuthErrorJson;
  readonly hostedUiError?: AuthErrorJson;
  readonly cleanupErrors?: readonly AuthErrorJson[];
}

/** What a page learnt by coming back from managed login, as plain data. */
export type RedirectSummary =
  | Extract<RedirectResult, { readonly type: 'none' | 'signedIn' }>
  | { readonly type: 'signInFailed'; readonly error: AuthErrorJson; readonly customState?: string }
  | { readonly type: 'signedOut'; readonly report: SignOutSummary };

const json = <Field extends string>(
  field: Field,
  error: AuthError | undefined,
): Partial<Record<Field, AuthErrorJson>> =>
  error ? ({ [field]: error.toJSON() } as Record<Field, AuthErrorJson>) : {};

/** Reduces the report of a sign-out to plain data. */
export function summaryOf(report: SignOutReport): SignOutSummary {
  const { outcome, scope, signedOutLocally, steps, stillValid, cleanupErrors } = report;
  return {
    outcome,
    scope,
    signedOutLocally,
    steps,
    stillValid,
    ...json('forgetDeviceError', report.forgetDeviceError),
    ...json('globalSignOutError', report.globalSignOutError),
    ...json('revokeTokenError', report.revokeTokenError),
    ...json('hostedUiError', report.hostedUiError),
    ...(cleanupErrors ? { cleanupErrors: cleanupErrors.map((error) => error.toJSON()) } : {}),
  };
}

/** Reduces what a page learnt by coming back to plain data. */
export function redirectSummaryOf(result: RedirectResult): RedirectSummary {
  if (result.type === 'signedOut') return { type: result.type, report: summaryOf(result.report) };
  return result.type === 'signInFailed' ? { ...result, error: result.error.toJSON() } : result;
}

import { AuthError } from 'rx-cognito';
import type { AuthErrorFields, SignOutReport, StepOutcome } from 'rx-cognito';

/** How long a return is evidence of a sign-out, milliseconds. */
const SIGN_OUT_MS = 10 * 60_000;

/** What a sign-out leaves in its tab, for the page that returns. */
export interface LeftReport {
  /** As it is where nothing shows that the browser has been signed out. */
  readonly report: SignOutReport;
  readonly redirectUrl: string;
  /** When the page was left, epoch milliseconds. */
  readonly leftAt: number;
}

const revived = (name: string, value: unknown): unknown => {
  if (name.endsWith('Error')) return new AuthError(value as AuthErrorFields);
  return name === 'cleanupErrors'
    ? (value as readonly AuthErrorFields[]).map((fields) => new AuthError(fields))
    : value;
};

const isOpen = (step: StepOutcome): boolean => step === 'failed' || step === 'unknown';

/** Returns the report with what the return shows. */
function returned({ hostedUiError: _, ...report }: SignOutReport): SignOutReport {
  const steps = Object.freeze({ ...report.steps, hostedUi: 'done' as const });
  return { ...report, steps, outcome: Object.values(steps).some(isOpen) ? 'partial' : 'complete' };
}

/**
 * Reads what an earlier page left; `undefined` where it is no report. The browser has been signed out, as far as one can see, where it
 * came exactly to the registered URL, in time, and by going on.
 */
export function readLeftReport(
  text: string,
  { href, now, hasArrived }: { readonly href: string; readonly now: number; readonly hasArrived: boolean },
): SignOutReport | undefined {
  try {
    const { report: left, redirectUrl, leftAt } = JSON.parse(text) as LeftReport;
    const fields = Object.entries(left).map(([name, value]) => [name, Object.freeze(revived(name, value))]);
    const report = Object.fromEntries(fields) as unknown as SignOutReport;
    const isInTime = Math.abs(now - leftAt) <= SIGN_OUT_MS;
    const isThere = href === new URL(redirectUrl).href;
    return Object.freeze(isInTime && isThere && hasArrived ? returned(report) : report);
  } catch {
    return undefined;
  }
}

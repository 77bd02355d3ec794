import { AuthError } from 'rx-cognito';
import type { AuthErrorFields, SignOutReport } from 'rx-cognito';

/** How long a return is evidence of a sign-out, milliseconds. */
const SIGN_OUT_MS = 10 * 60_000;

/** What a sign-out leaves in its tab, for the page that returns. */
export interface LeftReport {
  /** What is told where the return is evidence that the browser has been signed out. */
  readonly returned: SignOutReport;
  /** What is told where it is none. */
  readonly unproven: SignOutReport;
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

const STEPS = ['hostedUi', 'globalSignOut', 'revokeToken', 'clearCache'] as const;

/** Whether it is as a sign-out of this version writes it. */
const isReport = ({ steps, stillValid }: Partial<SignOutReport>): boolean =>
  typeof stillValid === 'object' && STEPS.every((name) => typeof steps?.[name] === 'string');

/**
 * Reads what an earlier page left; `undefined` where it is no report. The browser has been signed out, as far as one can see, where it
 * came exactly to the registered URL, in time, and by going on.
 */
export function readLeftReport(
  text: string,
  { href, now, hasArrived }: { readonly href: string; readonly now: number; readonly hasArrived: boolean },
): SignOutReport | undefined {
  try {
    const { returned, unproven, redirectUrl, leftAt } = JSON.parse(text) as LeftReport;
    const isInTime = Math.abs(now - leftAt) <= SIGN_OUT_MS;
    const isThere = href === new URL(redirectUrl).href;
    const left = isInTime && isThere && hasArrived ? returned : unproven;
    const fields = Object.entries(left).map(([name, value]) => [name, Object.freeze(revived(name, value))]);
    const report = Object.fromEntries(fields) as Partial<SignOutReport>;
    return isReport(report) ? (Object.freeze(report) as SignOutReport) : undefined;
  } catch {
    return undefined;
  }
}

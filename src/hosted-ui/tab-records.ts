import { AuthError } from 'rx-cognito';
import type { AuthErrorFields, SignOutReport, StepOutcome } from 'rx-cognito';
import type { Page } from './page';

/** How long a sign-in that was left for may be come back to, and how long a return is evidence of a sign-out: milliseconds. */
const SIGN_IN_MS = 24 * 60 * 60_000;
const SIGN_OUT_MS = 10 * 60_000;

/** What a sign-in that left this page needs when it comes back. */
export interface SignInRecord {
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUrl: string;
  readonly epoch?: string | undefined;
  readonly customState?: string | undefined;
  /** When the page was left, epoch milliseconds. */
  readonly leftAt: number;
}

/** What this tab keeps over a visit to managed login. */
export interface TabRecords {
  /** Keeps a sign-in under its state; says whether that was possible. */
  keepSignIn(state: string, record: SignInRecord): boolean;
  /** Returns the sign-in of a state that came back to a place, and forgets it: it is answered once. */
  takeSignIn(state: string, isThere: (redirectUrl: string) => boolean): SignInRecord | undefined;
  /** Keeps the report of a sign-out. */
  keepReport(report: SignOutReport, redirectUrl: string): void;
  /** Returns the report that an earlier page left, with what its return shows, and forgets it. */
  takeReport(): SignOutReport | undefined;
}

type Fields = Readonly<Partial<Record<string, unknown>>>;

const fieldsOf = (text: string | null | undefined): Fields => {
  try {
    return Object(JSON.parse(text ?? '{}')) as Fields;
  } catch {
    return {};
  }
};

const revived = (name: string, value: unknown): unknown =>
  name.endsWith('Error')
    ? new AuthError(value as AuthErrorFields)
    : name === 'cleanupErrors'
      ? (value as readonly AuthErrorFields[]).map((fields) => new AuthError(fields))
      : value;

/** Returns a report as it was, but for what the return shows. */
function reportOf(value: unknown, hasReturned: boolean): SignOutReport {
  const { hostedUiError, ...fields } = value as SignOutReport;
  const report = Object.fromEntries(
    Object.entries(hasReturned ? fields : { ...fields, hostedUiError }).map(([name, field]) => [
      name,
      Object.freeze(revived(name, field)),
    ]),
  ) as unknown as SignOutReport;
  if (!hasReturned) return Object.freeze(report);
  const steps = Object.freeze({ ...fields.steps, hostedUi: 'done' as const });
  const isOpen = (step: StepOutcome): boolean => step === 'failed' || step === 'unknown';
  return Object.freeze({
    ...report,
    steps,
    outcome: Object.values(steps).some(isOpen) ? 'partial' : 'complete',
  });
}

/** Creates the records over what the tab stores. */
export function createTabRecords(page: Page, clientId: string, now: () => number): TabRecords {
  const signInsKey = `rx-cognito.${clientId}.redirects`;
  const reportKey = `rx-cognito.${clientId}.signedOut`;
  const signIns = (): Readonly<Record<string, SignInRecord>> =>
    Object.fromEntries(
      Object.entries(fieldsOf(page.read(signInsKey)) as Record<string, SignInRecord>).filter(
        ([, { leftAt }]) => now() - leftAt < SIGN_IN_MS,
      ),
    );
  const write = (records: object): boolean =>
    page.write(signInsKey, Object.keys(records).length > 0 ? JSON.stringify(records) : undefined);
  return {
    keepSignIn: (state, record) => write({ ...signIns(), [state]: record }),
    takeSignIn: (state, isThere) => {
      const { [state]: record, ...others } = signIns();
      if (!record || !isThere(record.redirectUrl)) return undefined;
      write(others);
      return record;
    },
    keepReport: (report, redirectUrl) => {
      page.write(reportKey, JSON.stringify({ report, redirectUrl, leftAt: now() }));
    },
    takeReport: () => {
      const { report, redirectUrl, leftAt } = fieldsOf(page.read(reportKey));
      page.write(reportKey, undefined);
      if (typeof report !== 'object' || report === null) return undefined;
      const isInTime = Math.abs(now() - Number(leftAt)) <= SIGN_OUT_MS;
      try {
        return reportOf(
          report,
          isInTime && page.href === new URL(String(redirectUrl)).href && page.hasArrived(),
        );
      } catch {
        return undefined;
      }
    },
  };
}

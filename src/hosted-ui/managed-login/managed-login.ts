import type {
  AuthError,
  AuthUser,
  BrowserSession,
  HostedUi,
  HostedUiAttempt,
  HostedUiParts,
  RedirectResult,
  StepResult,
} from 'rx-cognito';
import { of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Arrival } from '../arrival';
import type { Settings } from '../options';
import type { Page } from '../page';
import type { SignInRecords } from '../sign-in-records';
import { logout$, notLinked } from './logout';
import { createPageLife } from './page-life';
import { begin$, overtakenError, resultOf } from './return';
import { createSignIn } from './sign-in';

type CodeArrival = Extract<Arrival, { readonly type: 'code' }>;

/** What of managed login can wait until it is needed. */
export interface ManagedLogin {
  readonly signIn$: HostedUi['signIn$'];
  /** Returns what a page learns by its arrival alone. */
  resultOf(arrival: Exclude<Arrival, CodeArrival | { readonly type: 'none' }>): RedirectResult;
  begin$(arrival: CodeArrival, attempt: HostedUiAttempt): Observable<AuthUser>;
  /** Ends the browser's session, which no revocation of tokens has ended. */
  logout$(redirectUrl: string, reportOf: Parameters<BrowserSession['end$']>[0]): Observable<StepResult>;
  overtakenError(): AuthError;
}

/** Creates it: the chunk that an application loads at its first need. */
export function createManagedLogin(
  parts: HostedUiParts,
  settings: Settings,
  start: Page,
  records: SignInRecords,
): ManagedLogin {
  const page = Object.assign(start, createPageLife());
  return {
    signIn$: createSignIn(parts, settings, page, records),
    resultOf: (arrival) => resultOf(arrival, parts, settings, page),
    begin$: (arrival, attempt) => begin$(arrival, attempt, parts, settings),
    logout$: (redirectUrl, reportOf) =>
      settings.endSession === 'linked'
        ? of(notLinked())
        : logout$(parts, settings, page, redirectUrl, reportOf),
    overtakenError,
  };
}

import type { Observable } from 'rxjs';
import type { SignOutScope, SignOutStep } from '../../model/auth-state';
import type { Session } from '../../model/session';
import { isOpen } from '../../model/sign-out-report';
import type { RemoteResults, StepResult } from '../../model/sign-out-report';
import type { BrowserSession } from '../../ports/hosted-ui';

/** The tokens of a session that ended: they live in the closure of its sign-out alone. */
export interface EndedSession {
  session: Session;
  /** A refresh was in flight whose answer has not come: a newer refresh token may exist that nobody here knows. */
  isRefreshPending: boolean;
  /** The revocation went out without being asked to end the browser's session as well. */
  isRevokedAlone?: boolean;
}

/** The remote part of one sign-out. */
export interface RemoteRun {
  readonly ended: EndedSession;
  /** When the remote steps began, by the time that nobody sets (`uptimeMs`), and how long they may take together: milliseconds. */
  readonly startedAt: number;
  readonly limitMs: number;
  /** Asked again before each step: a sign-out that joins may widen it. */
  readonly scope: () => SignOutScope;
  /** Whether the user pool is to forget this device; asked again as the scope is. Default: it is not. */
  readonly forgetsDevice?: () => boolean;
  readonly onStep: (step: SignOutStep) => void;
  /** The browser's session at managed login, where it has to end as well; asked again as the scope is. */
  readonly browserSession?: (() => BrowserSession | undefined) | undefined;
}

/** Which steps a pass takes on: at first all, on a retry those that are open, after a widening those that were not needed. */
export type Due = (result: StepResult) => boolean;

/** What failed, or may have: a retry. */
export const OPEN: Due = isOpen;
/** What nobody had asked for before: a widening. */
export const NEWLY_NEEDED: Due = ({ outcome }) => outcome === 'notNeeded';

/**
 * Runs the remote steps that are due and needed, one after another. Emits what became of all, once, and never errors.
 *
 * @param earlier - what the passes before brought; default: nothing
 * @param isDue - default: all steps
 */
export type RunRemoteSteps = (
  run: RemoteRun,
  earlier?: RemoteResults,
  isDue?: Due,
) => Observable<RemoteResults>;

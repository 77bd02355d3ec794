import type { SignedOutReason } from './auth-state';

/** The reasons that other tabs take over as they are; a plain sign-out is to them one in another tab. */
const SHARED_REASONS: readonly SignedOutReason[] = ['sessionExpired', 'sessionRevoked', 'userDeleted'];

/** Returns the epoch that follows a session that ended for `reason`; other tabs learn the reason from it. */
export function epochAfter(reason: SignedOutReason, randomId: string): string {
  return `${randomId}.${reason}`;
}

/** Returns why the session before `epoch` ended, as a tab sees it that did not end it. */
export function reasonOfEpoch(epoch: string | undefined): SignedOutReason {
  const suffix = epoch?.split('.')[1];
  return SHARED_REASONS.find((reason) => reason === suffix) ?? 'signedOutInOtherTab';
}

import type { SignedOutReason } from './auth-state';
import { issuedAt } from './session';
import type { Session } from './session';
import type { SessionRecord } from './session-record';

/** What is definite about a refusal: these codes end a session, and nothing else does. */
const REFUSALS: ReadonlyMap<string, SignedOutReason> = new Map([
  ['NotAuthorizedException', 'sessionExpired'],
  ['PasswordResetRequiredException', 'sessionExpired'],
  ['UserNotConfirmedException', 'sessionExpired'],
  ['RefreshTokenReuseException', 'sessionRevoked'],
  ['UserNotFoundException', 'userDeleted'],
]);

/** A refresh that was asked for, as it is judged. */
export interface AskedRefresh {
  readonly epoch: string;
  /** The session whose refresh token was sent. */
  readonly asked: Session;
  /** Whether an unexpired access token of it had been refused before. */
  readonly isAccessTokenRefused: boolean;
}

/** What the storage says to a tab that refreshes: nothing new, newer tokens of the same session, or another story. */
export type News =
  | { readonly type: 'none' }
  | { readonly type: 'newer'; readonly session: Session }
  | { readonly type: 'moved' };

/** What the failure of a refresh means: newer tokens are there, the session is over or another one, or it failed for now. */
export type RefusalVerdict =
  | { readonly type: 'newer'; readonly session: Session }
  | { readonly type: 'moved' }
  | { readonly type: 'ended'; readonly reason: SignedOutReason }
  | { readonly type: 'failed' };

/** Returns what the storage knows that a refresh did not know when it set out; a storage that did not take newer tokens knows older ones. */
export function newsOf({ epoch, asked }: AskedRefresh, stored: SessionRecord): News {
  const { session } = stored;
  if (stored.epoch !== epoch || !session) return { type: 'moved' };
  const isNewer = session.accessToken !== asked.accessToken && issuedAt(session) >= issuedAt(asked);
  return isNewer ? { type: 'newer', session } : { type: 'none' };
}

/** Whether an error code of a refresh is a definite refusal. */
export const isRefusal = (code: string): boolean => REFUSALS.has(code);

/** Judges the failure of a refresh by its code: a refusal counts only where the storage holds nothing newer. */
export function judgeRefusal(refresh: AskedRefresh, code: string, stored: SessionRecord): RefusalVerdict {
  const reason = REFUSALS.get(code);
  if (reason === undefined) return { type: 'failed' };
  const news = newsOf(refresh, stored);
  if (news.type !== 'none') return news;
  const isRevoked = reason === 'sessionExpired' && refresh.isAccessTokenRefused;
  return { type: 'ended', reason: isRevoked ? 'sessionRevoked' : reason };
}

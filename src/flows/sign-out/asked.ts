import type { SignOutScope } from '../../model/auth-state';
import { configurationError, validationError } from '../../model/errors';
import type { BrowserSession, HostedUi, HostedUiSignOut } from '../../ports/hosted-ui';
import { isTimerMs, TIMER_MS } from '../../ports/time-limit';

/** How `signOut$` is asked. */
export interface SignOutOptions {
  /** Ends every session of the user, on every device. Default: `false`. */
  readonly globalSignOut?: boolean;
  /**
   * Has the user pool forget this device, for a machine that others use as well: the next sign-in on it asks for the second
   * factor. What it is known by here is removed whatever the pool says. Default: `false`.
   */
  readonly forgetDevice?: boolean;
  /** The one deadline for all remote steps together, milliseconds. Default: the option of `createAuth`. */
  readonly remoteTimeoutMs?: number;
  /** Why: what `state$` and `events$` say of it. Default: `signedOut`. */
  readonly reason?: 'signedOut' | 'idle';
  /**
   * Where the page returns to that a session of managed login leaves for `/logout`; `'skip'` leaves the browser signed in there. A
   * `redirectUrl` that is not one of `redirectSignOut` is refused before anything is touched. Default: see `hostedUi()`.
   */
  readonly hostedUi?: HostedUiSignOut;
}

const REASONS: readonly string[] = ['signedOut', 'idle'] satisfies readonly Asked['reason'][];

/** What a sign-out is asked, checked. */
export interface Asked {
  readonly scope: SignOutScope;
  readonly forgetsDevice: boolean;
  readonly limitMs: number;
  readonly reason: 'signedOut' | 'idle';
  readonly browserSession: BrowserSession | undefined;
}

/** Checks how a sign-out is asked, before anything is touched. @throws AuthError of kind `validation` or `configuration` */
export function askedOf(
  options: SignOutOptions | null | undefined,
  defaultLimitMs: number,
  managedLogin: HostedUi | undefined,
): Asked {
  const {
    globalSignOut = false,
    forgetDevice = false,
    remoteTimeoutMs = defaultLimitMs,
    reason = 'signedOut',
    hostedUi,
  } = options ?? {};
  if (!isTimerMs(remoteTimeoutMs)) throw validationError('remoteTimeoutMs', TIMER_MS);
  if (typeof globalSignOut !== 'boolean') throw validationError('globalSignOut', 'true or false');
  if (typeof forgetDevice !== 'boolean') throw validationError('forgetDevice', 'true or false');
  if (!REASONS.includes(reason)) throw validationError('reason', REASONS.join(' or '));
  if (typeof hostedUi === 'object' && !managedLogin)
    throw configurationError('hostedUi', 'what hostedUi() of rx-cognito/hosted-ui returns');
  return {
    scope: globalSignOut ? 'global' : 'local',
    forgetsDevice: forgetDevice,
    limitMs: remoteTimeoutMs,
    reason,
    browserSession: managedLogin?.browserSession(hostedUi),
  };
}

import { ownError } from './auth-error';
import type { AuthError } from './auth-error';
import type { SignOutScope, SignOutStep } from './auth-state';

/**
 * How a step of a sign-out ended. `failed`: the server said so, or nothing could be sent. `unknown`: it was sent and no
 * readable answer came, so the token must be assumed alive (RFC 7009 §2.2.1).
 */
export type StepOutcome = 'done' | 'notNeeded' | 'notSupported' | 'failed' | 'unknown';

/** The outcome of each step of a sign-out. */
export type StepOutcomes = Readonly<Record<Exclude<SignOutStep, 'forgetDevice'>, StepOutcome>> & {
  /** Only where it was asked for. */
  readonly forgetDevice?: StepOutcome;
};

/** What became of one step. */
export interface StepResult {
  readonly outcome: StepOutcome;
  readonly error?: AuthError;
}

/** The steps of a sign-out that ask the user pool for something. */
export type RemoteStepName = 'forgetDevice' | 'globalSignOut' | 'revokeToken';

/** What became of the remote steps; of those that are only there where they are asked for, nothing where they were not. */
export type RemoteResults = Readonly<Record<Exclude<RemoteStepName, 'forgetDevice'>, StepResult>> & {
  readonly forgetDevice?: StepResult;
};

/**
 * Until when services that verify JWTs offline accept the tokens of the ended session, epoch milliseconds. AWS credentials
 * outlive it as well: `stillValidUntil` of `rx-cognito/identity-pool` says until when.
 */
export interface StillValid {
  readonly accessTokenUntil?: number;
  readonly idTokenUntil?: number;
}

/** What a sign-out did, as far as this client and the server know. */
export interface SignOutReport {
  /** `partial`: signed out here, but a remote step failed or its outcome is unknown. */
  readonly outcome: 'complete' | 'partial';
  readonly scope: SignOutScope;
  readonly signedOutLocally: true;
  readonly steps: StepOutcomes;
  readonly forgetDeviceError?: AuthError;
  readonly globalSignOutError?: AuthError;
  readonly revokeTokenError?: AuthError;
  readonly hostedUiError?: AuthError;
  readonly cleanupErrors?: readonly AuthError[];
  readonly stillValid: StillValid;
}

/** What a report is made of. */
export interface ReportParts extends RemoteResults {
  readonly scope: SignOutScope;
  readonly clearCache: StepResult;
  /** Default: not needed. */
  readonly hostedUi?: StepResult;
  readonly cleanupErrors: readonly AuthError[];
  readonly stillValid: StillValid;
}

/** The step was not asked for, or there was nothing to do. */
export const NOT_NEEDED: StepResult = Object.freeze({ outcome: 'notNeeded' });
/** The step succeeded. */
export const DONE: StepResult = Object.freeze({ outcome: 'done' });
/** The app client cannot revoke tokens. */
export const NOT_SUPPORTED: StepResult = Object.freeze({ outcome: 'notSupported' });

/** The access token is dead, and with it the way to the device. */
export const forgetDeviceNotRetryableError = (cause?: unknown): AuthError =>
  ownError({
    kind: 'notAuthorized',
    code: 'ForgetDeviceNotRetryable',
    message: 'A device is forgotten with a live access token, and there is none.',
    recoverySuggestion:
      'Forget the device from another session of the user, with forgetDevice$ of rx-cognito/account.',
    cause,
  });

/** Whether a step must be tried again for the sign-out to be complete. */
export const isOpen = ({ outcome }: StepResult): boolean => outcome === 'failed' || outcome === 'unknown';

/** Puts the frozen report together. */
export function signOutReport({
  scope,
  forgetDevice,
  globalSignOut,
  revokeToken,
  clearCache,
  hostedUi = NOT_NEEDED,
  cleanupErrors,
  stillValid,
}: ReportParts): SignOutReport {
  const steps = { hostedUi, ...(forgetDevice && { forgetDevice }), globalSignOut, revokeToken };
  const entries = Object.entries<StepResult>(steps);
  const outcomes = entries.map(([name, { outcome }]) => [name, outcome] as const);
  const errors = entries.map(([name, { error }]) => [`${name}Error`, error] as const);
  return Object.freeze({
    outcome: entries.some(([, result]) => isOpen(result)) ? 'partial' : 'complete',
    scope,
    signedOutLocally: true,
    steps: Object.freeze({
      ...(Object.fromEntries(outcomes) as Omit<StepOutcomes, 'clearCache'>),
      clearCache: clearCache.outcome,
    }),
    ...(Object.fromEntries(errors.filter(([, error]) => error)) as Partial<SignOutReport>),
    ...(cleanupErrors.length > 0 && { cleanupErrors: Object.freeze([...cleanupErrors]) }),
    stillValid: Object.freeze(stillValid),
  });
}

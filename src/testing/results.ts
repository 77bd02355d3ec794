import { defer, of } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type {
  AuthErrorFields,
  AuthTokens,
  SignInNextStep,
  SignInResult,
  SignOutResult,
  StepOutcome,
} from 'rx-cognito';
import { tokensOf } from './scripted-tokens';
import { NEVER_EXPIRES_AT } from './states';

/** What {@link testTokens} is made of. */
export interface TestTokens {
  readonly accessToken?: string;
  readonly idToken?: string;
  /** Epoch milliseconds. Default: 2100. */
  readonly expiresAt?: number;
}

/** What {@link testError} is made of: the kind is enough. */
export type TestErrorFields = Pick<AuthErrorFields, 'kind'> & Partial<AuthErrorFields>;

/** Makes an `AuthError` of which only the kind matters, or whatever else is said. */
export function testError(fields: TestErrorFields): AuthError {
  return new AuthError({
    code: 'TestError',
    message: 'The spec wants it so.',
    recoverySuggestion: 'Look into the spec.',
    ...fields,
  });
}

/** Makes what `tokens$` emits. */
export function testTokens(tokens: TestTokens = {}): AuthTokens {
  const { accessToken = 'access-token', idToken = 'id-token', expiresAt = NEVER_EXPIRES_AT } = tokens;
  return tokensOf(accessToken, idToken, expiresAt);
}

/** Makes what `signIn$` emits: signed in, or what comes next where that is given. */
export function signInResult(nextStep: SignInNextStep = { signInStep: 'DONE' }): SignInResult {
  return Object.freeze({
    isSignedIn: nextStep.signInStep === 'DONE',
    nextStep: Object.freeze({ ...nextStep }),
  });
}

/**
 * Makes what `signOut$` emits: complete, or what differs from that. An error of a step makes it `partial` by
 * itself, and that step `unknown` or, where the server answered, `failed`.
 *
 * @example
 * ```ts
 * import { signOutResult, testError } from 'rx-cognito/testing';
 *
 * const partial = signOutResult({ revokeTokenError: testError({ kind: 'timeout' }) });
 * console.log(partial.outcome, partial.steps.revokeToken); // partial unknown
 * ```
 */
export function signOutResult(fields: Partial<SignOutResult> = {}): SignOutResult {
  const { forgetDeviceError, globalSignOutError, revokeTokenError, hostedUiError, scope = 'local' } = fields;
  const errors = [forgetDeviceError, globalSignOutError, revokeTokenError, hostedUiError];
  const stepOf = (error: AuthError | undefined): StepOutcome => {
    if (error === undefined) return 'done';
    return error.kind === 'timeout' || error.kind === 'network' ? 'unknown' : 'failed';
  };
  const result: SignOutResult = {
    outcome: errors.some((error) => error !== undefined) ? 'partial' : 'complete',
    scope,
    signedOutLocally: true,
    stillValid: {},
    retry$: defer(() => of(signOutResult({ scope }))),
    ...fields,
    steps: {
      hostedUi: hostedUiError === undefined ? 'notNeeded' : stepOf(hostedUiError),
      ...(forgetDeviceError === undefined ? {} : { forgetDevice: stepOf(forgetDeviceError) }),
      globalSignOut: scope === 'global' ? stepOf(globalSignOutError) : 'notNeeded',
      revokeToken: stepOf(revokeTokenError),
      clearCache: 'done',
      ...fields.steps,
    },
  };
  return Object.freeze(result);
}

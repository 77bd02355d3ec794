import { AuthError } from '../../model/auth-error';
import type { AuthErrorFields } from '../../model/auth-error';
import { redactedCause } from '../../model/redact';

/** Which of the two prompts an error is of. */
export type Ceremony = 'registration' | 'authentication';

type Fault = Omit<AuthErrorFields, 'cause'>;

const CANCELLED: Readonly<Record<Ceremony, Fault>> = {
  registration: {
    kind: 'cancelled',
    code: 'PasskeyRegistrationCanceled',
    message: 'No passkey was made: the prompt was closed, took too long, or was not asked for by the user.',
    recoverySuggestion: 'Ask again from a click or a key press, where the user still wants a passkey.',
  },
  authentication: {
    kind: 'cancelled',
    code: 'PasskeyAuthenticationCanceled',
    message: 'No passkey was used: the prompt was closed, took too long, or was not asked for by the user.',
    recoverySuggestion: 'Ask again from a click or a key press, or offer another way to sign in.',
  },
};

const FAILED: Readonly<Record<Ceremony, Fault>> = {
  registration: {
    kind: 'unknown',
    code: 'PasskeyRegistrationFailed',
    message: 'The device, or a password manager in it, did not make a passkey.',
    recoverySuggestion: 'Try again, or with another device or password manager.',
  },
  authentication: {
    kind: 'unknown',
    code: 'PasskeyRetrievalFailed',
    message: 'The device, or a password manager in it, did not hand a passkey out.',
    recoverySuggestion: 'Try again, or offer another way to sign in: PASSWORD, EMAIL_OTP, SMS_OTP.',
  },
};

const INVALID: Readonly<Record<Ceremony, Fault>> = {
  registration: {
    kind: 'service',
    code: 'InvalidPasskeyRegistrationOptions',
    message: 'The user pool answered with options that no passkey can be made by.',
    recoverySuggestion: 'Check the passkey settings of the user pool, and userPoolEndpoint.',
  },
  authentication: {
    kind: 'service',
    code: 'InvalidPasskeyAuthenticationOptions',
    message: 'The user pool answered with options that no passkey can be asked for by.',
    recoverySuggestion: 'Check the passkey settings of the user pool, and userPoolEndpoint.',
  },
};

const ABORTED: Fault = {
  kind: 'cancelled',
  code: 'PasskeyOperationAborted',
  message: 'The prompt for a passkey was closed by the page, or by another prompt.',
  recoverySuggestion: 'Ask again, for one passkey at a time.',
};

const MISMATCH: Fault = {
  kind: 'configuration',
  code: 'RelyingPartyMismatch',
  message: 'The passkeys of the user pool are for another domain than that of this page.',
  recoverySuggestion:
    'Set the relying party id of the user pool to the domain of this page, or to a parent of it.',
};

const EXISTS: Fault = {
  kind: 'invalidState',
  code: 'PasskeyAlreadyExists',
  message: 'This device, or its password manager, has a passkey of the user already.',
  recoverySuggestion: 'Use that passkey, or delete it first.',
};

const NOT_SUPPORTED: Fault = {
  kind: 'configuration',
  code: 'PasskeyNotSupported',
  message: 'There can be no passkey here: not in this browser, not on this page, or not with this device.',
  recoverySuggestion:
    'Serve the page over HTTPS, ask isPasskeySupported() first, and offer another way to those without.',
};

function faultOf(name: unknown, ceremony: Ceremony): Fault {
  switch (name) {
    case 'NotAllowedError':
      return CANCELLED[ceremony];
    case 'AbortError':
      return ABORTED;
    case 'SecurityError':
      return MISMATCH;
    case 'NotSupportedError':
    case 'ConstraintError':
      return NOT_SUPPORTED;
    case 'InvalidStateError':
      return ceremony === 'registration' ? EXISTS : FAILED[ceremony];
    default:
      return FAILED[ceremony];
  }
}

function nameOf(thrown: unknown): unknown {
  try {
    return (thrown as { readonly name?: unknown } | null | undefined)?.name;
  } catch {
    return undefined;
  }
}

function causeOf(thrown: unknown): unknown {
  try {
    return redactedCause(thrown);
  } catch {
    return undefined;
  }
}

/** Returns what a prompt rejected with as an `AuthError`, under amplify-js's name for it. */
export const passkeyError = (thrown: unknown, ceremony: Ceremony): AuthError =>
  thrown instanceof AuthError
    ? thrown
    : new AuthError({ ...faultOf(nameOf(thrown), ceremony), cause: causeOf(thrown) });

/** A prompt that outlived its time. */
export const passkeyTimeoutError = (ceremony: Ceremony): AuthError => new AuthError(CANCELLED[ceremony]);

/** A platform without passkeys. */
export const passkeyNotSupportedError = (): AuthError => new AuthError(NOT_SUPPORTED);

/** Options that are none. */
export const invalidOptionsError = (ceremony: Ceremony): AuthError => new AuthError(INVALID[ceremony]);

/** A credential that lacks what it is made of. */
export const passkeyFailedError = (ceremony: Ceremony): AuthError => new AuthError(FAILED[ceremony]);

import { validationError } from '../../model/errors';
import { readOnce } from '../../model/fields';
import type { FirstFactor } from '../../model/sign-in-step';

/** How the user proves who they are, under amplify-js's names. */
export type AuthFlowType =
  'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'USER_AUTH' | 'CUSTOM_WITH_SRP' | 'CUSTOM_WITHOUT_SRP';

/** What `signIn$` takes. */
export interface SignInInput {
  /** The user name, or an alias of it that the pool knows: 1–128 characters. */
  readonly username: string;
  /** 1–256 characters, passed on unchanged. Not needed by `CUSTOM_WITHOUT_SRP`, and by `USER_AUTH` not at once. */
  readonly password?: string;
  /** Default: `USER_SRP_AUTH`; the password then never leaves the device. */
  readonly authFlowType?: AuthFlowType;
  /** With `USER_AUTH`: the first factor to start with, where the user has it. */
  readonly preferredChallenge?: FirstFactor;
  /** Handed to the Lambda triggers of the pool. */
  readonly clientMetadata?: Readonly<Record<string, string>>;
  /**
   * Cognito's handle of a sign-up that was confirmed just now: with `USER_AUTH`, its code counts as the first factor.
   * It is what `autoSignIn$` of `rx-cognito/account` passes.
   *
   * @internal
   */
  readonly session?: string;
}

/** What `confirmSignIn$` takes. */
export interface ConfirmSignInInput {
  /** The answer: the code, the new password, the chosen factor, whatever `nextStep.signInStep` asks for. */
  readonly challengeResponse: string;
  readonly clientMetadata?: Readonly<Record<string, string>>;
  /** Attributes that come with a new password (`nextStep.missingAttributes`). */
  readonly userAttributes?: Readonly<Record<string, string>>;
}

const USERNAME_MAX_LENGTH = 128;
const PASSWORD_MAX_LENGTH = 256;

const FLOWS: readonly unknown[] = [
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'USER_AUTH',
  'CUSTOM_WITH_SRP',
  'CUSTOM_WITHOUT_SRP',
] satisfies readonly AuthFlowType[];

/** The first factors that this version can go through with. */
export const FIRST_FACTORS: readonly string[] = [
  'PASSWORD',
  'PASSWORD_SRP',
  'EMAIL_OTP',
  'SMS_OTP',
  'WEB_AUTHN',
] satisfies readonly FirstFactor[];

/** Refuses what cannot be a password; returns it unchanged. */
export function checkedPassword(argument: string, password: unknown): string {
  if (typeof password === 'string' && password !== '' && password.length <= PASSWORD_MAX_LENGTH)
    return password;
  throw validationError(argument, `a password of 1 to ${PASSWORD_MAX_LENGTH} characters`);
}

const SIGN_IN_FIELDS = [
  'username',
  'password',
  'authFlowType',
  'preferredChallenge',
  'clientMetadata',
  'session',
] as const satisfies readonly (keyof SignInInput)[];

/** Reads what a sign-in is asked; refuses, before anything is touched, what no user pool could take. @throws AuthError of kind `validation` */
export function readSignInInput(input: SignInInput): SignInInput {
  const asked = readOnce(input, SIGN_IN_FIELDS);
  const { username, password, authFlowType, preferredChallenge, session } = asked;
  if (typeof username !== 'string' || username.trim() === '' || username.length > USERNAME_MAX_LENGTH) {
    throw validationError('username', `a user name of 1 to ${USERNAME_MAX_LENGTH} characters`);
  }
  if (authFlowType !== undefined && !FLOWS.includes(authFlowType)) {
    throw validationError('authFlowType', `one of ${FLOWS.join(', ')}`);
  }
  if (preferredChallenge !== undefined && !FIRST_FACTORS.includes(preferredChallenge)) {
    throw validationError('preferredChallenge', `one of ${FIRST_FACTORS.join(', ')}`);
  }
  if (
    session !== undefined &&
    (typeof session !== 'string' || session === '' || authFlowType !== 'USER_AUTH')
  ) {
    throw validationError('session', 'the handle of a sign-up, with authFlowType USER_AUTH');
  }
  const isPasswordOptional = authFlowType === 'USER_AUTH' || authFlowType === 'CUSTOM_WITHOUT_SRP';
  if (password !== undefined || !isPasswordOptional) checkedPassword('password', password);
  return { ...asked, username };
}

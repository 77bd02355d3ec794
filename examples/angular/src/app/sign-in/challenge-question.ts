import type { FirstFactor, MfaType, SignInStateStep } from 'rx-cognito';

/** How a challenge is put to the user, for an answer that is typed. */
export interface Question {
  readonly label: string;
  readonly hint: string;
  readonly type: 'text' | 'password';
  readonly inputMode: 'numeric' | 'text';
  /** What the browser lets through; anything else than a code would end the attempt. */
  readonly pattern?: string;
  readonly autocomplete: 'one-time-code' | 'new-password' | 'current-password';
  /** Where the code of this example is to be had. */
  readonly codeFrom?: 'mail' | 'authenticator';
}

/** How a challenge is put to the user, for an answer that is chosen. */
export interface Choice {
  readonly hint: string;
  readonly options: readonly { readonly answer: string; readonly label: string }[];
}

const CODE = {
  label: 'Code',
  type: 'text',
  inputMode: 'numeric',
  pattern: '[0-9]+',
  autocomplete: 'one-time-code',
} as const;

const FACTORS: Readonly<Record<FirstFactor | MfaType, string>> = {
  PASSWORD_SRP: 'Use the password',
  PASSWORD: 'Use the password',
  WEB_AUTHN: 'Use a passkey',
  EMAIL_OTP: 'Send a code by e-mail',
  SMS_OTP: 'Send a code by SMS',
  TOTP: 'Use the authenticator app',
  EMAIL: 'Send a code by e-mail',
  SMS: 'Send a code by SMS',
};

/** Returns how to ask for an answer that is typed, `undefined` where this example has no form for it. */
export function questionOf(step: SignInStateStep): Question | undefined {
  switch (step.signInStep) {
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return {
        ...CODE,
        hint: 'Your authenticator app shows a code of six digits.',
        codeFrom: 'authenticator',
      };
    case 'CONFIRM_SIGN_IN_WITH_SMS_CODE':
    case 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE':
      return {
        ...CODE,
        hint: `A code was sent to ${step.codeDeliveryDetails?.destination ?? 'you'}.`,
        codeFrom: 'mail',
      };
    case 'CONFIRM_SIGN_IN_WITH_PASSWORD':
      return {
        label: 'Password',
        hint: 'Sign in with the password of your account.',
        type: 'password',
        inputMode: 'text',
        autocomplete: 'current-password',
      };
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return {
        label: 'New password',
        hint: 'Your password was a temporary one. Choose one of your own.',
        type: 'password',
        inputMode: 'text',
        autocomplete: 'new-password',
      };
    default:
      return undefined;
  }
}

/** Returns what to choose from, `undefined` where there is no choice. */
export function choiceOf(step: SignInStateStep): Choice | undefined {
  const labelled = (answers: readonly (FirstFactor | MfaType)[] = []) =>
    answers.map((answer) => ({ answer, label: FACTORS[answer] }));
  switch (step.signInStep) {
    case 'CONFIRM_SIGN_IN_WITH_PASSKEY':
      return { hint: 'Your device will ask for you.', options: labelled(['WEB_AUTHN']) };
    case 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION':
      return {
        hint: 'Choose how to sign in.',
        // SRP proves the same password without sending it.
        options: labelled(step.availableChallenges?.filter((factor) => factor !== 'PASSWORD')),
      };
    case 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION':
      return { hint: 'How would you like to get the code?', options: labelled(step.allowedMFATypes) };
    default:
      return undefined;
  }
}

import type { SignInStateStep } from 'rx-cognito';

/** How a challenge is put to the user. */
export interface Question {
  readonly label: string;
  readonly hint: string;
  readonly type: 'text' | 'password';
  readonly inputMode: 'numeric' | 'text';
  /** What the browser lets through; anything else than a code would end the attempt. */
  readonly pattern?: string;
  readonly autocomplete: 'one-time-code' | 'new-password' | 'current-password';
}

const CODE = {
  type: 'text',
  inputMode: 'numeric',
  pattern: '[0-9]+',
  autocomplete: 'one-time-code',
} as const;

/** Returns how to ask for the answer, `undefined` where this example has no form for it. */
export function questionOf(step: SignInStateStep): Question | undefined {
  switch (step.signInStep) {
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return { ...CODE, label: 'Code', hint: 'Your authenticator app shows a code of six digits.' };
    case 'CONFIRM_SIGN_IN_WITH_SMS_CODE':
    case 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE':
      return {
        ...CODE,
        label: 'Code',
        hint: `A code was sent to ${step.codeDeliveryDetails?.destination ?? 'you'}.`,
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

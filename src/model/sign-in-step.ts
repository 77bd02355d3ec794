/** The steps of a sign-in, under the names that amplify-js 6 gives them. */
export type SignInStep =
  | 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE'
  | 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED'
  | 'CONFIRM_SIGN_IN_WITH_PASSWORD'
  | 'CONFIRM_SIGN_IN_WITH_SMS_CODE'
  | 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE'
  | 'CONFIRM_SIGN_IN_WITH_TOTP_CODE'
  | 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION'
  | 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION'
  | 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION'
  | 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP'
  | 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP'
  | 'CONFIRM_SIGN_UP'
  | 'RESET_PASSWORD'
  | 'DONE';

/** Where a code was sent, masked by Cognito. */
export interface CodeDeliveryDetails {
  readonly destination?: string;
  readonly deliveryMedium?: string;
}

/** What an authenticator app needs to be set up. `sharedSecret` is a secret: show it, do not store it. */
export interface TotpSetupDetails {
  readonly sharedSecret: string;
  /** Returns the `otpauth:` URI to show as a QR code. */
  readonly getSetupUri: (appName: string, accountName?: string) => URL;
}

/** What has to be done next, and what is needed to do it. Fields as in amplify-js 6. */
export interface SignInNextStep {
  readonly signInStep: SignInStep;
  readonly codeDeliveryDetails?: CodeDeliveryDetails;
  /** `SMS`, `EMAIL`, `TOTP`. */
  readonly allowedMFATypes?: readonly string[];
  /** First factors that a `USER_AUTH` client may choose from, as Cognito names them (`PASSWORD_SRP`, `EMAIL_OTP`, …). */
  readonly availableChallenges?: readonly string[];
  /** The public parameters of a custom challenge. */
  readonly additionalInfo?: Readonly<Record<string, string>>;
  /** Attributes that must come with a new password, without the `userAttributes.` prefix. */
  readonly missingAttributes?: readonly string[];
  readonly totpSetupDetails?: TotpSetupDetails;
}

/** The part of a {@link SignInNextStep} that may stand in the state: all but the secret of an authenticator app. */
export type SignInStateStep = Omit<SignInNextStep, 'totpSetupDetails'>;

/** What `signIn$` and `confirmSignIn$` emit. */
export interface SignInResult {
  readonly isSignedIn: boolean;
  readonly nextStep: SignInNextStep;
}

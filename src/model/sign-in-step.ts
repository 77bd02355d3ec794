/** Where a code was sent, masked by Cognito. */
export interface CodeDeliveryDetails {
  readonly destination?: string;
  readonly deliveryMedium?: string;
}

/** A second factor, as `allowedMFATypes` names it and `confirmSignIn$` takes it. */
export type MfaType = 'SMS' | 'TOTP' | 'EMAIL';

/** A first factor of a `USER_AUTH` sign-in, as `availableChallenges` names it and `confirmSignIn$` takes it. */
export type FirstFactor = 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** What an authenticator app needs to be set up. `sharedSecret` is a secret: show it, do not store it. */
export interface TotpSetupDetails {
  readonly sharedSecret: string;
  /**
   * Returns the `otpauth:` URI to show as a QR code.
   *
   * @param appName - what the authenticator app calls the issuer
   * @param accountName - default: the user name of the sign-in
   */
  readonly getSetupUri: (appName: string, accountName?: string) => URL;
}

/** What has to be done next, and what is needed to do it. Names and fields as in amplify-js 6. */
export type SignInNextStep =
  | {
      readonly signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' | 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE';
      readonly codeDeliveryDetails?: CodeDeliveryDetails;
    }
  | { readonly signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' }
  | {
      readonly signInStep:
        'CONTINUE_SIGN_IN_WITH_MFA_SELECTION' | 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION';
      readonly allowedMFATypes?: readonly MfaType[];
    }
  | {
      readonly signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP';
      readonly totpSetupDetails: TotpSetupDetails;
    }
  | { readonly signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' }
  | {
      readonly signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED';
      /** Attributes that must come with the new password, without the prefix `userAttributes.`. */
      readonly missingAttributes?: readonly string[];
    }
  | {
      readonly signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE';
      /** The public parameters of the challenge. */
      readonly additionalInfo?: Readonly<Record<string, string>>;
    }
  | {
      readonly signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION';
      readonly availableChallenges?: readonly FirstFactor[];
    }
  | { readonly signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }
  /** The prompt for a passkey was closed, or could not be opened: `confirmSignIn$({ challengeResponse: 'WEB_AUTHN' })` opens it again. */
  | { readonly signInStep: 'CONFIRM_SIGN_IN_WITH_PASSKEY' }
  | { readonly signInStep: 'CONFIRM_SIGN_UP' }
  | { readonly signInStep: 'RESET_PASSWORD' }
  | { readonly signInStep: 'DONE' };

/** The steps of a sign-in, under the names that amplify-js 6 gives them. */
export type SignInStep = SignInNextStep['signInStep'];

type WithoutSecret<Step> = Step extends unknown ? Omit<Step, 'totpSetupDetails'> : never;

/** The part of a {@link SignInNextStep} that may stand in the state: all but the secret of an authenticator app. */
export type SignInStateStep = WithoutSecret<SignInNextStep>;

/** What `signIn$` and `confirmSignIn$` emit. */
export interface SignInResult {
  readonly isSignedIn: boolean;
  readonly nextStep: SignInNextStep;
}

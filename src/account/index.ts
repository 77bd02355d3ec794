export { confirmUserAttribute$ } from './attributes/confirm-user-attribute';
export type { ConfirmUserAttributeInput } from './attributes/confirm-user-attribute';
export { deleteUserAttributes$ } from './attributes/delete-user-attributes';
export type { DeleteUserAttributesInput } from './attributes/delete-user-attributes';
export { fetchUserAttributes$ } from './attributes/fetch-user-attributes';
export type { UserAttributes } from './attributes/fetch-user-attributes';
export { sendUserAttributeVerificationCode$ } from './attributes/send-user-attribute-verification-code';
export type { SendUserAttributeVerificationCodeInput } from './attributes/send-user-attribute-verification-code';
export { updateUserAttributes$ } from './attributes/update-user-attributes';
export type {
  UpdateUserAttributeResult,
  UpdateUserAttributesInput,
  UpdateUserAttributesResult,
} from './attributes/update-user-attributes';
export type { AuthCodeDeliveryDetails } from './code-delivery';
export { fetchDevices$ } from './devices/fetch-devices';
export type { AuthDevice } from './devices/fetch-devices';
export { forgetDevice$ } from './devices/forget-device';
export type { ForgetDeviceInput } from './devices/forget-device';
export { rememberDevice$ } from './devices/remember-device';
export { fetchMFAPreference$ } from './mfa/fetch-mfa-preference';
export type { MFAPreferences } from './mfa/fetch-mfa-preference';
export { setUpTOTP$ } from './mfa/set-up-totp';
export { updateMFAPreference$ } from './mfa/update-mfa-preference';
export type { MFAPreference, UpdateMFAPreferenceInput } from './mfa/update-mfa-preference';
export { verifyTOTPSetup$ } from './mfa/verify-totp-setup';
export type { VerifyTOTPSetupInput } from './mfa/verify-totp-setup';
export { associateWebAuthnCredential$ } from './passkeys/associate-web-authn-credential';
export { deleteWebAuthnCredential$ } from './passkeys/delete-web-authn-credential';
export type { DeleteWebAuthnCredentialInput } from './passkeys/delete-web-authn-credential';
export { isPasskeySupported } from './passkeys/is-passkey-supported';
export { listWebAuthnCredentials$ } from './passkeys/list-web-authn-credentials';
export type {
  AuthWebAuthnCredential,
  ListWebAuthnCredentialsInput,
  ListWebAuthnCredentialsResult,
} from './passkeys/list-web-authn-credentials';
export { confirmResetPassword$ } from './password/confirm-reset-password';
export type { ConfirmResetPasswordInput } from './password/confirm-reset-password';
export { resetPassword$ } from './password/reset-password';
export type { ResetPasswordInput, ResetPasswordResult } from './password/reset-password';
export { updatePassword$ } from './password/update-password';
export type { UpdatePasswordInput } from './password/update-password';
export { fetchUserSessions$ } from './sessions/fetch-user-sessions';
export type { UserSession } from './sessions/fetch-user-sessions';
export { revokeUserSession$ } from './sessions/revoke-user-session';
export type { RevokeUserSessionInput } from './sessions/revoke-user-session';
export type { AutoSignInOptions } from './sign-up/auto-sign-in';
export { confirmSignUp$ } from './sign-up/confirm-sign-up';
export type { ConfirmSignUpInput } from './sign-up/confirm-sign-up';
export { resendSignUpCode$ } from './sign-up/resend-sign-up-code';
export type { ResendSignUpCodeInput } from './sign-up/resend-sign-up-code';
export { signUp$ } from './sign-up/sign-up';
export type { SignUpInput } from './sign-up/sign-up';
export type { SignUpNextStep, SignUpResult, SignUpStep } from './sign-up/sign-up-result';
export { deleteUser$ } from './user/delete-user';

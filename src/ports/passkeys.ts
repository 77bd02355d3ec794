import type { Observable } from 'rxjs';

/** What all credentials have in common, as the WebAuthn JSON forms name it; bytes are base64url. */
interface PasskeyCredential<Response> {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly authenticatorAttachment?: string;
  readonly clientExtensionResults: { readonly credProps?: { readonly rk: boolean } };
  readonly response: Response;
}

/** A new passkey: the `RegistrationResponseJSON` of WebAuthn. */
export type PasskeyRegistration = PasskeyCredential<{
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
  readonly authenticatorData?: string;
  readonly publicKey?: string;
  readonly publicKeyAlgorithm?: number;
}>;

/** The proof of a passkey: the `AuthenticationResponseJSON` of WebAuthn. It is a secret for as long as its challenge is open. */
export type PasskeyAssertion = PasskeyCredential<{
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly userHandle?: string;
}>;

/**
 * Asks the user for a passkey, or for a new one.
 *
 * Both Observables are cold; the prompt opens at subscription, which should be in a click or a key press. They emit one
 * credential and complete; unsubscribing closes the prompt. They are bounded in time by what the options say. They error with
 * an `AuthError` under amplify-js's names: kind `cancelled` (`PasskeyRegistrationCanceled`, `PasskeyAuthenticationCanceled`,
 * `PasskeyOperationAborted`) where the prompt was closed, timed out or lacked a gesture of the user; kind `configuration`
 * (`PasskeyNotSupported`, `RelyingPartyMismatch`) where there can be no prompt on this page; kind `invalidState`
 * (`PasskeyAlreadyExists`); kind `service` for options that are none (`InvalidPasskeyRegistrationOptions`,
 * `InvalidPasskeyAuthenticationOptions`); kind `unknown` for what an authenticator did not do (`PasskeyRegistrationFailed`,
 * `PasskeyRetrievalFailed`).
 */
export interface Passkeys {
  /** Makes a passkey. `options`: `PublicKeyCredentialCreationOptionsJSON`, as an object or as its text. */
  create$(options: unknown): Observable<PasskeyRegistration>;
  /** Asks for a passkey. `options`: `PublicKeyCredentialRequestOptionsJSON`, as an object or as its text. */
  get$(options: unknown): Observable<PasskeyAssertion>;
}

import { defer, from, map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { base64OfBytes, utf8 } from '../../model/encode';
import type { CallOptions, CognitoOperation, CognitoOperations } from '../../ports/cognito-api';
import type { SdkChunk, SdkCognitoApi } from './sdk-chunk';
import { createSdkCognitoApi } from './sdk-cognito-api';

/** An app client and its secret. */
export interface ClientSecret {
  readonly userPoolClientId: string;
  readonly value: string;
}

type Input = CognitoOperations[CognitoOperation]['input'];
type Texts = Readonly<Record<string, string>>;

/** Computes `SECRET_HASH`: base64(HMAC-SHA-256(client secret, user name ‖ client id)). */
async function secretHash(username: string, { userPoolClientId, value }: ClientSecret): Promise<string> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8(value), hmac, false, ['sign']);
  const hash = await crypto.subtle.sign('HMAC', key, utf8(username + userPoolClientId));
  return base64OfBytes(new Uint8Array(hash));
}

/** The parameters of a request that the hash goes into, and the user whom it is about. */
function hashedPart(
  operation: CognitoOperation,
  input: Input,
  options: CallOptions,
): { readonly field: string; readonly texts: Texts; readonly username: string } | undefined {
  if (operation !== 'InitiateAuth' && operation !== 'RespondToAuthChallenge') return undefined;
  const field = operation === 'InitiateAuth' ? 'AuthParameters' : 'ChallengeResponses';
  const texts = (input as Readonly<Record<string, unknown>>)[field] as Texts;
  return { field, texts, username: texts['USERNAME'] ?? options.username ?? '' };
}

/** Creates the API of an app client that has a secret: every request says, in its own way, that the secret is known. */
function withClientSecret(api: SdkCognitoApi, secret: ClientSecret): SdkCognitoApi {
  const proven$ = (operation: CognitoOperation, input: Input, options: CallOptions): Observable<Input> =>
    defer(() => {
      const hashed = hashedPart(operation, input, options);
      if (hashed) {
        const { field, texts, username } = hashed;
        return from(secretHash(username, secret)).pipe(
          map((hash): Input => ({ ...input, [field]: { ...texts, SECRET_HASH: hash } })),
        );
      }
      const takesSecret = operation === 'GetTokensFromRefreshToken' || operation === 'RevokeToken';
      return [takesSecret ? { ...input, ClientSecret: secret.value } : input];
    });

  return {
    send$: api.send$,
    call$: <Name extends CognitoOperation>(
      operation: Name,
      input: CognitoOperations[Name]['input'],
      options: CallOptions = {},
    ) =>
      proven$(operation, input, options).pipe(
        switchMap((proven) => api.call$(operation, proven as CognitoOperations[Name]['input'], options)),
      ),
  };
}

/** Returns the chunk of the SDK for an app client that has a secret. */
export function clientSecretChunk(secret: ClientSecret): SdkChunk {
  return { createSdkCognitoApi: (options) => withClientSecret(createSdkCognitoApi(options), secret) };
}

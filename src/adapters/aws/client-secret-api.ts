import { defer, from, map, of, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { CallOptions, CognitoOperation, CognitoOperations } from '../../ports/cognito-api';
import type { CognitoRequests } from './client-options';

// By the platform's own means, and over requests that it is given: of what it shared with the chunk that loads it, a bundler would
// make a third one. A client with a secret runs on servers, which all have these means.

/** An app client and its secret. */
export interface ClientSecret {
  readonly userPoolClientId: string;
  readonly value: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Where a sign-in says whom it is about, and takes the hash. */
const TEXTS_OF_SIGN_IN = ['AuthParameters', 'ChallengeResponses'] as const;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Computes `SECRET_HASH`: base64(HMAC-SHA-256(client secret, user name ‖ client id)). */
async function secretHash(username: unknown, { userPoolClientId, value }: ClientSecret): Promise<string> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const utf8 = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', utf8.encode(value), hmac, false, ['sign']);
  const named = utf8.encode(`${String(username)}${userPoolClientId}`);
  const hash = await crypto.subtle.sign('HMAC', key, named);
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}

/**
 * Returns what proves in an input that the secret is known. Judged by its fields: a caller's command may be of an
 * operation that this version does not know. What the caller has filled in stays.
 */
async function proofFor(input: Fields, secret: ClientSecret, username = ''): Promise<Fields> {
  const signIn = TEXTS_OF_SIGN_IN.find((field) => isObject(input[field]));
  if (signIn !== undefined) {
    const texts = input[signIn] as Fields;
    const hash = await secretHash(texts['USERNAME'] ?? username, secret);
    return { [signIn]: { SECRET_HASH: hash, ...texts } };
  }
  if (input['ClientId'] === undefined) return {};
  if (input['Token'] !== undefined || input['RefreshToken'] !== undefined)
    return { ClientSecret: input['ClientSecret'] ?? secret.value };
  if (input['Username'] === undefined) return {};
  return { SecretHash: input['SecretHash'] ?? (await secretHash(input['Username'], secret)) };
}

/** Returns a command with other contents; the one that the caller built stays as it is. */
function withInput(command: object, input: Fields): unknown {
  return Object.create(Object.getPrototypeOf(command) as object, {
    ...Object.getOwnPropertyDescriptors(command),
    input: { value: input, writable: true, enumerable: true, configurable: true },
  });
}

/** Sends for an app client that has a secret: every request says, in its own way, that the secret is known. */
export function withClientSecret(requests: CognitoRequests, secret: ClientSecret): CognitoRequests {
  const proven$ = <Input extends object>(input: Input, username?: string): Observable<Input> =>
    defer(() => from(proofFor(input as Fields, secret, username))).pipe(
      map((proof) => ({ ...input, ...proof })),
    );

  const provenCommand$ = (command: unknown): Observable<unknown> =>
    isObject(command) && isObject(command['input'])
      ? proven$(command['input']).pipe(map((input) => withInput(command, input)))
      : of(command);

  return {
    send$: <Output>(command: unknown) =>
      provenCommand$(command).pipe(switchMap((proven) => requests.send$<Output>(proven))),
    call$: <Name extends CognitoOperation>(
      operation: Name,
      input: CognitoOperations[Name]['input'],
      options: CallOptions = {},
    ) =>
      proven$(input, options.username).pipe(
        switchMap((proven) => requests.call$(operation, proven, options)),
      ),
  };
}

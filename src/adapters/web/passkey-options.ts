import { bytesOfBase64Url } from './base64url';
import { invalidOptionsError } from './passkey-errors';
import type { Ceremony } from './passkey-errors';

type Fields = Readonly<Record<string, unknown>>;

/** What Cognito asks for where it says nothing, and the limits of what is taken for a time. */
const DEFAULT_TIMEOUT_MS = 180_000;
const MIN_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 600_000;
/** WebAuthn Level 3, §5.4.3. */
const USER_ID_MAX_BYTES = 64;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function parsed(options: unknown): unknown {
  if (typeof options !== 'string') return options;
  try {
    return JSON.parse(options) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads the options of one ceremony; each reader throws an `AuthError` for what is none. */
function readerOf(ceremony: Ceremony): {
  readonly fields: (value: unknown) => Fields;
  readonly bytes: (value: unknown) => Uint8Array<ArrayBuffer>;
  readonly descriptors: (value: unknown) => PublicKeyCredentialDescriptor[];
} {
  const fields = (value: unknown): Fields => {
    if (isObject(value)) return value;
    throw invalidOptionsError(ceremony);
  };
  const bytes = (value: unknown): Uint8Array<ArrayBuffer> => {
    const read = bytesOfBase64Url(value);
    if (read && read.length > 0) return read;
    throw invalidOptionsError(ceremony);
  };
  const descriptors = (value: unknown): PublicKeyCredentialDescriptor[] => {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw invalidOptionsError(ceremony);
    return value.map((descriptor: unknown) => {
      const { id, ...rest } = fields(descriptor);
      return { ...rest, id: bytes(id), type: 'public-key' };
    });
  };
  return { fields, bytes, descriptors };
}

/** Returns the options of a new passkey as the browser takes them. @throws AuthError for options that are none */
export function creationOptionsOf(options: unknown): PublicKeyCredentialCreationOptions {
  const { fields, bytes, descriptors } = readerOf('registration');
  const { challenge, user, rp, pubKeyCredParams, excludeCredentials, ...rest } = fields(parsed(options));
  if (!Array.isArray(pubKeyCredParams)) throw invalidOptionsError('registration');
  const { id, ...names } = fields(user);
  const userId = bytes(id);
  // Browsers refuse it by a TypeError, which is also what password managers throw about anything.
  if (userId.length > USER_ID_MAX_BYTES) throw invalidOptionsError('registration');
  return {
    ...rest,
    challenge: bytes(challenge),
    rp: fields(rp) as unknown as PublicKeyCredentialRpEntity,
    user: { ...names, id: userId } as unknown as PublicKeyCredentialUserEntity,
    pubKeyCredParams: pubKeyCredParams as PublicKeyCredentialParameters[],
    excludeCredentials: descriptors(excludeCredentials),
  };
}

/** Returns the options of a request for a passkey as the browser takes them. @throws AuthError for options that are none */
export function requestOptionsOf(options: unknown): PublicKeyCredentialRequestOptions {
  const { fields, bytes, descriptors } = readerOf('authentication');
  const { challenge, allowCredentials, ...rest } = fields(parsed(options));
  return { ...rest, challenge: bytes(challenge), allowCredentials: descriptors(allowCredentials) };
}

/** Returns how long a prompt may take: what the options say, as far as it can be a time. */
export function timeoutOf({ timeout }: { readonly timeout?: unknown }): number {
  if (typeof timeout !== 'number' || Number.isNaN(timeout)) return DEFAULT_TIMEOUT_MS;
  return Math.min(Math.max(timeout, MIN_TIMEOUT_MS), MAX_TIMEOUT_MS);
}

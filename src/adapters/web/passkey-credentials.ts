import type { PasskeyAssertion, PasskeyRegistration } from '../../ports/passkeys';
import { base64UrlOfBytes } from './base64url';
import { passkeyFailedError } from './passkey-errors';
import type { Ceremony } from './passkey-errors';

/**
 * Password managers hand out objects that only look like credentials: their methods throw ("Illegal invocation") or are
 * missing, their getters may too. Each field is read by itself, and what is optional is left out where that fails.
 */
type Hostile = Readonly<Record<string, unknown>>;

function attempted<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Hostile => typeof value === 'object' && value !== null;

const fieldOf = (value: unknown, name: string): unknown =>
  attempted(() => (isObject(value) ? value[name] : undefined));

/** What a method of the object answers, if it has it. */
const answerOf = (value: unknown, method: string): unknown =>
  attempted(() =>
    isObject(value) ? (value[method] as (() => unknown) | undefined)?.call(value) : undefined,
  );

/** By its tag, not by its class: buffers come from other realms as well. */
function textOf(bytes: unknown): string | undefined {
  if (ArrayBuffer.isView(bytes))
    return base64UrlOfBytes(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return Object.prototype.toString.call(bytes) === '[object ArrayBuffer]'
    ? base64UrlOfBytes(new Uint8Array(bytes as ArrayBuffer))
    : undefined;
}

const stringsIn = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];

/** The only result of an extension that the server may want; others hold secrets (`prf`). */
function extensionsOf(credential: unknown): PasskeyRegistration['clientExtensionResults'] {
  const rk = fieldOf(fieldOf(answerOf(credential, 'getClientExtensionResults'), 'credProps'), 'rk');
  return typeof rk === 'boolean' ? { credProps: { rk } } : {};
}

/** Leaves out what could not be read. */
const known = <Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>;
  };

function required(ceremony: Ceremony, text: string | undefined): string {
  if (text === undefined || text === '') throw passkeyFailedError(ceremony);
  return text;
}

function commonOf(
  credential: unknown,
  ceremony: Ceremony,
): Omit<PasskeyRegistration, 'response'> & { readonly response: unknown } {
  const rawId = textOf(fieldOf(credential, 'rawId'));
  const id = fieldOf(credential, 'id');
  const attachment = fieldOf(credential, 'authenticatorAttachment');
  // One is the other in base64url: whichever can be read.
  const name = required(ceremony, typeof id === 'string' && id !== '' ? id : rawId);
  return {
    id: name,
    rawId: rawId ?? name,
    type: 'public-key',
    ...(typeof attachment === 'string' ? { authenticatorAttachment: attachment } : {}),
    clientExtensionResults: extensionsOf(credential),
    response: fieldOf(credential, 'response'),
  };
}

/** Returns a new passkey in the form that goes over the wire. @throws AuthError where the object lacks what it is made of */
export function registrationOf(credential: unknown): PasskeyRegistration {
  const { response, ...common } = commonOf(credential, 'registration');
  const algorithm = answerOf(response, 'getPublicKeyAlgorithm');
  return {
    ...common,
    response: {
      clientDataJSON: required('registration', textOf(fieldOf(response, 'clientDataJSON'))),
      attestationObject: required('registration', textOf(fieldOf(response, 'attestationObject'))),
      transports: stringsIn(answerOf(response, 'getTransports')),
      ...known({
        authenticatorData: textOf(answerOf(response, 'getAuthenticatorData')),
        publicKey: textOf(answerOf(response, 'getPublicKey')),
        publicKeyAlgorithm: typeof algorithm === 'number' ? algorithm : undefined,
      }),
    },
  };
}

/** Returns the proof of a passkey in the form that goes over the wire. @throws AuthError where the object lacks what it is made of */
export function assertionOf(credential: unknown): PasskeyAssertion {
  const { response, ...common } = commonOf(credential, 'authentication');
  return {
    ...common,
    response: {
      clientDataJSON: required('authentication', textOf(fieldOf(response, 'clientDataJSON'))),
      authenticatorData: required('authentication', textOf(fieldOf(response, 'authenticatorData'))),
      signature: required('authentication', textOf(fieldOf(response, 'signature'))),
      ...known({ userHandle: textOf(fieldOf(response, 'userHandle')) }),
    },
  };
}

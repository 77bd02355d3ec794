import type { PasskeyScope } from '../../../src/adapters/web/passkey-support';
import { ScriptedAuthenticator } from '../../emulator/webauthn/scripted-authenticator';
import type { Misbehaviour } from '../../emulator/webauthn/scripted-authenticator';
import { installPasskeys } from '../../fakes/fake-passkeys';

type Bytes = Uint8Array | ArrayBuffer;

const textOf = (bytes: unknown): string => Buffer.from(new Uint8Array(bytes as Bytes)).toString('base64url');
const bufferOf = (text: unknown): ArrayBuffer => {
  const bytes = Buffer.from(String(text), 'base64url');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

interface Json {
  readonly id: string;
  readonly type: string;
  readonly response: Readonly<Record<string, unknown>>;
}

const illegalClass = (): (() => never) =>
  function () {
    throw new TypeError('Illegal constructor');
  };

/** The classes of a browser's credentials: amplify-js takes nothing else for one. */
const classes = {
  PublicKeyCredential: illegalClass(),
  AuthenticatorAttestationResponse: illegalClass(),
  AuthenticatorAssertionResponse: illegalClass(),
};

const instanceOf = ({ prototype }: { readonly prototype: unknown }, fields: object): object =>
  Object.assign(Object.create(prototype as object) as object, fields);

/** A credential as a browser hands it out: bytes, and methods. */
function handedOut({ id, type, response }: Json): object {
  const buffers = Object.fromEntries(
    Object.entries(response).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, bufferOf(value)] as const] : [],
    ),
  );
  const isNew = 'attestationObject' in response;
  const methods = {
    getTransports: () => response['transports'],
    getAuthenticatorData: () => buffers['authenticatorData'],
    getPublicKey: () => buffers['publicKey'],
    getPublicKeyAlgorithm: () => response['publicKeyAlgorithm'],
  };
  return instanceOf(classes.PublicKeyCredential, {
    id,
    type,
    rawId: bufferOf(id),
    getClientExtensionResults: () => ({}),
    response: isNew
      ? instanceOf(classes.AuthenticatorAttestationResponse, { ...buffers, ...methods })
      : instanceOf(classes.AuthenticatorAssertionResponse, buffers),
  });
}

/** A browser's `DOMException` is an `Error`; that of this process is one of another realm, which amplify-js takes for none. */
const refusalOf = (name: string): Error =>
  Object.assign(new Error('The operation was not allowed.'), { name });

/** A page with an authenticator, before it somebody who may do otherwise than expected. */
export interface PlatformAuthenticator {
  readonly scope: PasskeyScope;
  /** How the next prompts end: with a `DOMException` of this name, or as they should. */
  refuse: string | undefined;
  misbehaviour: Misbehaviour;
  readonly prompts: number;
}

/** Creates the page of an origin. */
export function createPlatformAuthenticator(origin: string): PlatformAuthenticator {
  const authenticator = new ScriptedAuthenticator(origin);
  let prompts = 0;
  const prompted = (make: () => Json): Promise<object> => {
    prompts += 1;
    return platform.refuse === undefined
      ? Promise.resolve(handedOut(make()))
      : Promise.reject(refusalOf(platform.refuse));
  };
  const create = ({ publicKey }: CredentialCreationOptions) =>
    prompted(() => {
      if (!publicKey) throw new Error('No options.');
      const { rp, user, challenge } = publicKey;
      return authenticator.create(
        { rp: { id: rp.id ?? '' }, user: { id: textOf(user.id) }, challenge: textOf(challenge) },
        platform.misbehaviour,
      );
    });
  const get = ({ publicKey }: CredentialRequestOptions) =>
    prompted(() => {
      if (!publicKey) throw new Error('No options.');
      const { rpId = '', challenge, allowCredentials = [] } = publicKey;
      return authenticator.get(
        {
          rpId,
          challenge: textOf(challenge),
          allowCredentials: allowCredentials.map(({ id }) => ({ id: textOf(id) })),
        },
        platform.misbehaviour,
      );
    });
  const platform: PlatformAuthenticator = {
    scope: {
      isSecureContext: true,
      PublicKeyCredential: classes.PublicKeyCredential,
      navigator: { credentials: { create, get } as unknown as CredentialsContainer },
    },
    refuse: undefined,
    misbehaviour: {},
    get prompts() {
      return prompts;
    },
  };
  return platform;
}

/** Puts a platform in place of the process's own, as amplify-js looks for it as well; returns the way back. */
export function installPage({ scope }: PlatformAuthenticator): () => void {
  const { AuthenticatorAttestationResponse, AuthenticatorAssertionResponse } = classes;
  const page = { ...scope, document: {} };
  const globals = { AuthenticatorAttestationResponse, AuthenticatorAssertionResponse, window: page };
  const uninstall = installPasskeys(scope);
  Object.entries(globals).forEach(([name, value]) => {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  });
  return () => {
    Object.keys(globals).forEach((name) => Reflect.deleteProperty(globalThis, name));
    uninstall();
  };
}

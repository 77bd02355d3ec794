import type { PasskeyScope } from '../../src/adapters/web/passkey-support';

/** What `navigator.credentials` was asked, and may be answered with. */
export interface FakePrompts {
  readonly scope: PasskeyScope;
  /** The options of each prompt, oldest first. */
  readonly opened: readonly {
    readonly publicKey: Readonly<Record<string, unknown>>;
    readonly signal: AbortSignal;
  }[];
  /** Answers the oldest prompt that is open. */
  answer(credential: unknown): void;
  /** Rejects it, with a `DOMException` of this name or whatever is given. */
  reject(reason: unknown): void;
}

/** Creates the platform of a page that can ask for passkeys. */
export function createFakePrompts(): FakePrompts {
  const opened: FakePrompts['opened'][number][] = [];
  const waiting: { resolve: (value: unknown) => void; reject: (reason: unknown) => void }[] = [];

  const prompt = ({ publicKey, signal }: CredentialRequestOptions & CredentialCreationOptions) =>
    new Promise((resolve, reject) => {
      opened.push({
        publicKey: publicKey as unknown as Record<string, unknown>,
        signal: signal!,
      });
      waiting.push({ resolve, reject });
      signal?.addEventListener('abort', () => {
        reject(new DOMException('closed', 'AbortError'));
      });
    });

  return {
    opened,
    scope: {
      isSecureContext: true,
      PublicKeyCredential: () => undefined,
      navigator: { credentials: { create: prompt, get: prompt } as unknown as CredentialsContainer },
    },
    answer: (credential) => {
      waiting.shift()?.resolve(credential);
    },
    reject: (reason) => {
      waiting.shift()?.reject(typeof reason === 'string' ? new DOMException('refused', reason) : reason);
    },
  };
}

const bytes = (...values: readonly number[]): ArrayBuffer => Uint8Array.from(values).buffer;

/** `fbff`: what base64 would write with `+` and `/`. */
export const RAW_ID = bytes(0xfb, 0xff, 0xfe);
export const RAW_ID_TEXT = '-__-';

/** Creates a new passkey as a browser hands it out. */
export const newPasskey = (): object => ({
  id: RAW_ID_TEXT,
  rawId: RAW_ID,
  type: 'public-key',
  authenticatorAttachment: 'platform',
  getClientExtensionResults: () => ({ credProps: { rk: true } }),
  response: {
    clientDataJSON: bytes(1, 2),
    attestationObject: bytes(3, 4),
    getTransports: () => ['internal', 'hybrid'],
    getAuthenticatorData: () => bytes(5),
    getPublicKey: () => bytes(6),
    getPublicKeyAlgorithm: () => -7,
  },
});

/** Creates the proof of a passkey as a browser hands it out. */
export const proofOfPasskey = (): object => ({
  id: RAW_ID_TEXT,
  rawId: RAW_ID,
  type: 'public-key',
  getClientExtensionResults: () => ({}),
  response: {
    clientDataJSON: bytes(1, 2),
    authenticatorData: bytes(5),
    signature: bytes(7, 8),
    userHandle: bytes(9),
  },
});

/** Puts a platform in place of the process's own; returns the way back. */
export function installPasskeys(scope: PasskeyScope): () => void {
  const names = ['isSecureContext', 'PublicKeyCredential', 'navigator'] as const;
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  names.forEach((name) => {
    Object.defineProperty(globalThis, name, { value: scope[name], configurable: true, writable: true });
  });
  return () => {
    before.forEach(([name, descriptor]) => {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    });
  };
}

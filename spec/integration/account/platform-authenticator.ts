import type { PasskeyScope } from '../../../src/adapters/web/passkey-support';
import { ScriptedAuthenticator } from '../../emulator/webauthn/scripted-authenticator';
import type { Misbehaviour } from '../../emulator/webauthn/scripted-authenticator';

type Bytes = Uint8Array | ArrayBuffer;

const textOf = (bytes: unknown): string => Buffer.from(new Uint8Array(bytes as Bytes)).toString('base64url');
const bufferOf = (text: string): ArrayBuffer => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

interface Json {
  readonly id: string;
  readonly type: string;
  readonly response: Readonly<Record<string, unknown>>;
}

/** A credential as a browser hands it out: bytes, and methods. */
const handedOut = ({ id, type, response }: Json): object => ({
  id,
  type,
  rawId: bufferOf(id),
  getClientExtensionResults: () => ({}),
  response: {
    ...Object.fromEntries(
      Object.entries(response).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, bufferOf(value)] as const] : [],
      ),
    ),
    getTransports: () => response['transports'] ?? [],
  },
});

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
      : Promise.reject(new DOMException('The operation was not allowed.', platform.refuse));
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
      PublicKeyCredential: () => undefined,
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

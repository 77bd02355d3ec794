import type { Bytes } from '../crypto/encoding';

/** What a browser says about the ceremony (WebAuthn §5.8.1). */
export interface ClientData {
  readonly type: string;
  readonly challenge: string;
  readonly origin: string;
}

/** Reads the client data of an answer; throws where the bytes are none. */
export function readClientData(bytes: Bytes): ClientData {
  const parsed = JSON.parse(
    new TextDecoder('utf-8', { fatal: true }).decode(bytes),
  ) as Partial<ClientData> | null;
  const { type, challenge, origin } = parsed ?? {};
  if (typeof type !== 'string' || typeof challenge !== 'string' || typeof origin !== 'string') {
    throw new TypeError('The client data lack a member.');
  }
  return { type, challenge, origin };
}

/** Tells whether pages of an origin may use the passkeys of a relying party: its own and those below it, by https. */
export function isOriginOf(relyingPartyId: string, origin: string): boolean {
  const { protocol, hostname } = urlOf(origin) ?? {};
  if (hostname === undefined) return false;
  const isSecure = protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
  return isSecure && (hostname === relyingPartyId || hostname.endsWith(`.${relyingPartyId}`));
}

function urlOf(origin: string): URL | undefined {
  try {
    const url = new URL(origin);
    // Some clients write a trailing slash, none writes more.
    return url.origin === origin ? url : undefined;
  } catch {
    return undefined;
  }
}

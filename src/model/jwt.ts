/** The claims of a JWT, unverified: a client that got the token from the server itself needs no signature check. */
export type JwtClaims = Readonly<Record<string, unknown>>;

const BASE64URL = /^[\w-]+$/;

function decodeBase64Url(text: string): string {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(
    Uint8Array.from(binary, (char) => char.charCodeAt(0)),
  );
}

/** Returns the claims of a JWT, or `undefined` where the text is not one. Never throws. */
export function readJwtClaims(token: unknown): JwtClaims | undefined {
  if (typeof token !== 'string') return undefined;
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || signature === undefined || rest.length > 0 || !BASE64URL.test(payload))
    return undefined;
  try {
    const claims: unknown = JSON.parse(decodeBase64Url(payload));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? { ...claims }
      : undefined;
  } catch {
    return undefined;
  }
}

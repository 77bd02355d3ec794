import { bytesOfBase64, textOfUtf8 } from './decode';

/** The claims of a JWT, unverified: a client that got the token from the server itself needs no signature check. */
export type JwtClaims = Readonly<Record<string, unknown>>;

const BASE64URL = /^[\w-]+$/;

/** Returns the claims of a JWT, or `undefined` where the text is not one. Never throws. */
export function readJwtClaims(token: unknown): JwtClaims | undefined {
  if (typeof token !== 'string') return undefined;
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || signature === undefined || rest.length > 0 || !BASE64URL.test(payload))
    return undefined;
  try {
    const claims: unknown = JSON.parse(textOfUtf8(bytesOfBase64(payload)));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? { ...claims }
      : undefined;
  } catch {
    return undefined;
  }
}

/** What an identity pool is told about a user. */
export interface Login {
  /** The user pool, as `Logins` names it. */
  readonly provider: string;
  readonly idToken: string;
  readonly userId: string;
  /** The sign-in that the token comes from: a refresh keeps it, another sign-in of the same user has another. */
  readonly sessionKey: string;
}

/** Reads a login out of an id token; nothing where it is none. */
export function loginOf(idToken: string): Login | undefined {
  const claims = claimsOf(idToken);
  const { iss, sub } = claims;
  if (typeof iss !== 'string' || typeof sub !== 'string') return undefined;
  const origin = claims['origin_jti'] ?? claims['auth_time'];
  return {
    provider: iss.replace(/^https?:\/\//, ''),
    idToken,
    userId: sub,
    sessionKey: `${sub} ${typeof origin === 'string' || typeof origin === 'number' ? origin : ''}`,
  };
}

function claimsOf(jwt: string): Readonly<Record<string, unknown>> {
  try {
    const payload = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

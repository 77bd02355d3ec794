import { readJwtClaims } from './jwt';
import { readSession } from './session';
import type { ClientIdentity, Session, SessionOrigin, TokenDefect } from './session';

/** A remembered device of a user: what proves it at a sign-in. */
export interface LeftDevice {
  readonly deviceKey: string;
  readonly deviceGroupKey: string;
  readonly devicePassword: string;
}

/** What another library left of a session, as it stands there: nothing of it has been judged. */
export interface LeftSession {
  readonly accessToken: string | undefined;
  readonly idToken: string | undefined;
  readonly refreshToken: string | undefined;
  /** The device that the tokens are bound to, where there is one. */
  readonly deviceKey?: string;
  /** The same device, where everything that proves it is there. */
  readonly device?: LeftDevice;
  /** Where it began, if not by a sign-in of the application itself. */
  readonly origin?: SessionOrigin;
  /** How far this device's clock was behind the server's, at most, when the tokens came: milliseconds. */
  readonly clockBehindMs: number;
}

/** Estimates when tokens were received: never too late, since the worst of it is a refresh that comes early. */
function receivedAt({ accessToken, clockBehindMs }: LeftSession, now: number): number {
  const issuedAtS = readJwtClaims(accessToken)?.['iat'];
  if (typeof issuedAtS !== 'number' || !Number.isFinite(issuedAtS)) return now;
  return Math.min(now, issuedAtS * 1000 - clockBehindMs);
}

/** Makes a session of what another library left, or says what is wrong with it. */
export function readLeftSession(
  left: LeftSession,
  identity: ClientIdentity,
  now: number,
): Session | TokenDefect {
  const { accessToken, idToken, refreshToken, deviceKey, origin } = left;
  return readSession(
    { accessToken, idToken, refreshToken, deviceKey, origin },
    identity,
    receivedAt(left, now),
  );
}

import type { Session } from './session';

/** Returns every text of a session that must not be told. */
export const secretsOf = (session: Session): readonly string[] => {
  const { accessToken, idToken, refreshToken, originalRefreshToken } = session;
  const tokens = [accessToken, idToken, refreshToken];
  return originalRefreshToken === undefined ? tokens : [...tokens, originalRefreshToken];
};

/**
 * Returns the refresh tokens whose revocation ends the session for certain, the newest first. Of a family that has rotated that
 * takes the original one as well: an answer may have been lost with a page that died, and the newest token is then nobody's.
 */
export const refreshTokensToRevoke = ({
  refreshToken,
  originalRefreshToken,
}: Session): readonly [string, ...string[]] =>
  originalRefreshToken === undefined ? [refreshToken] : [refreshToken, originalRefreshToken];

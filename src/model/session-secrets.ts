import type { Session } from './session';

/** Returns every text of a session that must not be told. */
export const secretsOf = (session: Session): readonly string[] => {
  const { accessToken, idToken, refreshToken, originalRefreshToken } = session;
  const tokens = [accessToken, idToken, refreshToken];
  return originalRefreshToken === undefined ? tokens : [...tokens, originalRefreshToken];
};

/** Returns the refresh tokens whose revocation ends the session for certain, the newest first. */
export const refreshTokensToRevoke = ({
  refreshToken,
  originalRefreshToken,
  mayHaveForked,
}: Session): readonly [string, ...string[]] =>
  mayHaveForked && originalRefreshToken !== undefined ? [refreshToken, originalRefreshToken] : [refreshToken];

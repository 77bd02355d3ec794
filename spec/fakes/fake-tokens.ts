import { Buffer } from 'node:buffer';
import { issuersOf } from '../../src/model/issuer';
import { readSession } from '../../src/model/session';
import type { ClientIdentity, Session } from '../../src/model/session';
import type { AuthAnswer, AuthenticationResult } from '../../src/ports/cognito-api';

/** The instant at which the virtual time of the fakes starts, epoch milliseconds. */
export const START_AT = Date.UTC(2026, 0, 5, 12);

/** The life of a token that says nothing else: an hour. */
export const TOKEN_LIFE_MS = 3_600_000;

/** The pool and client of all fakes. */
export const IDENTITY: ClientIdentity = {
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  issuers: issuersOf('eu-west-1_a1B2c3D4e'),
};

/** What may be chosen about the tokens of a session; `undefined` for a claim leaves it out. */
export interface FakeTokenOptions {
  readonly userId?: string;
  readonly username?: string;
  readonly groups?: unknown;
  readonly issuedAt?: number;
  readonly expiresAt?: number;
  readonly refreshToken?: string;
  readonly deviceKey?: string;
  /** Tells one access token of a user from another. */
  readonly serial?: string;
  readonly accessClaims?: Readonly<Record<string, unknown>>;
  readonly idClaims?: Readonly<Record<string, unknown>>;
}

const base64Url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Writes an unsigned JWT with the claims. */
export function fakeJwt(claims: object): string {
  return [base64Url({ alg: 'RS256', kid: 'fake' }), base64Url(claims), 'c2lnbmF0dXJl'].join('.');
}

/** Makes the tokens of an answer. */
export function fakeTokens(options: FakeTokenOptions = {}): AuthenticationResult & {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
} {
  const { userId = 'ada-sub', username = 'ada', groups, issuedAt = START_AT, serial = '1' } = options;
  const { expiresAt = issuedAt + TOKEN_LIFE_MS, refreshToken = `refresh-token-of-${username}` } = options;
  const common = {
    sub: userId,
    iss: IDENTITY.issuers?.[0],
    origin_jti: `origin-of-${username}`,
    iat: issuedAt / 1000,
    exp: expiresAt / 1000,
    jti: serial,
  };
  return {
    AccessToken: fakeJwt({
      ...common,
      token_use: 'access',
      client_id: IDENTITY.userPoolClientId,
      username,
      'cognito:groups': groups,
      ...options.accessClaims,
    }),
    IdToken: fakeJwt({
      ...common,
      token_use: 'id',
      aud: IDENTITY.userPoolClientId,
      'cognito:username': username,
      ...options.idClaims,
    }),
    RefreshToken: refreshToken,
    ExpiresIn: (expiresAt - issuedAt) / 1000,
  };
}

/** Makes an answer that carries tokens. */
export function fakeAnswer(options: FakeTokenOptions = {}): AuthAnswer {
  return { AuthenticationResult: fakeTokens(options) };
}

/** Makes the session that the client reads from such tokens, received at the instant of their issue. */
export function fakeSession(options: FakeTokenOptions = {}): Session {
  const tokens = fakeTokens(options);
  const session = readSession(
    {
      accessToken: tokens.AccessToken,
      idToken: tokens.IdToken,
      refreshToken: tokens.RefreshToken,
      deviceKey: options.deviceKey,
    },
    IDENTITY,
    options.issuedAt ?? START_AT,
  );
  if (typeof session === 'string') throw new Error(`These tokens make no session: ${session}`);
  return session;
}

import type { AuthTokens as PublicTokens, AuthUser } from 'rx-cognito';
import { AuthTokens } from '../model/auth-tokens';
import { base64OfBytes, utf8 } from '../adapters/text/encode';
import type { ClientIdentity, Session } from '../model/session';
import type { AuthenticationResult } from '../ports/cognito-api';
import type { TestClock } from './test-clock';

/** The texts of tokens as a spec reads them. */
type TokenTexts = Pick<PublicTokens, 'accessToken' | 'idToken'>;

/** What tokens are issued with; what is left out is the usual. */
interface IssueOptions {
  /** Default: texts that name the user, and how many refreshes came before. */
  readonly texts?: TokenTexts | undefined;
  /** Epoch milliseconds. Default: in an hour. */
  readonly expiresAt?: number | undefined;
}

/**
 * Issues the tokens of a `TestAuth`. The core gets what it would get of a user pool, JWTs that name their user, unsigned; a
 * spec reads the short texts that they stand for.
 */
export interface TokenIssuer {
  readonly identity: ClientIdentity;
  issue(user: AuthUser, options?: IssueOptions): AuthenticationResult;
  /** Issues the tokens that the user of a refresh token gets for it. */
  refresh(refreshToken: string, texts?: PublicTokens): AuthenticationResult;
  /** Makes a session of new tokens. */
  session(user: AuthUser, expiresAt: number): Session;
  /** Returns the text that an access token stands for; what was issued elsewhere stands for itself. */
  textOf(accessToken: string): string;
  /** Returns tokens as a spec reads them: always the same ones for the same. */
  shown(tokens: PublicTokens): PublicTokens;
}

/** What the id tokens name as what was asked for, as those of managed login do. */
export const SCRIPTED_NONCE = 'nonce';

const LIFETIME_MS = 3_600_000;
const USER_POOL_ID = 'eu-west-1_TestAuth';
const CLIENT_ID = 'client-id';

/** Makes tokens of their texts. */
export function tokensOf(accessToken: string, idToken: string, expiresAt: number): PublicTokens {
  return new AuthTokens({ accessToken, idToken, expiresAt, idTokenExpiresAt: expiresAt } as Session);
}

const base64Url = (value: unknown): string =>
  base64OfBytes(utf8(JSON.stringify(value)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const unsignedJwt = (claims: object): string => `${base64Url({ alg: 'none' })}.${base64Url(claims)}.`;

/** Creates the issuer; nothing has been issued. */
export function createTokenIssuer(clock: TestClock): TokenIssuer {
  const texts = new Map<string, TokenTexts>();
  const users = new Map<string, AuthUser>();
  const shownAs = new WeakMap<PublicTokens, PublicTokens>();
  let issued = 0;
  let refreshes = 0;

  const identity: { -readonly [Name in keyof ClientIdentity]: ClientIdentity[Name] } = {
    userPoolId: USER_POOL_ID,
    userPoolClientId: CLIENT_ID,
  };

  const usualTexts = ({ username }: AuthUser): TokenTexts => ({
    accessToken: `access-token.${username}.${refreshes}`,
    idToken: `id-token.${username}.${refreshes}`,
  });

  const issue: TokenIssuer['issue'] = (user, options = {}) => {
    const { expiresAt = clock.now() + LIFETIME_MS } = options;
    issued += 1;
    // What is read of these tokens shows the claims that the user has shown before.
    if (user.claims) identity.userClaims = Object.keys(user.claims);
    else delete identity.userClaims;
    const common = {
      sub: user.userId,
      iss: `https://test.invalid/${USER_POOL_ID}`,
      origin_jti: `origin-${issued}`,
      jti: `jti-${issued}`,
    };
    const accessToken = unsignedJwt({
      ...common,
      client_id: CLIENT_ID,
      username: user.username,
      'cognito:groups': user.groups,
    });
    const refreshToken = `refresh-token-${issued}`;
    texts.set(accessToken, options.texts ?? usualTexts(user));
    users.set(refreshToken, user);
    return {
      AccessToken: accessToken,
      IdToken: unsignedJwt({ ...user.claims, ...common, aud: CLIENT_ID, nonce: SCRIPTED_NONCE }),
      RefreshToken: refreshToken,
      // Without `exp`, which counts in seconds, tokens live by the answer: to the millisecond.
      ExpiresIn: (expiresAt - clock.now()) / 1_000,
    };
  };

  const textsOf = (accessToken: string): TokenTexts | undefined => texts.get(accessToken);

  return {
    identity,
    issue,
    refresh: (refreshToken, given) => {
      const user = users.get(refreshToken);
      if (!user) return {};
      refreshes += given ? 0 : 1;
      return issue(user, { texts: given, expiresAt: given?.expiresAt });
    },
    session: (user, expiresAt) => {
      const { AccessToken = '', IdToken = '', RefreshToken = '' } = issue(user, { expiresAt });
      return Object.freeze({
        user,
        accessToken: AccessToken,
        idToken: IdToken,
        refreshToken: RefreshToken,
        expiresAt,
        idTokenExpiresAt: expiresAt,
        // Tokens that have expired were good once.
        receivedAt: expiresAt > clock.now() ? clock.now() : expiresAt - LIFETIME_MS,
        clockOffsetMs: 0,
        isRevocable: true,
        deviceKey: 'test-device',
      });
    },
    textOf: (accessToken) => textsOf(accessToken)?.accessToken ?? accessToken,
    shown: (tokens) => {
      const known = shownAs.get(tokens);
      if (known) return known;
      const { accessToken, idToken } = textsOf(tokens.accessToken) ?? tokens;
      const made = tokensOf(accessToken, idToken, tokens.expiresAt);
      shownAs.set(tokens, made);
      return made;
    },
  };
}

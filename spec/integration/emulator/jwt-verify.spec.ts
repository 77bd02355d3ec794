import { InitiateAuthCommand, RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import {
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidGroupError,
  CognitoJwtInvalidTokenUseError,
  JwtExpiredError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtParseError,
  KidNotFoundInJwksError,
  ParameterValidationError,
} from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { generateKeyPairSync, sign } from 'node:crypto';
import { ALICE, sdkFor, startTestPool, verdictsOn } from './pool';
import type { TestPool } from './pool';

const HOUR_MS = 3_600_000;

interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

async function signIn(pool: TestPool): Promise<Tokens> {
  const { AuthenticationResult } = await sdkFor(pool).send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: pool.userPoolClientId,
      AuthParameters: { USERNAME: ALICE.username, PASSWORD: ALICE.password },
    }),
  );
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken };
}

/** The keys of a pool; the verifier asks for them at Amazon's address, whatever the pool's own is. */
function keysOf(pool: TestPool) {
  const asked: string[] = [];
  const fetcher = {
    fetch: async (uri: string) => {
      asked.push(uri);
      const response = await fetch(`${pool.endpoint}${new URL(uri).pathname}`);
      return response.arrayBuffer();
    },
  };
  return { asked, jwksCache: new SimpleJwksCache({ fetcher }) };
}

function verifierOf(pool: TestPool, options: { clientId?: string; groups?: string } = {}) {
  const { userPoolId, userPoolClientId } = pool;
  return CognitoJwtVerifier.create(
    { userPoolId, tokenUse: 'access', clientId: userPoolClientId, ...options },
    { jwksCache: keysOf(pool).jwksCache },
  );
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;

type ErrorClass = new (...values: never[]) => Error;

/** What becomes of a token: changes to its head and its claims, and another signature than it had. */
interface Forgery {
  readonly header?: object;
  readonly claims?: object;
  readonly signatureOf?: (signed: string) => string;
}

function forge(token: string, { header = {}, claims = {}, signatureOf }: Forgery): string {
  const [head, payload, signature = ''] = token.split('.');
  const signed = `${encode({ ...decode(head), ...header })}.${encode({ ...decode(payload), ...claims })}`;
  return `${signed}.${signatureOf?.(signed) ?? signature}`;
}

function signedByStranger(signed: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
}

describe('startUserPool, as aws-jwt-verify sees its tokens', () => {
  let pool: TestPool;

  afterEach(() => pool.close());

  it('signs access and id tokens that verify by its published keys', async () => {
    pool = await startTestPool();
    const { accessToken, idToken } = await signIn(pool);
    const { userPoolId, userPoolClientId: clientId } = pool;
    const { asked, jwksCache } = keysOf(pool);
    const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: null }, { jwksCache });

    await expect(verifier.verify(accessToken)).resolves.toMatchObject({
      token_use: 'access',
      username: 'alice',
    });
    await expect(verifier.verify(idToken)).resolves.toMatchObject({ token_use: 'id', email_verified: true });
    expect(asked).toEqual([
      `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}/.well-known/jwks.json`,
    ]);
  });

  it('names the groups of a user', async () => {
    pool = await startTestPool({ users: [{ ...ALICE, groups: ['admins'] }] });
    const { accessToken } = await signIn(pool);

    await expect(verifierOf(pool, { groups: 'admins' }).verify(accessToken)).resolves.toMatchObject({
      'cognito:groups': ['admins'],
    });
    await expect(verifierOf(pool, { groups: 'others' }).verify(accessToken)).rejects.toThrow(
      CognitoJwtInvalidGroupError,
    );
  });

  it('signs tokens that serve for one use, one client and one pool', async () => {
    pool = await startTestPool();
    const { accessToken, idToken } = await signIn(pool);
    const otherPool = { ...pool, userPoolId: 'eu-west-1_another00' };

    await expect(verifierOf(pool).verify(idToken)).rejects.toThrow(CognitoJwtInvalidTokenUseError);
    await expect(verifierOf(pool, { clientId: 'another' }).verify(accessToken)).rejects.toThrow(
      CognitoJwtInvalidClientIdError,
    );
    await expect(verifierOf(otherPool).verify(accessToken)).rejects.toThrow(ParameterValidationError);
  });

  it('signs tokens that expire when their hour is over', async () => {
    pool = await startTestPool({}, Date.now() - HOUR_MS - 1_000);
    const expired = await signIn(pool);
    pool.clock.advance(60_000);
    const { accessToken } = await signIn(pool);

    await expect(verifierOf(pool).verify(expired.accessToken)).rejects.toThrow(JwtExpiredError);
    await expect(verifierOf(pool).verify(accessToken)).resolves.toMatchObject({ username: 'alice' });
  });

  it.each<[string, Forgery, ErrorClass]>([
    ['changed claims', { claims: { username: 'mallory' } }, JwtInvalidSignatureError],
    ["a stranger's signature", { signatureOf: signedByStranger }, JwtInvalidSignatureError],
    ["a stranger's key", { header: { kid: 'x' }, signatureOf: signedByStranger }, KidNotFoundInJwksError],
    ['another algorithm', { header: { alg: 'HS256' } }, JwtInvalidSignatureAlgorithmError],
    ['no signature', { header: { alg: 'none' }, signatureOf: () => '' }, JwtParseError],
  ])('signs tokens that are worth nothing with %s', async (_, forgery, refusal) => {
    pool = await startTestPool();
    const { accessToken } = await signIn(pool);

    await expect(verifierOf(pool).verify(forge(accessToken, forgery))).rejects.toThrow(refusal);
  });

  it('signs access and id tokens with different keys', async () => {
    pool = await startTestPool();
    const { accessToken, idToken } = await signIn(pool);
    const header = decode(idToken.split('.')[0]);

    await expect(verifierOf(pool).verify(forge(accessToken, { header }))).rejects.toThrow(
      JwtInvalidSignatureError,
    );
  });

  it('refuses a revoked access token that still verifies offline', async () => {
    pool = await startTestPool();
    const tokens = await signIn(pool);
    const { userPoolClientId: ClientId } = pool;

    await sdkFor(pool).send(new RevokeTokenCommand({ ClientId, Token: tokens.refreshToken }));

    await expect(verdictsOn(pool, tokens)).resolves.toMatchObject({ access: 'NotAuthorizedException' });
    await expect(verifierOf(pool).verify(tokens.accessToken)).resolves.toMatchObject({ username: 'alice' });
  });
});

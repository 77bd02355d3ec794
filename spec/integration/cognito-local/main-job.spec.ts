import { GetUserCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom, lastValueFrom, map, toArray } from 'rxjs';
import { createAuth, createMemoryStorage } from 'rx-cognito';
import type { Auth, AuthError, AuthOptions, KeyValueStorage } from 'rx-cognito';
import { startCognitoLocal } from './cognito-local';
import type { CognitoLocal } from './cognito-local';

const user = { username: 'alice@example.com', password: 'correct horse battery staple' };
const input = { ...user, authFlowType: 'USER_PASSWORD_AUTH' } as const;

const failureOf = (promise: Promise<unknown>): Promise<AuthError> =>
  promise.then(
    () => {
      throw new Error('It succeeded.');
    },
    (error: unknown) => error as AuthError,
  );

describe('createAuth over cognito-local', () => {
  let server: CognitoLocal;
  let storage: KeyValueStorage;
  const auths: Auth[] = [];

  const authOf = (options: Partial<AuthOptions> = {}): Auth => {
    const auth = createAuth({
      userPoolId: server.userPoolId,
      userPoolClientId: server.userPoolClientId,
      userPoolEndpoint: server.endpoint,
      storage,
      ...options,
    });
    auths.push(auth);
    return auth;
  };

  const storedRefreshToken = async (): Promise<string> => {
    const record = await storage.getItem(`rx-cognito.${server.userPoolClientId}`);
    return (JSON.parse(record ?? '{}') as { session: { refreshToken: string } }).session.refreshToken;
  };

  beforeAll(async () => {
    server = await startCognitoLocal(user);
  }, 20_000);

  afterAll(() => server.close());

  beforeEach(() => {
    storage = createMemoryStorage();
  });

  afterEach(() => {
    auths.splice(0).forEach((auth) => {
      auth.destroy();
    });
  });

  it('signs in, hands out tokens, calls Cognito and signs out, and the refresh token is refused after that', async () => {
    const auth = authOf();
    const statuses = lastValueFrom(
      auth.state$.pipe(
        map(({ status }) => status),
        toArray(),
      ),
    );

    await expect(firstValueFrom(auth.signIn$(input))).resolves.toMatchObject({ isSignedIn: true });
    const signedInAs = auth.state.status === 'signedIn' && auth.state.user.username;
    const { accessToken } = await firstValueFrom(auth.tokens$());
    const { Username, UserAttributes } = await firstValueFrom(
      auth.send$((token) => new GetUserCommand({ AccessToken: token })),
    );
    const refreshToken = await storedRefreshToken();
    const result = await firstValueFrom(auth.signOut$());
    auth.destroy();

    expect(accessToken.split('.')).toHaveLength(3);
    expect(Username).toBe(signedInAs);
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: user.username });
    // cognito-local issues no origin_jti, and so no access token that could be revoked; it does end the refresh token.
    expect(result).toMatchObject({
      outcome: 'complete',
      steps: { revokeToken: 'notSupported', clearCache: 'done' },
    });
    await expect(
      server.sdk.send(
        new InitiateAuthCommand({
          ClientId: server.userPoolClientId,
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN: refreshToken },
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await storage.getItem(`rx-cognito.${server.userPoolClientId}`)).not.toContain('session');
    await expect(statuses).resolves.toEqual([
      'signedOut',
      'signingIn',
      'signedIn',
      'signingOut',
      'signingOut',
      'signedOut',
    ]);
  });

  it('restores the session of an earlier start, synchronously', async () => {
    await firstValueFrom(authOf().signIn$(input));

    expect(authOf().state).toMatchObject({
      status: 'signedIn',
      freshness: 'fresh',
    });
  });

  it('refreshes by REFRESH_TOKEN_AUTH where the operation for it is missing', async () => {
    const auth = authOf();
    await firstValueFrom(auth.signIn$(input));
    const before = await firstValueFrom(auth.tokens$());

    const after = await firstValueFrom(auth.tokens$({ forceRefresh: true }));

    expect(after.accessToken).not.toBe(before.accessToken);
  });

  it('says that the password was wrong in the word of the server, and is signed out as before', async () => {
    const auth = authOf();

    const error = await failureOf(firstValueFrom(auth.signIn$({ ...input, password: 'wrong' })));

    expect(error).toMatchObject({ name: 'AuthError', code: 'InvalidPasswordException' });
    expect(auth.state).toEqual({
      status: 'signedOut',
      reason: 'noSession',
      lastUsername: 'alice@example.com',
    });
  });

  it('says that the app client does not exist', async () => {
    const auth = authOf({ userPoolClientId: 'unknownclient' });

    await expect(failureOf(firstValueFrom(auth.signIn$(input)))).resolves.toMatchObject({
      kind: 'configuration',
      code: 'ResourceNotFoundException',
    });
  });

  it('signs out here, and says that the server could not be reached, where it is gone in the middle', async () => {
    const dying = await startCognitoLocal(user);
    const auth = authOf({
      userPoolId: dying.userPoolId,
      userPoolClientId: dying.userPoolClientId,
      userPoolEndpoint: dying.endpoint,
      remoteTimeoutMs: 300,
    });
    await firstValueFrom(auth.signIn$(input));
    await dying.close();

    const readError = await failureOf(
      firstValueFrom(auth.send$((token) => new GetUserCommand({ AccessToken: token }))),
    );
    const result = await firstValueFrom(auth.signOut$({ globalSignOut: true }));

    expect(readError).toMatchObject({ kind: 'network', code: 'ConnectionRefused', retryable: true });
    expect(result).toMatchObject({
      outcome: 'partial',
      steps: { globalSignOut: 'failed', clearCache: 'done' },
      globalSignOutError: { code: 'ConnectionRefused' },
    });
    expect(auth.state.status).toBe('signedOut');
  });
});

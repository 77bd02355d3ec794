import { createHmac } from 'node:crypto';
import { firstValueFrom } from 'rxjs';
import { clientSecretChunk } from '../../../src/adapters/aws/client-secret-api';
import type { CallOptions, CognitoOperation, CognitoOperations } from '../../../src/ports/cognito-api';

const SECRET = { userPoolClientId: 'client', value: 'secret' };

/** Node's own HMAC is the judge. */
const hashOf = (username: string): string =>
  createHmac('sha256', SECRET.value).update(`${username}${SECRET.userPoolClientId}`).digest('base64');

/** What reaches the client of the SDK. */
async function sentBy<Name extends CognitoOperation>(
  operation: Name,
  input: CognitoOperations[Name]['input'],
  options?: CallOptions,
): Promise<unknown> {
  const sent: unknown[] = [];
  const client = {
    send: (command: never) => {
      sent.push((command as { input: unknown }).input);
      return Promise.resolve({});
    },
  };
  const api = clientSecretChunk(SECRET).createSdkCognitoApi({ region: 'eu-west-1', client: () => client });
  await firstValueFrom(api.call$(operation, input, options));
  return sent[0];
}

describe('clientSecretChunk', () => {
  it.each(['ada', 'Ädä 👩‍🚀'])('hashes the name of the user whom a sign-in is about: %s', async (USERNAME) => {
    const input = {
      ClientId: 'client',
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME, SRP_A: 'a1' },
    };
    expect(await sentBy('InitiateAuth', input)).toEqual({
      ...input,
      AuthParameters: { ...input.AuthParameters, SECRET_HASH: hashOf(USERNAME) },
    });
  });

  it('hashes the name that an answer gives the user', async () => {
    const input = {
      ClientId: 'client',
      ChallengeName: 'SMS_MFA',
      ChallengeResponses: { USERNAME: 'ada-sub' },
    };
    expect(await sentBy('RespondToAuthChallenge', input)).toMatchObject({
      ChallengeResponses: { USERNAME: 'ada-sub', SECRET_HASH: hashOf('ada-sub') },
    });
  });

  it('hashes the name that goes with a refresh, which does not say it', async () => {
    const input = {
      ClientId: 'client',
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: 'r' },
    };
    expect(await sentBy('InitiateAuth', input, { username: 'ada' })).toMatchObject({
      AuthParameters: { REFRESH_TOKEN: 'r', SECRET_HASH: hashOf('ada') },
    });
  });

  it('hashes no name where nobody knows one', async () => {
    const input = { ClientId: 'client', AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: {} };
    expect(await sentBy('InitiateAuth', input)).toMatchObject({
      AuthParameters: { SECRET_HASH: hashOf('') },
    });
  });

  it.each([
    ['GetTokensFromRefreshToken', { ClientId: 'client', RefreshToken: 'r' }],
    ['RevokeToken', { ClientId: 'client', Token: 'r' }],
  ] as const)('sends the secret itself with %s', async (operation, input) => {
    expect(await sentBy(operation, input as never)).toEqual({ ...input, ClientSecret: 'secret' });
  });

  it.each([
    ['GlobalSignOut', { AccessToken: 'a' }],
    ['GetUser', { AccessToken: 'a' }],
    ['VerifySoftwareToken', { Session: 's', UserCode: '123456' }],
  ] as const)('adds nothing to %s', async (operation, input) => {
    expect(await sentBy(operation, input as never)).toEqual(input);
  });
});

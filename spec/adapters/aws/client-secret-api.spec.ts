import { createHmac } from 'node:crypto';
import {
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom } from 'rxjs';
import { withClientSecret } from '../../../src/adapters/aws/client-secret-api';
import { createCognitoRequests } from '../../../src/adapters/aws/cognito-requests';
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
  const api = withClientSecret(createCognitoRequests({ region: 'eu-west-1', client: () => client }), SECRET);
  await firstValueFrom(api.call$(operation, input, options));
  return sent[0];
}

/** What reaches the client of the SDK of a command that a caller built. */
async function commandSent(command: unknown): Promise<unknown> {
  const sent: unknown[] = [];
  const client = {
    send: (proven: never) => {
      sent.push(proven);
      return Promise.resolve({});
    },
  };
  const api = withClientSecret(createCognitoRequests({ region: 'eu-west-1', client: () => client }), SECRET);
  await firstValueFrom(api.send$(command));
  return sent[0];
}

describe('withClientSecret', () => {
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
    new SignUpCommand({ ClientId: 'client', Username: 'ada', Password: 'p' }),
    new ConfirmSignUpCommand({ ClientId: 'client', Username: 'ada', ConfirmationCode: '1' }),
    new ResendConfirmationCodeCommand({ ClientId: 'client', Username: 'ada' }),
    new ForgotPasswordCommand({ ClientId: 'client', Username: 'ada' }),
    new ConfirmForgotPasswordCommand({
      ClientId: 'client',
      Username: 'ada',
      ConfirmationCode: '1',
      Password: 'p',
    }),
  ])(
    'hashes the name in a command of a caller, and leaves that as it is: $constructor.name (#14)',
    async (command) => {
      const input = { ...command.input };
      expect(await commandSent(command)).toMatchObject({ input: { ...input, SecretHash: hashOf('ada') } });
      expect(command.input).toEqual(input);
    },
  );

  it('sends a caller’s command as one of its own class, which a client of the SDK can run (#14)', async () => {
    const sent = await commandSent(new SignUpCommand({ ClientId: 'client', Username: 'ada' }));
    expect(sent).toBeInstanceOf(SignUpCommand);
  });

  it('proves the secret in whatever way a caller’s command takes it (#14)', async () => {
    const signIn = {
      ClientId: 'client',
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'ada' },
    } as const;
    expect(await commandSent(new InitiateAuthCommand(signIn))).toMatchObject({
      input: { AuthParameters: { USERNAME: 'ada', SECRET_HASH: hashOf('ada') } },
    });
    expect(await commandSent(new RevokeTokenCommand({ ClientId: 'client', Token: 'r' }))).toMatchObject({
      input: { ClientSecret: 'secret' },
    });
  });

  it('keeps a hash that the caller has computed (#14)', async () => {
    const command = new SignUpCommand({
      ClientId: 'client',
      Username: 'ada',
      SecretHash: 'h',
      Password: 'p',
    });
    expect(await commandSent(command)).toMatchObject({ input: { SecretHash: 'h' } });
  });

  it('adds nothing to a command that names nobody (#14)', async () => {
    const command = new ForgotPasswordCommand({ ClientId: 'client', Username: undefined });
    expect(await commandSent(command)).toHaveProperty('input', { ClientId: 'client', Username: undefined });
  });

  it('adds nothing to a command that goes with an access token (#14)', async () => {
    const command = new GetUserCommand({ AccessToken: 'a' });
    expect(await commandSent(command)).toHaveProperty('input', { AccessToken: 'a' });
  });

  it.each([undefined, null, 'SignUp', {}, { input: 7 }])(
    'refuses %p as no command (#14)',
    async (command) => {
      await expect(commandSent(command)).rejects.toMatchObject({ code: 'InvalidCommand' });
    },
  );

  it.each([
    ['GlobalSignOut', { AccessToken: 'a' }],
    ['GetUser', { AccessToken: 'a' }],
    ['VerifySoftwareToken', { Session: 's', UserCode: '123456' }],
  ] as const)('adds nothing to %s', async (operation, input) => {
    expect(await sentBy(operation, input as never)).toEqual(input);
  });
});

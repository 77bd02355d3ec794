import { firstValueFrom } from 'rxjs';
import {
  completeWebAuthnRegistration,
  startWebAuthnRegistration,
} from '../../../src/account/commands/passkey-commands';
import { listUserSessions, revokeUserSession } from '../../../src/account/commands/session-commands';
import { signUp } from '../../../src/account/commands/sign-up-commands';
import { createAwsCognitoApi } from '../../../src/adapters/aws/aws-cognito-api';
import type { CognitoApi } from '../../../src/ports/cognito-api';
import { json, startStubServer } from '../../adapters/aws/stub-server';
import type { StubServer } from '../../adapters/aws/stub-server';

const CREDENTIAL = {
  id: '-__-',
  rawId: '-__-',
  type: 'public-key',
  clientExtensionResults: {},
  response: {
    clientDataJSON: 'AQI',
    attestationObject: 'AwQ',
    transports: ['internal'],
    publicKeyAlgorithm: -7,
  },
};

describe('the commands of the account over the light client', () => {
  let server: StubServer;
  let api: CognitoApi;

  beforeAll(async () => {
    server = await startStubServer();
    api = createAwsCognitoApi({ region: 'eu-west-1', endpoint: server.url });
  });

  afterAll(() => server.close());

  const sent = () => {
    const { headers, body } = server.received.at(-1)!;
    return { target: headers['x-amz-target'], body: JSON.parse(body) as unknown };
  };

  it('carry the options of a passkey as an object (#14)', async () => {
    const CredentialCreationOptions = { challenge: 'AQI', pubKeyCredParams: [{ alg: -7 }], timeout: 60_000 };
    server.answer = json(200, { CredentialCreationOptions });
    expect(await firstValueFrom(api.send$(startWebAuthnRegistration({ AccessToken: 'a' })))).toMatchObject({
      CredentialCreationOptions,
    });
    expect(sent()).toEqual({
      target: 'AWSCognitoIdentityProviderService.StartWebAuthnRegistration',
      body: { AccessToken: 'a' },
    });
  });

  it('carry a new passkey as an object, and take an empty answer (#14)', async () => {
    server.answer = json(200, {});
    await firstValueFrom(api.send$(completeWebAuthnRegistration('access-token', CREDENTIAL)));
    expect(sent()).toEqual({
      target: 'AWSCognitoIdentityProviderService.CompleteWebAuthnRegistration',
      body: { AccessToken: 'access-token', Credential: CREDENTIAL },
    });
  });

  it('hide every part of a passkey from an error (R43)', async () => {
    server.answer = json(400, {
      __type: 'WebAuthnCredentialNotSupportedException',
      message: 'no AwQ of -__-',
    });
    await expect(
      firstValueFrom(api.send$(completeWebAuthnRegistration('access-token', CREDENTIAL))),
    ).rejects.toMatchObject({ message: 'no [redacted] of [redacted]' });
  });

  it('read the times of sessions (#14)', async () => {
    server.answer = json(200, {
      Sessions: [{ SessionId: 'tkn1', CreateDate: 1_700_000_000.5, LastActiveDate: 1_700_000_001 }],
    });
    expect(await firstValueFrom(api.send$(listUserSessions({ AccessToken: 'a' })))).toMatchObject({
      Sessions: [
        {
          SessionId: 'tkn1',
          CreateDate: new Date(1_700_000_000_500),
          LastActiveDate: new Date(1_700_000_001_000),
        },
      ],
    });
  });

  it('end a session by its id (#14)', async () => {
    server.answer = json(200, {});
    await firstValueFrom(api.send$(revokeUserSession({ AccessToken: 'a', SessionId: 'tkn1' })));
    expect(sent()).toEqual({
      target: 'AWSCognitoIdentityProviderService.RevokeUserSession',
      body: { AccessToken: 'a', SessionId: 'tkn1' },
    });
  });

  it('go without a signature (#14)', async () => {
    server.answer = json(200, { UserConfirmed: true, UserSub: 's' });
    await firstValueFrom(api.send$(signUp({ ClientId: 'c', Username: 'ada' })));
    expect(server.received.at(-1)?.headers).not.toHaveProperty('authorization');
  });
});

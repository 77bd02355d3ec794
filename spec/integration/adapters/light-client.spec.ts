import {
  CognitoIdentityProviderClient,
  CompleteWebAuthnRegistrationCommand,
  ConfirmSignUpCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  StartWebAuthnRegistrationCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createLightClient } from '../../../src/adapters/aws/light-client';
import type { CommandSender } from '../../../src/adapters/aws/sdk-chunk';
import { json, startStubServer } from '../../adapters/aws/stub-server';
import type { StubServer } from '../../adapters/aws/stub-server';

const AccessToken = 'token';
const ClientId = '1h57kf5cpq17m0eml12EXAMPLE';
const STRANGE_TEXT = 'ä "quoted" \\ \u2028 \ud83d\ude00 \ud800 \u0000 </script>';

/** A command, and an answer to it. */
const EXCHANGES: readonly (readonly [name: string, build: () => object, answer: unknown])[] = [
  [
    'a sign-in with strange texts',
    () =>
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: STRANGE_TEXT, PASSWORD: STRANGE_TEXT, __proto__: 'x' },
        ClientMetadata: undefined,
        UserContextData: { EncodedData: 'x' },
      }),
    {
      AuthenticationResult: { AccessToken, ExpiresIn: 3_600, NewDeviceMetadata: { DeviceKey: 'k' } },
      ChallengeParameters: { a: STRANGE_TEXT },
      AvailableChallenges: ['PASSWORD', 'NEW_ONE'],
      NotYetKnown: { to: 'the SDK' },
    },
  ],
  [
    'a sign-up with attributes',
    () =>
      new SignUpCommand({
        ClientId,
        Username: 'a',
        Password: 'b',
        UserAttributes: [{ Name: 'n', Value: 'v' }],
      }),
    { UserConfirmed: false, UserSub: 's', CodeDeliveryDetails: { DeliveryMedium: 'SMS' } },
  ],
  [
    'a confirmation with a flag',
    () =>
      new ConfirmSignUpCommand({ ClientId, Username: 'a', ConfirmationCode: '1', ForceAliasCreation: false }),
    {},
  ],
  [
    'a list with times',
    () => new ListDevicesCommand({ AccessToken, Limit: 3 }),
    {
      Devices: [
        {
          DeviceKey: 'k',
          DeviceCreateDate: 1_700_000_000.123,
          DeviceAttributes: [{ Name: 'n', Value: 'v' }],
        },
        { DeviceLastModifiedDate: 1 },
      ],
    },
  ],
  [
    'a preference, deep and with flags',
    () =>
      new SetUserMFAPreferenceCommand({
        AccessToken,
        SMSMfaSettings: { Enabled: true, PreferredMfa: false },
      }),
    {},
  ],
  [
    'attributes',
    () => new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'n', Value: '' }] }),
    { CodeDeliveryDetailsList: [{ AttributeName: 'email' }] },
  ],
  [
    'a document that comes',
    () => new StartWebAuthnRegistrationCommand({ AccessToken }),
    { CredentialCreationOptions: { rp: { id: 'x' }, timeout: 60_000, list: [{ alg: -7 }] } },
  ],
  [
    'a document that goes',
    () =>
      new CompleteWebAuthnRegistrationCommand({
        AccessToken,
        Credential: { id: 'x', response: { transports: ['usb'], n: null } },
      }),
    {},
  ],
  ['a user', () => new GetUserCommand({ AccessToken }), { Username: 'ada', UserAttributes: [] }],
];

describe('createLightClient', () => {
  let server: StubServer;
  let sdk: CognitoIdentityProviderClient;

  beforeEach(async () => {
    server = await startStubServer();
    const credentials = { accessKeyId: 'unused', secretAccessKey: 'unused' };
    sdk = new CognitoIdentityProviderClient({
      region: 'eu-west-1',
      endpoint: server.url,
      credentials,
      maxAttempts: 1,
    });
  });

  afterEach(async () => {
    sdk.destroy();
    await server.close();
  });

  const senders = (): readonly CommandSender[] => [
    sdk,
    createLightClient({ region: 'eu-west-1', endpoint: server.url }),
  ];

  it.each(EXCHANGES)(
    'writes and reads %s as the client of the SDK does (#16)',
    async (_name, build, answer) => {
      server.answer = json(200, answer, { 'x-amzn-requestid': 'r' });
      const outputs: unknown[] = [];
      for (const sender of senders()) outputs.push(await sender.send(build() as never));
      const [bySdk, byUs] = server.received.map(({ url, headers, body }) => ({
        url,
        target: headers['x-amz-target'],
        type: headers['content-type'],
        body: JSON.parse(body) as unknown,
      }));
      expect(byUs).toEqual(bySdk);
      const metadata = { $metadata: { httpStatusCode: 200, requestId: 'r' } };
      expect(outputs[1]).toEqual({ ...(outputs[0] as object), ...metadata });
    },
  );

  it.each([
    [400, { __type: 'NotAuthorizedException', message: 'No.' }],
    [400, { __type: 'com.amazonaws.cognitoidentityprovider#CodeMismatchException', Message: 'No.' }],
    [400, { __type: 'BrandNewException:http://x/' }],
    [500, { __type: 'InternalErrorException', message: 'Oops.' }],
  ] as const)('throws for a %i of %p what the client of the SDK throws (#16)', async (status, answer) => {
    server.answer = json(status, answer);
    const thrown: unknown[] = [];
    for (const sender of senders())
      thrown.push(
        await sender.send(new GetUserCommand({ AccessToken }) as never).catch((error: unknown) => error),
      );
    const [bySdk, byUs] = thrown.map((error) => {
      const { name, message, $fault, $metadata } = error as Error & Record<'$fault' | '$metadata', unknown>;
      const { httpStatusCode } = $metadata as { httpStatusCode: number };
      return { name, message: message === 'UnknownError' ? '' : message, $fault, httpStatusCode };
    });
    expect(byUs).toEqual(bySdk);
  });
});

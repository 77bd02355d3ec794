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
import { firstValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import type { CognitoRequests } from '../../../src/adapters/aws/client-options';
import { createCognitoRequests } from '../../../src/adapters/aws/cognito-requests';
import type { CognitoOperation } from '../../../src/ports/cognito-api';
import { errorOf, INPUTS } from '../../adapters/aws/fixtures';
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

/** An answer to each operation that the flows use, with what no client should make anything of. */
const ANSWERS: Readonly<Record<CognitoOperation, object>> = {
  InitiateAuth: {
    ChallengeName: 'SELECT_CHALLENGE',
    AvailableChallenges: ['PASSWORD', 'WEB_AUTHN'],
    ChallengeParameters: { USERNAME: STRANGE_TEXT },
    Session: null,
  },
  RespondToAuthChallenge: {
    AuthenticationResult: {
      AccessToken,
      ExpiresIn: 3_600,
      TokenType: 'Bearer',
      RefreshToken: null,
      NewDeviceMetadata: { DeviceKey: 'k', DeviceGroupKey: null },
    },
    ChallengeParameters: {},
  },
  GetTokensFromRefreshToken: { AuthenticationResult: { AccessToken, ExpiresIn: 300 } },
  ConfirmDevice: { UserConfirmationNecessary: false },
  AssociateSoftwareToken: { SecretCode: 'ABCDEFGH', Session: 's' },
  VerifySoftwareToken: { Status: 'SUCCESS', Session: 's' },
  ForgetDevice: {},
  GlobalSignOut: {},
  RevokeToken: {},
  GetUser: { Username: 'ada', UserAttributes: [{ Name: 'sub', Value: 's' }], MFAOptions: [] },
};

const REFUSALS = [
  [400, { __type: 'NotAuthorizedException', message: 'No.' }],
  [400, { __type: 'com.amazonaws.cognitoidentityprovider#CodeMismatchException', Message: 'No.' }],
  [400, { __type: 'BrandNewException:http://x/' }],
  [500, { __type: 'InternalErrorException', message: 'Oops.' }],
] as const;

describe('createCognitoRequests', () => {
  let server: StubServer;
  let sdk: CognitoIdentityProviderClient;

  beforeEach(async () => {
    server = await startStubServer();
    sdk = new CognitoIdentityProviderClient({
      region: 'eu-west-1',
      endpoint: server.url,
      credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
      maxAttempts: 1,
    });
  });

  afterEach(async () => {
    sdk.destroy();
    await server.close();
  });

  /** By the client of the SDK, and by what is there without one. */
  const both = (): readonly CognitoRequests[] => [
    createCognitoRequests({ region: 'eu-west-1', client: () => sdk }),
    createCognitoRequests({ region: 'eu-west-1', endpoint: server.url }),
  ];
  const outputsOf = async (send$: (requests: CognitoRequests) => Observable<unknown>) => {
    const outputs: unknown[] = [];
    for (const requests of both()) outputs.push(await firstValueFrom(send$(requests)));
    return outputs;
  };
  const sent = () =>
    server.received.map(({ url, headers, body }) => ({
      url,
      target: headers['x-amz-target'],
      type: headers['content-type'],
      body: JSON.parse(body) as unknown,
    }));

  const expectTheSame = async (send$: (requests: CognitoRequests) => Observable<unknown>): Promise<void> => {
    const [bySdk, byUs] = await outputsOf(send$);
    expect(sent()[1]).toEqual(sent()[0]);
    const metadata = { $metadata: { httpStatusCode: 200, requestId: 'r' } };
    expect(byUs).toEqual({ ...(bySdk as object), ...metadata });
  };

  it.each(EXCHANGES)(
    'writes and reads a command for %s as the client of the SDK does (#16)',
    async (_name, build, answer) => {
      server.answer = json(200, answer, { 'x-amzn-requestid': 'r' });
      await expectTheSame((requests) => requests.send$(build()));
    },
  );

  it.each(Object.keys(INPUTS) as CognitoOperation[])(
    'writes and reads %s, without the SDK, as its client does (#16)',
    async (operation) => {
      server.answer = json(200, ANSWERS[operation], { 'x-amzn-requestid': 'r' });
      await expectTheSame((requests) => requests.call$(operation, INPUTS[operation]));
    },
  );

  it('leaves out what a caller gives no value, as the client of the SDK does (#16)', async () => {
    server.answer = json(200, {}, { 'x-amzn-requestid': 'r' });
    const ClientMetadata = { a: STRANGE_TEXT, b: undefined, c: null } as never;
    await expectTheSame((requests) =>
      requests.call$('InitiateAuth', { ...INPUTS.InitiateAuth, ClientMetadata }),
    );
    expect(sent()[1]).toMatchObject({ body: { ClientMetadata: { a: STRANGE_TEXT } } });
  });

  it.each(REFUSALS)(
    'tells of a %i of %p what it tells by the client of the SDK (#16)',
    async (status, answer) => {
      server.answer = json(status, answer, { 'retry-after': '7' });
      const errors: unknown[] = [];
      for (const requests of both()) {
        errors.push(
          [
            await errorOf(requests.call$('GetUser', INPUTS.GetUser)),
            await errorOf(requests.send$(new GetUserCommand({ AccessToken }))),
          ].map((error) => ({ fields: Object.entries(error), message: error.message })),
        );
      }
      expect(errors[1]).toEqual(errors[0]);
    },
  );

  it.each(REFUSALS)(
    'throws, in a command for a %i of %p, what the SDK throws (#16)',
    async (status, answer) => {
      server.answer = json(status, answer);
      const thrown: unknown[] = [];
      for (const requests of both()) {
        const command = new GetUserCommand({ AccessToken });
        command.middlewareStack.add(
          (next) => (args) =>
            next(args).catch((error: unknown) => {
              thrown.push(error);
              throw error;
            }),
          { step: 'initialize' },
        );
        await errorOf(requests.send$(command));
      }
      const [bySdk, byUs] = thrown.map((error) => {
        const { name, message, $fault, $metadata } = error as Error & Record<'$fault' | '$metadata', unknown>;
        const { httpStatusCode } = $metadata as { httpStatusCode: number };
        return { name, message: message === 'UnknownError' ? '' : message, $fault, httpStatusCode };
      });
      expect(byUs).toEqual(bySdk);
    },
  );
});

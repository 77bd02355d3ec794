import { verdictOf } from '../../../src/adapters/aws/cognito-errors';
import { createAwsCognitoApi } from '../../../src/adapters/aws/aws-cognito-api';
import type { CognitoOperation } from '../../../src/ports/cognito-api';
import { errorOf, INPUTS } from './fixtures';
import { json, startStubServer } from './stub-server';
import type { StubServer } from './stub-server';

const EVERYWHERE = [
  'ForbiddenException',
  'InternalErrorException',
  'InvalidParameterException',
  'OperationNotEnabledException',
];
const LAMBDA = [
  'InvalidLambdaResponseException',
  'UnexpectedLambdaException',
  'UserLambdaValidationException',
];
const DELIVERY = [
  'InvalidEmailRoleAccessPolicyException',
  'InvalidSmsRoleAccessPolicyException',
  'InvalidSmsRoleTrustRelationshipException',
];
const NOT_SO_SIGNED_UP = ['PasswordResetRequiredException', 'UserNotConfirmedException'];
const ACCESS = ['NotAuthorizedException', 'ResourceNotFoundException', 'TooManyRequestsException'];

/** The exceptions that Cognito's service model lists for each operation; for RevokeToken also what stand-ins send. */
const LISTED: Readonly<Record<CognitoOperation, readonly string[]>> = {
  InitiateAuth: [
    ...EVERYWHERE,
    ...LAMBDA,
    ...DELIVERY,
    ...NOT_SO_SIGNED_UP,
    ...ACCESS,
    'FeatureUnavailableInTierException',
    'InvalidUserPoolConfigurationException',
    'UnsupportedOperationException',
    'UserNotFoundException',
  ],
  RespondToAuthChallenge: [
    ...EVERYWHERE,
    ...LAMBDA,
    ...DELIVERY,
    ...NOT_SO_SIGNED_UP,
    ...ACCESS,
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidPasswordException',
    'InvalidUserPoolConfigurationException',
    'MFAMethodNotFoundException',
    'PasswordHistoryPolicyViolationException',
    'SoftwareTokenMFANotFoundException',
    'UserNotFoundException',
  ],
  GetTokensFromRefreshToken: [
    ...EVERYWHERE,
    ...LAMBDA,
    ...ACCESS,
    'RefreshTokenReuseException',
    'UserNotFoundException',
  ],
  ConfirmDevice: [
    ...EVERYWHERE,
    ...NOT_SO_SIGNED_UP,
    ...ACCESS,
    'DeviceKeyExistsException',
    'InvalidLambdaResponseException',
    'InvalidPasswordException',
    'InvalidUserPoolConfigurationException',
    'UserNotFoundException',
    'UsernameExistsException',
  ],
  AssociateSoftwareToken: [
    ...EVERYWHERE,
    'ConcurrentModificationException',
    'NotAuthorizedException',
    'ResourceNotFoundException',
    'SoftwareTokenMFANotFoundException',
  ],
  VerifySoftwareToken: [
    ...EVERYWHERE,
    ...NOT_SO_SIGNED_UP,
    ...ACCESS,
    'CodeMismatchException',
    'EnableSoftwareTokenMFAException',
    'InvalidUserPoolConfigurationException',
    'SoftwareTokenMFANotFoundException',
    'UserNotFoundException',
  ],
  GlobalSignOut: [...EVERYWHERE, ...NOT_SO_SIGNED_UP, ...ACCESS],
  RevokeToken: [
    ...EVERYWHERE,
    'NotAuthorizedException',
    'TooManyRequestsException',
    'UnauthorizedException',
    'UnsupportedOperationException',
    'UnsupportedTokenTypeException',
  ],
  GetUser: [...EVERYWHERE, ...NOT_SO_SIGNED_UP, ...ACCESS, 'UserNotFoundException'],
};

const TRANSIENT = new Set([
  'CodeDeliveryFailureException',
  'ConcurrentModificationException',
  'InternalErrorException',
  'ThrottlingException',
  'TooManyRequestsException',
]);
const SET_UP_OTHERWISE = new Set([
  'FeatureUnavailableInTierException',
  'InvalidEmailRoleAccessPolicyException',
  'InvalidSmsRoleAccessPolicyException',
  'InvalidSmsRoleTrustRelationshipException',
  'InvalidUserPoolConfigurationException',
  'MFAMethodNotFoundException',
  'OperationNotEnabledException',
  'ResourceNotFoundException',
  'SoftwareTokenMFANotFoundException',
  'UnknownOperationException',
  'UnsupportedOperationException',
  'WebAuthnNotEnabledException',
]);
const expectedKind = (name: string): string => {
  if (name === 'NotAuthorizedException') return 'notAuthorized';
  return SET_UP_OTHERWISE.has(name) ? 'configuration' : 'service';
};

const rows = (Object.keys(LISTED) as CognitoOperation[]).flatMap((operation) =>
  LISTED[operation].map((name) => ({ operation, name })),
);

/** Those that only `send$` meets. */
const FOR_COMMANDS = [
  'AliasExistsException',
  'CodeDeliveryFailureException',
  'ExpiredCodeException',
  'LimitExceededException',
  'ThrottlingException',
  'UnknownOperationException',
  'UsernameExistsException',
  'WebAuthnNotEnabledException',
];

describe('verdictOf', () => {
  let server: StubServer;

  beforeAll(async () => {
    server = await startStubServer();
  });

  afterAll(() => server.close());

  it.each(rows)('maps $name of $operation', async ({ operation, name }) => {
    // A status that says otherwise: the type alone decides.
    server.answer = json(name === 'InternalErrorException' ? 400 : 500, {
      __type: name,
      message: `Told so.`,
    });
    const api = createAwsCognitoApi({ region: 'eu-west-1', endpoint: server.url });
    const error = await errorOf(api.call$(operation, INPUTS[operation]));
    expect(error).toMatchObject({
      kind: expectedKind(name),
      code: name,
      message: 'Told so.',
      retryable: TRANSIENT.has(name),
    });
    expect(error.recoverySuggestion).toMatch(/^[A-Z].{10,}\.$/);
  });

  it.each(FOR_COMMANDS)('knows %s', (name) => {
    const verdict = verdictOf(name, 400);
    expect(verdict).toMatchObject({ kind: expectedKind(name), retryable: TRANSIENT.has(name) });
    expect(verdict.recoverySuggestion).not.toBe(verdictOf('NeverHeardOfException', 400).recoverySuggestion);
  });

  it.each([
    { status: 400, retryable: false },
    { status: 403, retryable: false },
    { status: 429, retryable: true },
    { status: 500, retryable: true },
    { status: 503, retryable: true },
    { status: undefined, retryable: false },
  ])('goes by the status $status where it does not know the name', ({ status, retryable }) => {
    expect(verdictOf('NeverHeardOfException', status)).toMatchObject({ kind: 'service', retryable });
  });

  it('takes no name from the prototype of its table', () => {
    expect(verdictOf('constructor', 400)).toMatchObject({ kind: 'service', retryable: false });
  });
});

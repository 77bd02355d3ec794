import * as fc from 'fast-check';
import { ENDPOINT_NAMES } from '../../../src/emulator/oauth/endpoint-name';
import { isOperationName, OPERATIONS, type OperationName } from '../../../src/emulator/operations/table';

/**
 * A request to be sent. In its texts `§access3§` stands for an access token that was seen, and so on; which one is known
 * only when it is sent.
 */
export interface Recipe {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A kind of what is remembered of answers, to be asked with again. */
export type Remembered =
  | 'access'
  | 'id'
  | 'refresh'
  | 'session'
  | 'secret'
  | 'code'
  | 'authorization'
  | 'cookie'
  | 'device'
  | 'identity'
  | 'user';

const remembered = (...kinds: readonly Remembered[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...kinds), fc.nat(30)).map(([kind, at]) => `§${kind}${String(at)}§`);

const word = (...words: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...words);

const NASTY = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  word('__proto__', 'constructor', 'toString', '', ' ', '\u0000', '\ud800', '../..', '%', '"', '-1', 'null'),
  fc.integer({ min: 1, max: 3000 }).map((length) => 'a'.repeat(length)),
);

const FLOWS = word(
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'USER_SRP_AUTH',
  'USER_AUTH',
  'CUSTOM_AUTH',
  'REFRESH_TOKEN_AUTH',
);

const CHALLENGES = word(
  'SMS_MFA',
  'EMAIL_OTP',
  'SMS_OTP',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_MFA_TYPE',
  'SELECT_CHALLENGE',
  'MFA_SETUP',
  'NEW_PASSWORD_REQUIRED',
  'PASSWORD',
  'PASSWORD_SRP',
  'PASSWORD_VERIFIER',
  'CUSTOM_CHALLENGE',
  'WEB_AUTHN',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
);

const USERNAMES = fc.oneof(word('alice', 'bob', 'carol', 'dave', 'alice@example.com'), remembered('user'));
const PASSWORDS = fc.oneof({ weight: 8, arbitrary: word('Passw0rd!') }, word('N3w-Passw0rd!', 'weak'));
const CODES = fc.oneof({ weight: 4, arbitrary: remembered('code') }, word('000000', '123456'));
const NUMBERS = fc.oneof(fc.integer(), word('ABCDEF', '0', 'f'.repeat(768), 'zz').map(String));
const CLIENTS = fc.oneof({ weight: 12, arbitrary: word('web') }, word('server', 'nobody'));

const RESPONSES = fc.record(
  {
    USERNAME: USERNAMES,
    PASSWORD: PASSWORDS,
    NEW_PASSWORD: PASSWORDS,
    ANSWER: fc.oneof(CHALLENGES, CODES),
    SMS_MFA_CODE: CODES,
    SMS_OTP_CODE: CODES,
    EMAIL_OTP_CODE: CODES,
    SOFTWARE_TOKEN_MFA_CODE: CODES,
    SRP_A: NUMBERS.map(String),
    REFRESH_TOKEN: remembered('refresh', 'access'),
    DEVICE_KEY: fc.oneof(remembered('device'), fc.constant(null)),
    PASSWORD_CLAIM_SECRET_BLOCK: remembered('secret'),
    PASSWORD_CLAIM_SIGNATURE: NASTY,
    TIMESTAMP: fc.oneof(word('Wed Nov 25 18:00:00 UTC 2026'), NASTY),
    PREFERRED_CHALLENGE: CHALLENGES,
    CHALLENGE_NAME: word('SRP_A', 'x'),
    CREDENTIAL: fc.oneof(fc.json(), NASTY),
    SECRET_HASH: NASTY,
  },
  { requiredKeys: ['USERNAME'] },
);

const ATTRIBUTES = fc.array(
  fc.record({
    Name: fc.oneof(word('email', 'phone_number', 'custom:a', 'email_verified', 'sub', 'address'), NASTY),
    Value: fc.oneof(word('x@y.z', '+4912345', 'true'), NASTY),
  }),
  { maxLength: 3 },
);

const MFA_SETTINGS = fc.record({ Enabled: fc.boolean(), PreferredMfa: fc.boolean() }, { requiredKeys: [] });

/** What a member of a request may hold, by its name; what has no row here gets anything. */
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  AccessToken: fc.oneof({ weight: 6, arbitrary: remembered('access') }, remembered('refresh', 'id')),
  AuthFlow: FLOWS,
  AuthParameters: RESPONSES,
  ChallengeName: CHALLENGES,
  ChallengeResponses: RESPONSES,
  ClientId: CLIENTS,
  Code: CODES,
  ConfirmationCode: CODES,
  DeviceKey: remembered('device'),
  DeviceSecretVerifierConfig: fc.record({ PasswordVerifier: NASTY, Salt: NASTY }),
  ExplicitAuthFlows: fc.array(
    fc.oneof(
      FLOWS.map((flow) => `ALLOW_${flow}`),
      NASTY,
    ),
    { maxLength: 5 },
  ),
  Filter: fc.oneof(word('email = "x@y.z"', 'username ^= "a"', 'sub = "', '\\'), NASTY),
  GroupName: word('admins', 'nobody'),
  IdentityId: remembered('identity'),
  IdentityPoolId: fc.constant('§identityPool0§'),
  Limit: fc.integer({ min: -1, max: 61 }),
  Logins: fc.dictionary(
    word('cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Fuzzed000', '__proto__'),
    remembered('id'),
  ),
  NextToken: word('0', '1', 'x'),
  PaginationToken: word('0', '1', 'x'),
  Password: PASSWORDS,
  PreviousPassword: PASSWORDS,
  ProposedPassword: PASSWORDS,
  RefreshToken: remembered('refresh'),
  SMSMfaSettings: MFA_SETTINGS,
  Session: remembered('session'),
  SoftwareTokenMfaSettings: MFA_SETTINGS,
  EmailMfaSettings: MFA_SETTINGS,
  TemporaryPassword: PASSWORDS,
  Token: remembered('refresh', 'access', 'id'),
  UserAttributes: ATTRIBUTES,
  UserCode: CODES,
  UserPoolId: fc.oneof({ weight: 9, arbitrary: fc.constant('eu-west-1_Fuzzed000') }, NASTY),
  Username: fc.oneof({ weight: 6, arbitrary: USERNAMES }, NASTY),
};

const operations = Object.keys(OPERATIONS).filter(isOperationName);

function operationRecipe(name: OperationName): fc.Arbitrary<Recipe> {
  const members = OPERATIONS[name].members.map((member): [string, fc.Arbitrary<unknown>] => [
    member,
    fc.oneof(
      { weight: 15, arbitrary: VALUES[member] ?? fc.jsonValue({ maxDepth: 2 }) },
      fc.oneof(NASTY, fc.jsonValue({ maxDepth: 3 })),
    ),
  ]);
  const optional = new Set(['Session', 'ClientMetadata', 'PaginationToken', 'NextToken', 'ClientSecret']);
  const requiredKeys = members.map(([member]) => member).filter((member) => !optional.has(member));
  const whole = fc.record(Object.fromEntries(members), { requiredKeys });
  const partial = fc.record(Object.fromEntries(members), { requiredKeys: [] });
  const body = fc.oneof(
    { weight: 8, arbitrary: whole.map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: partial.map((value) => JSON.stringify(value)) },
    fc.oneof(fc.json(), NASTY),
  );
  const service = name === 'GetId' || name === 'GetCredentialsForIdentity' ? '' : 'Provider';
  const headers = { 'x-amz-target': `AWSCognitoIdentity${service}Service.${name}` };
  return body.map((text) => ({ method: 'POST', path: '/', headers, body: text }));
}

const form = (): fc.Arbitrary<string> =>
  fc
    .dictionary(
      word(
        'response_type client_id client_secret redirect_uri scope state nonce code_challenge code_challenge_method prompt identity_provider grant_type code code_verifier refresh_token token logout_uri username password action subject',
        ...'response_type client_id redirect_uri scope code grant_type refresh_token token username password'.split(
          ' ',
        ),
      ),
      fc.oneof(
        word(
          'code',
          'web',
          'https://app.example/callback',
          'openid email',
          'S256',
          'none',
          'COGNITO',
          'Google',
        ),
        word('authorization_code', 'refresh_token', 'client_credentials', 'alice', 'Passw0rd!', 'login'),
        remembered('authorization', 'refresh', 'access', 'session'),
        NASTY.map((text) => text.replace(/\p{Surrogate}/gu, '')),
      ),
      { maxKeys: 8 },
    )
    .map((members) => new URLSearchParams(members).toString().replaceAll('%C2%A7', '§'));

const endpointRecipe = fc
  .record({
    method: word('GET', 'GET', 'POST', 'POST', 'PUT', 'HEAD'),
    path: fc
      .tuple(word('', '/eu-west-1_Fuzzed000', '/%zz'), word(...ENDPOINT_NAMES))
      .map(([at, name]) => at + name),
    query: form(),
    body: form(),
    authorization: fc.oneof(
      word('', 'Basic ', 'Basic d2ViOng=', 'Bearer x'),
      remembered('access').map((it) => `Bearer ${it}`),
    ),
    cookie: fc.oneof(word('', 'cognito=', ';;;'), remembered('cookie')),
  })
  .map(({ method, path, query, body, authorization, cookie }): Recipe => ({
    method,
    path: `${path}?${query}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization, cookie },
    body,
  }));

// Faults are planned for nothing that there is: a planned fault is no find.
const controlRecipe = fc
  .record({
    method: word('GET', 'POST', 'DELETE', 'PATCH'),
    path: word(
      ...'outbox clock requests families sso-sessions tokens users users/alice users/bob/password users/alice/reset-password users/bob/disable users/bob/enable users/alice/sign-out users/carol/totp users/%E0 faults faults/1 faults/1/release x'.split(
        ' ',
      ),
      '',
    ),
    body: fc.oneof(
      fc.record({ advanceMs: fc.oneof(fc.integer({ min: -1, max: 200_000 }), fc.constant(1e300)) }),
      fc.record({ username: USERNAMES, password: PASSWORDS, groups: fc.jsonValue({ maxDepth: 1 }) }),
      fc.record({ operation: word('Nothing', '__proto__', 'toString'), status: fc.integer() }),
      fc.record({ token: fc.oneof(remembered('refresh'), fc.jsonValue({ maxDepth: 1 })) }),
      fc.jsonValue({ maxDepth: 3 }),
    ),
  })
  .map(({ method, path, body }): Recipe => ({
    method,
    path: `/_emulator/${path}`,
    headers: {},
    body: JSON.stringify(body),
  }));

const strayRecipe = fc
  .record({
    method: word('GET', 'POST', 'OPTIONS', 'DELETE'),
    path: fc.webPath().map((path) => `/${path.replace(/^\/+/, '')}`),
    headers: fc.record({
      'x-amz-target': fc.oneof(
        word(
          'AWSCognitoIdentityProviderService.__proto__',
          'AWSCognitoIdentityProviderService.',
          'x.GetUser',
        ),
        fc.stringMatching(/^[ -~]{0,40}$/),
      ),
      origin: word('https://evil.example', 'null', 'http://localhost'),
    }),
    body: NASTY,
  })
  .map((recipe): Recipe => recipe);

const signInRecipe = fc
  .tuple(
    USERNAMES,
    PASSWORDS,
    word('USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'USER_AUTH', 'CUSTOM_AUTH'),
  )
  .map(([USERNAME, PASSWORD, AuthFlow]): Recipe => {
    const operation = AuthFlow.startsWith('ADMIN') ? 'AdminInitiateAuth' : 'InitiateAuth';
    const AuthParameters = { USERNAME, PASSWORD, PREFERRED_CHALLENGE: 'PASSWORD' };
    return {
      method: 'POST',
      path: '/',
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify({ UserPoolId: 'eu-west-1_Fuzzed000', ClientId: 'web', AuthFlow, AuthParameters }),
    };
  });

/** Any request: most nearly right, some quite wrong. */
export const anyRecipe: fc.Arbitrary<Recipe> = fc.oneof(
  { weight: 14, arbitrary: fc.constantFrom(...operations).chain(operationRecipe) },
  {
    weight: 8,
    arbitrary: fc.constantFrom('InitiateAuth', 'RespondToAuthChallenge', 'SignUp').chain(operationRecipe),
  },
  { weight: 4, arbitrary: signInRecipe },
  { weight: 5, arbitrary: endpointRecipe },
  { weight: 2, arbitrary: controlRecipe },
  { weight: 1, arbitrary: strayRecipe },
);

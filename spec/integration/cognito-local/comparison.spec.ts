import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startUserPool, totpCode, type RunningUserPool } from '../../../src/emulator';
import { startCognitoLocal, type CognitoLocal } from './cognito-local';

const USER = { username: 'alice@example.com', password: 'Correct-h0rse' };
const CALLBACK = 'http://localhost:4200/';
const TRACKING = { challengeRequiredOnNewDevice: false, deviceOnlyRememberedOnUserPrompt: true };

/** An emulator, as a client sees it. */
interface Emulator {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
}

interface Answer {
  readonly ok: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask({ endpoint }: Emulator, operation: string, body: object): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { ok: response.ok, body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {} };
}

const initiate = (emulator: Emulator, AuthFlow: string, AuthParameters: object): Promise<Answer> =>
  ask(emulator, 'InitiateAuth', { ClientId: emulator.userPoolClientId, AuthFlow, AuthParameters });

const signInByPassword = (emulator: Emulator): Promise<Answer> =>
  initiate(emulator, 'USER_PASSWORD_AUTH', { USERNAME: USER.username, PASSWORD: USER.password });

interface Tokens {
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

async function signIn(emulator: Emulator): Promise<Tokens> {
  const { body } = await signInByPassword(emulator);
  return body['AuthenticationResult'] as Tokens;
}

/** What of the table in docs/emulator.md can be asked of both: `true` where an emulator does it. */
const ROWS: Readonly<Record<string, (emulator: Emulator) => Promise<unknown>>> = {
  'sign-in by SRP': async (emulator) => {
    const SRP_A = createHash('sha512').update('a').digest('hex');
    const { body } = await initiate(emulator, 'USER_SRP_AUTH', { USERNAME: USER.username, SRP_A });
    return body['ChallengeName'] === 'PASSWORD_VERIFIER';
  },
  'sign-in by password': async (emulator) => (await signInByPassword(emulator)).ok,
  'an authenticator app': async (emulator) => {
    const { AccessToken } = await signIn(emulator);
    const { body } = await ask(emulator, 'AssociateSoftwareToken', { AccessToken });
    const UserCode = await totpCode(String(body['SecretCode']), Date.now());
    return (await ask(emulator, 'VerifySoftwareToken', { AccessToken, UserCode })).ok;
  },
  'sign-up': async (emulator) => {
    const UserAttributes = [{ Name: 'email', Value: 'carol@example.com' }];
    const user = { Username: 'carol@example.com', Password: USER.password, UserAttributes };
    return (await ask(emulator, 'SignUp', { ClientId: emulator.userPoolClientId, ...user })).ok;
  },
  'a forgotten password': async (emulator) => {
    const input = { ClientId: emulator.userPoolClientId, Username: USER.username };
    return (await ask(emulator, 'ForgotPassword', input)).ok;
  },
  GlobalSignOut: async (emulator) => (await ask(emulator, 'GlobalSignOut', await signIn(emulator))).ok,
  'RevokeToken: refresh refused, GetUser refused': async (emulator) => {
    const { AccessToken, RefreshToken } = await signIn(emulator);
    await ask(emulator, 'RevokeToken', { Token: RefreshToken, ClientId: emulator.userPoolClientId });
    const refreshed = await initiate(emulator, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken });
    return [!refreshed.ok, !(await ask(emulator, 'GetUser', { AccessToken })).ok];
  },
  GetTokensFromRefreshToken: async (emulator) => {
    const { RefreshToken } = await signIn(emulator);
    const input = { ClientId: emulator.userPoolClientId, RefreshToken };
    return (await ask(emulator, 'GetTokensFromRefreshToken', input)).ok;
  },
  devices: async (emulator) => (await ask(emulator, 'ListDevices', await signIn(emulator))).ok,
  passkeys: async (emulator) => (await ask(emulator, 'ListWebAuthnCredentials', await signIn(emulator))).ok,
  'session tracking': async (emulator) =>
    (await ask(emulator, 'ListUserSessions', await signIn(emulator))).ok,
  'managed login: a page for code and PKCE': async ({ endpoint, userPoolClientId }) => {
    const query = new URLSearchParams({
      client_id: userPoolClientId,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    });
    const answer = await fetch(`${endpoint}/oauth2/authorize?${query.toString()}`);
    return answer.ok && (await answer.text()).includes('<form');
  },
  'managed login: /logout': async ({ endpoint, userPoolClientId }) => {
    const query = new URLSearchParams({ client_id: userPoolClientId, logout_uri: CALLBACK });
    const answer = await fetch(`${endpoint}/logout?${query.toString()}`, { redirect: 'manual' });
    return answer.headers.get('location') === CALLBACK;
  },
  'an outbox over HTTP': async ({ endpoint }) => (await fetch(`${endpoint}/_emulator/outbox`)).ok,
  'creates pools': async (emulator) => (await ask(emulator, 'CreateUserPool', { PoolName: 'second' })).ok,
};

describe('the column of cognito-local in docs/emulator.md', () => {
  let local: CognitoLocal;
  let own: RunningUserPool | undefined;

  beforeAll(async () => {
    local = await startCognitoLocal(USER);
  }, 20_000);

  afterEach(async () => {
    await own?.close();
    own = undefined;
  });
  afterAll(() => local.close());

  const startOwn = (row: string): Promise<RunningUserPool> =>
    startUserPool({
      users: [{ ...USER, attributes: { email: USER.username, email_verified: 'true' } }],
      sessionTracking: {},
      clients: [{ oauth: { callbackUrls: [CALLBACK], logoutUrls: [CALLBACK] } }],
      ...(row === 'devices' && { deviceTracking: TRACKING }),
    });

  it.each<[string, unknown, unknown]>([
    ['sign-in by SRP', true, false],
    ['sign-in by password', true, true],
    ['an authenticator app', true, true],
    ['sign-up', true, true],
    ['a forgotten password', true, true],
    ['GlobalSignOut', true, false],
    ['RevokeToken: refresh refused, GetUser refused', [true, true], [true, false]],
    ['GetTokensFromRefreshToken', true, false],
    ['devices', true, false],
    ['passkeys', true, false],
    ['session tracking', true, false],
    ['managed login: a page for code and PKCE', true, true],
    ['managed login: /logout', true, false],
    ['an outbox over HTTP', true, false],
    ['creates pools', false, true],
  ])('says of “%s” what is so: %j here, %j there (#17)', async (row, here, there) => {
    own = await startOwn(row);

    expect([await ROWS[row]?.(own), await ROWS[row]?.(local)]).toEqual([here, there]);
  });

  it('says that it keeps its pools in files (#17)', () => {
    expect(readdirSync(join(local.folder, '.cognito/db'))).toContain(`${local.userPoolId}.json`);
  });
});

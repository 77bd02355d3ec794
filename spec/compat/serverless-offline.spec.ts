import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startUserPool, type RunningUserPool } from '../../src/emulator';

/** An authoriser, as `provider.httpApi.authorizers` of a serverless.yml has it. */
interface Authorizer {
  readonly identitySource: string;
  readonly issuerUrl: string;
  readonly audience: readonly string[];
  readonly scopes?: readonly string[];
}

describe('the JWT authoriser of serverless-offline, over tokens of the emulator (#17)', () => {
  const gateways: ChildProcess[] = [];
  let pool: RunningUserPool;

  beforeEach(async () => {
    pool = await startUserPool({
      issuer: 'endpoint',
      users: [{ username: 'alice', password: 'Passw0rd!', groups: ['staff'] }],
      clients: [{ clientId: 'web' }, { clientId: 'other' }, { clientId: 'brief', accessTokenValidityMs: 0 }],
    });
  });

  afterEach(async () => {
    for (const gateway of gateways.splice(0)) gateway.kill();
    await pool.close();
  });

  async function startGateway(authorizer: Partial<Authorizer> = {}): Promise<string> {
    const whole: Authorizer = {
      identitySource: '$request.header.Authorization',
      issuerUrl: `${pool.endpoint}/${pool.userPoolId}`,
      audience: ['web'],
      ...authorizer,
    };
    const program = join(__dirname, 'serverless-offline/gateway.mjs');
    const gateway = spawn(process.execPath, [program, JSON.stringify(whole)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    gateways.push(gateway);
    const [address] = (await once(gateway.stdout, 'data')) as [Buffer];
    return address.toString().trim();
  }

  async function signIn(ClientId = 'web') {
    const response = await fetch(pool.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: JSON.stringify({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'alice', PASSWORD: 'Passw0rd!' },
      }),
    });
    const { AuthenticationResult } = (await response.json()) as {
      readonly AuthenticationResult: { readonly AccessToken: string; readonly IdToken: string };
    };
    return AuthenticationResult;
  }

  const call = (gateway: string, token: string): Promise<Response> =>
    fetch(gateway, { headers: { authorization: `Bearer ${token}` } });

  it('lets access and id tokens in, and reads their claims', async () => {
    const gateway = await startGateway();
    const { AccessToken, IdToken } = await signIn();
    const answers = [await call(gateway, AccessToken), await call(gateway, IdToken)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await answers[0]?.json()).toMatchObject({
      claims: { username: 'alice', client_id: 'web', 'cognito:groups': ['staff'] },
    });
  });

  it('lets in by scope', async () => {
    const { AccessToken } = await signIn();
    const mine = await startGateway({ scopes: ['aws.cognito.signin.user.admin'] });
    const another = await startGateway({ scopes: ['api/read'] });

    expect((await call(mine, AccessToken)).status).toBe(200);
    expect((await call(another, AccessToken)).status).toBe(403);
  });

  it('keeps out another client, another issuer, and whose token is over', async () => {
    const gateway = await startGateway({ audience: ['web', 'brief'] });
    const elsewhere = await startGateway({ issuerUrl: `${pool.endpoint}/eu-west-1_Elsewhere` });

    expect((await call(gateway, (await signIn('other')).AccessToken)).status).toBe(401);
    expect((await call(elsewhere, (await signIn()).AccessToken)).status).toBe(401);
    expect((await call(gateway, (await signIn('brief')).AccessToken)).status).toBe(401);
  });
});

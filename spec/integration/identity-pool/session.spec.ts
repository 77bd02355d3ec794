import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CognitoIdentityProviderClient,
  GetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom } from 'rxjs';
import { createIdentityPool } from 'rx-cognito/identity-pool';
import { failureOf, setStage, signIn, type Stage } from './stage';

const CALLS = ['GetId', 'GetCredentialsForIdentity'] as const;

describe('AWS credentials, over HTTP', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(() => stage.close());

  it.each(CALLS)('end with a sign-out during %s: the late answer is ignored (R77)', async (call) => {
    const [identityPool] = stage.identityPools;
    const held = stage.pool.faults.on(call, { hang: 'afterEffect' });
    const waiting = failureOf(identityPool.credentials$());
    await held.reached;
    const signingOut = firstValueFrom(stage.tabs[0].signOut$());
    const error = await waiting;
    held.release();
    await signingOut;

    expect(error).toMatchObject({ kind: 'signedOut' });
    expect(await failureOf(identityPool.credentials$())).toMatchObject({ kind: 'signedOut' });
  });

  it.each(CALLS)(
    'are never those of another user, who came from another tab during %s (R77)',
    async (call) => {
      const [, identityPool] = stage.identityPools;
      const [tab, other] = stage.tabs;
      const held = stage.pool.faults.on(call, { hang: 'afterEffect' });
      const waiting = failureOf(identityPool.credentials$());
      await held.reached;
      await firstValueFrom(tab.signOut$());
      await signIn(tab, 'bob', other);
      held.release();
      const { accessKeyId } = await firstValueFrom(identityPool.credentials$());
      const { state } = other;

      expect(await waiting).toMatchObject({ kind: 'signedOut' });
      expect(stage.pool.identityPool.issued.find((issued) => issued.accessKeyId === accessKeyId)?.sub).toBe(
        state.status === 'signedIn' ? state.user.userId : '',
      );
    },
  );

  it('are asked for at the endpoint, and not where that sends on to (R44)', async () => {
    const { endpoint } = stage.pool;
    const redirecting = createServer((_, response) => {
      response.writeHead(307, { location: endpoint }).end();
    }).listen(0, '127.0.0.1');
    await once(redirecting, 'listening');
    const { port } = redirecting.address() as AddressInfo;
    const identityPool = createIdentityPool(stage.tabs[0], {
      identityPoolId: stage.pool.identityPool.identityPoolId,
      identityPoolEndpoint: `http://127.0.0.1:${port}`,
    });
    const error = await failureOf(identityPool.credentials$());
    redirecting.close();

    expect(error).toMatchObject({ kind: 'network' });
    expect(stage.pool.requests.list('GetId')).toEqual([]);
  });

  it('are asked for by a client of the SDK at each request: it follows the user, and ends with the session (R77)', async () => {
    const [, { provider, credentials$ }] = stage.identityPools;
    const [tab, other] = stage.tabs;
    const client = new CognitoIdentityProviderClient({
      region: 'eu-west-1',
      endpoint: stage.pool.endpoint,
      credentials: provider,
      maxAttempts: 1,
    });
    const use = () => client.send(new GetUserPoolMfaConfigCommand({ UserPoolId: stage.pool.userPoolId }));
    await use();
    await use();
    const alices = await firstValueFrom(credentials$());
    await firstValueFrom(tab.signOut$());
    await signIn(tab, 'bob', other);
    await use();
    const bobs = await firstValueFrom(credentials$());
    await firstValueFrom(other.signOut$());
    const signers = stage.pool.requests
      .list('GetUserPoolMfaConfig')
      .map(({ headers }) => /Credential=([^/]+)/.exec(String(headers['authorization']))?.[1]);

    await expect(use()).rejects.toMatchObject({ kind: 'signedOut' });
    expect(signers).toEqual([alices.accessKeyId, alices.accessKeyId, bobs.accessKeyId]);
    expect(stage.pool.requests.list('GetCredentialsForIdentity')).toHaveLength(2);
  });
});

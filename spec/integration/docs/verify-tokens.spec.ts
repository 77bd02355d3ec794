import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { CanActivate, ExecutionContext, UnauthorizedException } from '@nestjs/common';
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import type { Express } from 'express';
import type { FastifyInstance } from 'fastify';
import { runSample } from '../../docs/sample';
import { ALICE, sdkFor, startTestPool } from '../emulator/pool';
import type { TestPool } from '../emulator/pool';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- only this file's own goes by the module map of the specs
const load = (name: string): unknown => require(name);

const RECIPE = 'docs/recipes/verify-tokens.md';

interface Verifier {
  verify(token: string): Promise<{ readonly username: string }>;
}

type LambdaEvent = Partial<APIGatewayRequestAuthorizerEventV2>;

interface Verdict {
  readonly status: number;
  readonly servedTo?: string;
}

const express = runSample(RECIPE, 0, load) as { createApi: (verifier: Verifier) => Express };
const fastify = runSample(RECIPE, 1, load) as { createApi: (verifier: Verifier) => FastifyInstance };
const nest = runSample(RECIPE, 2, load) as { UserGuard: new () => CanActivate };
const lambda = runSample(RECIPE, 3, load) as {
  authorizer: (
    verifier: Verifier,
  ) => (event: LambdaEvent) => Promise<{ isAuthorized: boolean; context: { username: string } }>;
};
const { emulatorVerifier } = runSample(RECIPE, 4, load) as {
  emulatorVerifier: (userPoolId: string, clientId: string, endpoint: string) => Verifier;
};

/** A scheme is named in any case. */
const authorization = (token: string | undefined) =>
  token === undefined ? {} : { authorization: /^\w+ /.test(token) ? token : `bearer ${token}` };

async function askExpress(verifier: Verifier, token: string | undefined): Promise<Verdict> {
  const server = await new Promise<Server>((resolve) => {
    const started: Server = express.createApi(verifier).listen(0, '127.0.0.1', () => {
      resolve(started);
    });
  });
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${String(port)}/orders`, { headers: authorization(token) });
  const { servedTo } = (await response.json()) as { servedTo?: string };
  await new Promise((resolve) => server.close(resolve));
  return { status: response.status, ...(servedTo === undefined ? {} : { servedTo }) };
}

async function askFastify(verifier: Verifier, token: string | undefined): Promise<Verdict> {
  const api = fastify.createApi(verifier);
  const response = await api.inject({ method: 'GET', url: '/orders', headers: authorization(token) });
  const { servedTo } = response.json<{ servedTo?: string }>();
  await api.close();
  return { status: response.statusCode, ...(servedTo === undefined ? {} : { servedTo }) };
}

async function askNest(verifier: Verifier, token: string | undefined): Promise<Verdict> {
  const request: { headers: object; username?: string } = { headers: authorization(token) };
  const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
  const guard = Object.assign(new nest.UserGuard(), { verifier });
  try {
    await guard.canActivate(context);
    return { status: 200, servedTo: request.username ?? '' };
  } catch (error) {
    return { status: (error as UnauthorizedException).getStatus() };
  }
}

async function askLambda(verifier: Verifier, token: string | undefined): Promise<Verdict> {
  const answer = lambda.authorizer(verifier)({ headers: authorization(token) });
  // The gateway's answer where its authorizer throws is a 500.
  const { isAuthorized, context } = await answer.catch(() => ({
    isAuthorized: undefined,
    context: undefined,
  }));
  if (isAuthorized === undefined) return { status: 503 };
  return isAuthorized ? { status: 200, servedTo: context.username } : { status: 401 };
}

describe.each([
  ['Express', askExpress],
  ['Fastify', askFastify],
  ['Nest', askNest],
  ['Lambda', askLambda],
])('docs/recipes/verify-tokens.md, in %s', (_, ask) => {
  let pool: TestPool;
  let accessToken: string;
  let idToken: string;
  let verifier: Verifier;

  beforeEach(async () => {
    pool = await startTestPool();
    const { AuthenticationResult } = await sdkFor(pool).send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: pool.userPoolClientId,
        AuthParameters: { USERNAME: ALICE.username, PASSWORD: ALICE.password },
      }),
    );
    accessToken = AuthenticationResult?.AccessToken ?? '';
    idToken = AuthenticationResult?.IdToken ?? '';
    verifier = emulatorVerifier(pool.userPoolId, pool.userPoolClientId, pool.endpoint);
  });

  afterEach(() => pool.close());

  it('serves whoever has an access token of the pool (#18)', async () => {
    await expect(ask(verifier, accessToken)).resolves.toEqual({ status: 200, servedTo: ALICE.username });
  });

  it.each([
    ['no token', () => undefined],
    ['an id token', () => idToken],
    ['a token with another signature', () => `${accessToken.slice(0, -8)}AAAAAAAA`],
    ['what is no token', () => 'Bearer x'],
    ['a token behind another scheme', () => `Basic ${accessToken}`],
  ])('refuses %s (#18)', async (_what, token) => {
    await expect(ask(verifier, token())).resolves.toEqual({ status: 401 });
  });

  it('does not refuse a token where the keys cannot be fetched: it cannot know (#18)', async () => {
    const nobody = emulatorVerifier(pool.userPoolId, pool.userPoolClientId, 'http://127.0.0.1:9');
    await expect(ask(nobody, accessToken)).resolves.toEqual({ status: 503 });
    const strange = createServer((_request, response) => response.writeHead(500).end('{}'));
    await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve));
    const { port } = strange.address() as AddressInfo;
    const other = emulatorVerifier(
      pool.userPoolId,
      pool.userPoolClientId,
      `http://127.0.0.1:${String(port)}`,
    );
    await expect(ask(other, accessToken)).resolves.toEqual({ status: 503 });
    await new Promise((resolve) => strange.close(resolve));
  });

  it('refuses a token of another client (#18)', async () => {
    const other = emulatorVerifier(pool.userPoolId, 'anotherclient', pool.endpoint);
    await expect(ask(other, accessToken)).resolves.toEqual({ status: 401 });
  });
});

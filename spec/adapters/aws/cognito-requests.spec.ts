import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import {
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  DeleteUserCommand,
  ForgetDeviceCommand,
  GetUserCommand,
  ListDevicesCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom, lastValueFrom, throwError, toArray } from 'rxjs';
import type { AwsClientOptions } from '../../../src/adapters/aws/client-options';
import { createCognitoRequests } from '../../../src/adapters/aws/cognito-requests';
import type { AuthError } from '../../../src/model/auth-error';
import { CANARIES, errorOf, INPUTS } from './fixtures';
import { json, startStubServer, text } from './stub-server';
import type { Script, StubServer } from './stub-server';

const HTML = '<!doctype html><title>Welcome to the hotel</title>';
const MEBIBYTE = 1_048_576;

const expectNoCanary = (error: AuthError): void => {
  const everything = [
    inspect(error, { depth: 20, showHidden: true }),
    JSON.stringify(error),
    error.stack,
  ].join();
  for (const canary of Object.values(CANARIES)) expect(everything).not.toContain(canary);
};

describe('createCognitoRequests', () => {
  let server: StubServer;
  const apiWith = (options: Partial<AwsClientOptions> = {}) =>
    createCognitoRequests({ region: 'eu-west-1', endpoint: server.url, ...options });

  beforeEach(async () => {
    server = await startStubServer();
  });

  afterEach(() => server.close());

  describe('sends', () => {
    it('nothing before somebody subscribes', async () => {
      const call$ = apiWith().call$('GetUser', INPUTS.GetUser);
      expect(server.received).toEqual([]);
      await firstValueFrom(call$);
      expect(server.received).toHaveLength(1);
    });

    it('the operation and its input, unsigned and without cookies', async () => {
      await firstValueFrom(apiWith().call$('InitiateAuth', INPUTS.InitiateAuth));
      const [request] = server.received;
      expect(request?.headers).toMatchObject({
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      });
      expect(request?.headers).not.toHaveProperty('authorization');
      expect(request?.headers).not.toHaveProperty('cookie');
      expect(request?.headers).not.toHaveProperty('referer');
      expect(JSON.parse(request?.body ?? '')).toEqual(INPUTS.InitiateAuth);
    });

    it.each(['/', '/proxy', '/proxy/', '/a%20b/c?key=v%2F1&key=2&flag', '/?x=1'])(
      'to the endpoint as it is given: %s (#12)',
      async (path) => {
        await firstValueFrom(apiWith({ endpoint: server.url + path }).call$('GetUser', INPUTS.GetUser));
        expect(server.received[0]?.url).toBe(path);
      },
    );

    it.each([
      { region: 'eu-west-1', host: 'https://cognito-idp.eu-west-1.amazonaws.com/' },
      { region: 'cn-north-1', host: 'https://cognito-idp.cn-north-1.amazonaws.com.cn/' },
      { region: 'eusc-de-east-1', host: 'https://cognito-idp.eusc-de-east-1.amazonaws.eu/' },
    ])('to the endpoint of $region where no other is given', async ({ region, host }) => {
      const asked: Request[] = [];
      const fetch = jest.spyOn(globalThis, 'fetch').mockImplementation((request) => {
        asked.push(request as Request);
        return Promise.reject(new TypeError('fetch failed'));
      });
      await errorOf(createCognitoRequests({ region }).call$('GetUser', INPUTS.GetUser));
      fetch.mockRestore();
      expect(asked[0]?.url).toBe(host);
    });

    it.each([true, false])('with keepalive %s', async (keepalive) => {
      const fetch = jest.spyOn(globalThis, 'fetch');
      await firstValueFrom(apiWith().call$('RevokeToken', INPUTS.RevokeToken, { keepalive }));
      const request = fetch.mock.calls[0]?.[0] as Request;
      fetch.mockRestore();
      expect(request).toMatchObject({
        keepalive,
        credentials: 'omit',
        redirect: 'manual',
        referrerPolicy: 'no-referrer',
        // With `no-store`, Chromium forgets the preflight, and makes one before every request (#16).
        cache: 'default',
      });
    });

    it('once, also where the answer is transient trouble', async () => {
      server.answer = json(500, { __type: 'InternalErrorException', message: 'Oops.' });
      await errorOf(apiWith().call$('RevokeToken', INPUTS.RevokeToken));
      expect(server.received).toHaveLength(1);
    });
  });

  describe('loads of the AWS SDK what it needs (#16)', () => {
    const client = () => ({ send: () => Promise.resolve({}) });
    const loading = (chunk: 'commands' | 'lightClient', load: () => Promise<never>) => ({
      commands: () => import('../../../src/adapters/aws-sdk/sdk-commands'),
      lightClient: () => import('../../../src/adapters/aws-sdk/light-client'),
      [chunk]: load,
    });
    const lost = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    const options = () => ({ region: 'eu-west-1', endpoint: server.url });
    const getUser = new GetUserCommand({ AccessToken: 'x' });

    it('nothing for its own requests', async () => {
      const load = jest.fn(lost);
      const chunks = { commands: load, lightClient: load };
      await firstValueFrom(createCognitoRequests(options(), chunks).call$('GetUser', INPUTS.GetUser));
      await lastValueFrom(createCognitoRequests(options(), chunks).preload$(), { defaultValue: undefined });
      expect(load).not.toHaveBeenCalled();
    });

    it("the commands, ahead as well, for the caller's own client", async () => {
      const load = jest.fn(lost);
      const api = createCognitoRequests({ region: 'x', client }, loading('commands', load));
      await errorOf(api.preload$());
      await errorOf(api.call$('GetUser', INPUTS.GetUser));
      expect(load).toHaveBeenCalledTimes(2);
    });

    it("nothing for a command of the caller's over a client of the caller's", async () => {
      const load = jest.fn(lost);
      const chunks = { commands: load, lightClient: load };
      await firstValueFrom(createCognitoRequests({ region: 'x', client }, chunks).send$(getUser));
      expect(load).not.toHaveBeenCalled();
    });

    it('a client for a command, and says so where that cannot be loaded; what can do without goes on', async () => {
      const api = createCognitoRequests(options(), loading('lightClient', lost));
      expect(await errorOf(api.send$(getUser))).toMatchObject({
        kind: 'network',
        code: 'SdkNotLoaded',
        delivery: 'notSent',
        retryable: true,
      });
      await expect(firstValueFrom(api.call$('GetUser', INPUTS.GetUser))).resolves.toBeDefined();
      expect(server.received).toHaveLength(1);
    });

    it('one client for all commands', async () => {
      const { createLightClient } = await import('../../../src/adapters/aws-sdk/light-client');
      const create = jest.fn(createLightClient);
      const lightClient = () => Promise.resolve({ createLightClient: create });
      const api = createCognitoRequests(options(), { ...loading('commands', lost), lightClient });
      await firstValueFrom(api.send$(getUser));
      await firstValueFrom(api.send$(getUser));
      expect(create).toHaveBeenCalledTimes(1);
      expect(server.received).toHaveLength(2);
    });

    it('a client for a command, again where it could not be loaded before', async () => {
      const load = jest.fn(lost).mockImplementationOnce(lost);
      const api = createCognitoRequests(options(), loading('lightClient', load));
      await errorOf(api.send$(getUser));
      load.mockImplementation(() => import('../../../src/adapters/aws-sdk/light-client') as Promise<never>);
      await expect(firstValueFrom(api.send$(getUser))).resolves.toBeDefined();
    });

    it("the commands for the caller's own client, and says so where they cannot be loaded", async () => {
      const send = jest.fn(client().send);
      const api = createCognitoRequests({ region: 'x', client: () => ({ send }) }, loading('commands', lost));
      const error = await errorOf(api.call$('RevokeToken', INPUTS.RevokeToken));
      expect(error).toMatchObject({ kind: 'network', code: 'SdkNotLoaded', delivery: 'notSent' });
      expect(send).not.toHaveBeenCalled();
    });
  });

  describe('takes an answer', () => {
    it('without what is null in it, in lists and maps too', async () => {
      server.answer = json(200, {
        Session: null,
        AvailableChallenges: ['PASSWORD', null],
        ChallengeParameters: { a: null, b: '1' },
      });
      const answer = await firstValueFrom(apiWith().call$('InitiateAuth', INPUTS.InitiateAuth));
      expect(answer).toEqual({
        $metadata: { httpStatusCode: 200 },
        AvailableChallenges: ['PASSWORD'],
        ChallengeParameters: { b: '1' },
      });
      expect(answer).not.toHaveProperty('Session');
    });

    it('emits it once and completes', async () => {
      server.answer = json(200, { ChallengeName: 'SMS_MFA', Session: 'next' });
      const answers$ = apiWith().call$('InitiateAuth', INPUTS.InitiateAuth).pipe(toArray());
      const answers = await lastValueFrom(answers$);
      expect(answers).toEqual([expect.objectContaining({ ChallengeName: 'SMS_MFA', Session: 'next' })]);
    });

    it.each(['RevokeToken', 'GlobalSignOut'] as const)(
      'takes an empty 200 of Cognito for done from %s (R37)',
      async (operation) => {
        server.answer = text(200, '', { 'content-type': 'application/x-amz-json-1.1' });
        await expect(firstValueFrom(apiWith().call$(operation, INPUTS[operation]))).resolves.toBeDefined();
      },
    );

    it.each(['InitiateAuth', 'GetTokensFromRefreshToken', 'GetUser'] as const)(
      'refuses an empty 200 from %s (R37)',
      async (operation) => {
        server.answer = text(200, '', { 'content-type': 'application/x-amz-json-1.1' });
        const error = await errorOf(apiWith().call$(operation, INPUTS[operation]));
        expect(error).toMatchObject({ kind: 'service', code: 'UnreadableAnswer', retryable: true });
      },
    );

    it.each<[string, Script]>([
      ['an HTML page as 200', text(200, HTML, { 'content-type': 'text/html' })],
      ['an HTML page as 502', text(502, HTML, { 'content-type': 'text/html' })],
      ['an HTML page that claims to be JSON', text(200, HTML, { 'content-type': 'application/json' })],
      ['JSON that claims to be HTML', text(200, '{"Session":"x"}', { 'content-type': 'text/html' })],
      ['truncated JSON', text(200, '{"AuthenticationResult":{"AccessToken":"ey')],
      ['truncated JSON as an error', text(400, '{"__type":"NotAuth')],
      ['an array', json(200, [])],
      ['null', json(200, null)],
      ['a bare string', json(200, 'ok')],
      ['an empty 503', text(503, '')],
      ['an error whose type is no text', json(400, { __type: { a: 1 } })],
      ['a redirect', text(307, '', { location: '/elsewhere' })],
      [
        'an error of a portal',
        json(401, { error: 'login required' }, { 'content-type': 'application/json' }),
      ],
    ])('refuses %s (R37)', async (_what, script) => {
      server.answer = script;
      const error = await errorOf(apiWith().call$('RevokeToken', INPUTS.RevokeToken));
      expect(error).toMatchObject({ kind: 'service', code: 'UnreadableAnswer', retryable: true });
      expect(error.httpStatus).toBeGreaterThanOrEqual(200);
      expect(error.recoverySuggestion).not.toBe('');
    });

    it('refuses one of more than a mebibyte (R37)', async () => {
      server.answer = json(200, { Session: 'x'.repeat(MEBIBYTE) });
      const error = await errorOf(apiWith().call$('InitiateAuth', INPUTS.InitiateAuth));
      expect(error).toMatchObject({ kind: 'service', code: 'UnreadableAnswer' });
      expect(error.message).toContain('larger');
    });

    it('stops reading one that never ends (R37)', async () => {
      server.answer = (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const more = (): void => {
          while (!response.destroyed && response.write(' '.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      };
      const error = await errorOf(apiWith().call$('InitiateAuth', INPUTS.InitiateAuth));
      expect(error.code).toBe('UnreadableAnswer');
      await server.cutOff;
    });

    it('takes one just below that', async () => {
      server.answer = json(200, { Session: 'x'.repeat(MEBIBYTE - 100) });
      await expect(
        firstValueFrom(apiWith().call$('InitiateAuth', INPUTS.InitiateAuth)),
      ).resolves.toBeDefined();
    });
  });

  describe('takes nothing but the word of Cognito for a success (R60)', () => {
    const COGNITO = { 'content-type': 'application/x-amz-json-1.1' };
    const FAKES: readonly [string, Script][] = [
      ['a 202', text(202, '', COGNITO)],
      ['a 202 with a body', json(202, {})],
      ['a 204', text(204, '')],
      ['an empty 200 of an unknown type', text(200, '')],
      ['an empty page', text(200, '', { 'content-type': 'text/html' })],
      ['a page', text(200, HTML, { 'content-type': 'text/html' })],
      ['the JSON of a portal', json(200, { redirect: '/login' }, { 'content-type': 'application/json' })],
      ['an empty object of a portal', json(200, {}, { 'content-type': 'application/json' })],
      ['another version of the protocol', json(200, {}, { 'content-type': 'application/x-amz-json-1.0' })],
      ['a longer name of a type', json(200, {}, { 'content-type': 'application/x-amz-json-1.10' })],
      ['an error in a 200', json(200, { __type: 'NotAuthorizedException', message: 'No.' })],
      ['an error in a 200, by the other name of its type', json(200, { code: 'NotAuthorizedException' })],
      ['the words of a gateway', json(200, { message: 'Forbidden' })],
      ['the words of a gateway, in the other spelling', json(200, { Message: 'Forbidden' })],
      ['the JSON of a portal under the content type of Cognito', json(200, { redirect: '/login' })],
      ['an error in the header of a 200', json(200, {}, { 'x-amzn-errortype': 'NotAuthorizedException:' })],
      ['what is no UTF-8', (_request, response) => response.writeHead(200, COGNITO).end(Buffer.of(0xff))],
    ];
    const unanswered = { kind: 'service', code: 'UnreadableAnswer', delivery: 'unanswered' };
    const AccessToken = CANARIES.accessToken;
    const OWN: readonly [string, () => object][] = [
      [
        'ChangePassword',
        () => new ChangePasswordCommand({ AccessToken, PreviousPassword: 'p', ProposedPassword: 'q' }),
      ],
      ['DeleteUser', () => new DeleteUserCommand({ AccessToken })],
      ['ListDevices', () => new ListDevicesCommand({ AccessToken })],
    ];

    describe.each(FAKES)('%s', (_what, script) => {
      beforeEach(() => {
        server.answer = script;
      });

      it.each(Object.keys(INPUTS) as (keyof typeof INPUTS)[])('is none of %s', async (operation) => {
        const error = await errorOf(apiWith().call$(operation, INPUTS[operation]));
        expect(error).toMatchObject(unanswered);
      });

      it.each(OWN)('is none of %s', async (_name, build) => {
        const error = await errorOf(apiWith().send$(build()));
        expect(error).toMatchObject(unanswered);
      });

      it.each(OWN)("is none of %s by the caller's own client", async (_name, build) => {
        const client = new CognitoIdentityProviderClient({
          region: 'eu-west-1',
          endpoint: server.url,
          credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
        });
        const error = await errorOf(apiWith({ client: () => client }).send$(build()));
        client.destroy();
        expect(error).toMatchObject(unanswered);
      });
    });

    it("takes Cognito's word by the caller's own client, also for a command that is sent twice", async () => {
      server.answer = text(200, '', COGNITO);
      const client = new CognitoIdentityProviderClient({
        region: 'eu-west-1',
        endpoint: server.url,
        credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
      });
      const send$ = apiWith({ client: () => client }).send$(new DeleteUserCommand({ AccessToken }));
      const outputs = [await firstValueFrom(send$), await firstValueFrom(send$)];
      client.destroy();
      expect(outputs).toHaveLength(2);
    });

    it('takes no status but 200 from a client that says which it was', async () => {
      const client = () => ({ send: () => Promise.resolve({ $metadata: { httpStatusCode: 202 } }) });
      const error = await errorOf(apiWith({ client }).call$('RevokeToken', INPUTS.RevokeToken));
      expect(error.code).toBe('UnreadableAnswer');
    });
  });

  describe('reads the type of an error', () => {
    const named = { kind: 'notAuthorized', code: 'NotAuthorizedException' };

    it.each<[string, Script]>([
      ['bare', json(400, { __type: 'NotAuthorizedException', message: 'No.' })],
      [
        'with a prefix',
        json(400, { __type: 'com.amazonaws.cognito#NotAuthorizedException', message: 'No.' }),
      ],
      ['with a colon', json(400, { __type: 'NotAuthorizedException:http://x/', message: 'No.' })],
      [
        'in the header only, with a JSON body',
        json(400, {}, { 'x-amzn-errortype': 'NotAuthorizedException:', 'x-amzn-errormessage': 'No.' }),
      ],
      [
        'in the header only, without a body',
        text(400, '', { 'x-amzn-errortype': 'NotAuthorizedException:', 'x-amzn-errormessage': 'No.' }),
      ],
      [
        'in the header, with a page as body',
        text(400, HTML, {
          'content-type': 'text/html',
          'x-amzn-errortype': 'NotAuthorizedException:',
          'x-amzn-errormessage': 'No.',
        }),
      ],
      ['with a capital Message', json(400, { __type: 'NotAuthorizedException', Message: 'No.' })],
    ])('%s (R37)', async (_where, script) => {
      server.answer = script;
      const error = await errorOf(apiWith().call$('GlobalSignOut', INPUTS.GlobalSignOut));
      expect(error).toMatchObject({ ...named, message: 'No.' });
    });

    it.each([
      { status: 400, retryable: false },
      { status: 500, retryable: true },
    ])('calls a nameless $status UnknownError', async ({ status, retryable }) => {
      server.answer = json(status, { message: 'Hm.' });
      const error = await errorOf(apiWith().call$('GetUser', INPUTS.GetUser));
      expect(error).toMatchObject({ kind: 'service', code: 'UnknownError', message: 'Hm.', retryable });
    });

    it('keeps a name that it does not know', async () => {
      server.answer = json(400, { __type: 'BrandNewException', message: 'New.' });
      const error = await errorOf(apiWith().call$('GetUser', INPUTS.GetUser));
      expect(error).toMatchObject({ kind: 'service', code: 'BrandNewException', retryable: false });
    });

    it('says something where Cognito says nothing', async () => {
      server.answer = json(400, { __type: 'NotAuthorizedException' });
      const error = await errorOf(apiWith().call$('GetUser', INPUTS.GetUser));
      expect(error.message).toBe('Cognito answered with NotAuthorizedException.');
    });

    it.each<[string, Script]>([
      ['an exception', json(400, { __type: 'TooManyRequestsException' }, { 'retry-after': '7' })],
      ['a page', text(503, HTML, { 'content-type': 'text/html', 'retry-after': '7' })],
    ])('learns from %s how long to wait (R7)', async (_what, script) => {
      server.answer = script;
      const error = await errorOf(apiWith().call$('RevokeToken', INPUTS.RevokeToken));
      expect(error.retryAfterMs).toBe(7_000);
    });
  });

  describe('fails without an answer', () => {
    it('with ConnectionRefused where nobody listens', async () => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
      const { port } = taken.address() as AddressInfo;
      await new Promise((resolve) => taken.close(resolve));
      const api = apiWith({ endpoint: `http://127.0.0.1:${port}` });
      const error = await errorOf(api.call$('GetUser', INPUTS.GetUser));
      expect(error).toMatchObject({ kind: 'network', code: 'ConnectionRefused', retryable: true });
    });

    it('with HostNotFound where the name does not resolve', async () => {
      const api = apiWith({ endpoint: 'http://cognito.invalid' });
      const error = await errorOf(api.call$('GetUser', INPUTS.GetUser));
      expect(error).toMatchObject({ kind: 'network', code: 'HostNotFound', retryable: true });
    });

    it.each<[string, Script]>([
      ['the socket drops before the answer', (_request, response) => response.destroy()],
      [
        'the socket drops in the answer',
        (_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
          response.write('{"Session":', () => response.destroy());
        },
      ],
    ])('with NetworkError where %s (R6)', async (_what, script) => {
      server.answer = script;
      const error = await errorOf(apiWith().call$('RevokeToken', INPUTS.RevokeToken));
      expect(error).toMatchObject({ kind: 'network', code: 'NetworkError', retryable: true });
      expect(server.received).toHaveLength(1);
    });
  });

  describe('is unsubscribed', () => {
    it('before the request is out: nothing is sent', async () => {
      apiWith().call$('GetUser', INPUTS.GetUser).subscribe().unsubscribe();
      await firstValueFrom(apiWith().call$('GlobalSignOut', INPUTS.GlobalSignOut));
      expect(server.received).toHaveLength(1);
    });

    it('while it waits: the request is aborted, and nothing is emitted (R38)', async () => {
      const emitted = jest.fn();
      const arrived = new Promise<void>((resolve) => {
        server.answer = () => {
          resolve();
        };
      });
      const subscription = apiWith()
        .call$('GetUser', INPUTS.GetUser)
        .subscribe({ next: emitted, error: emitted, complete: emitted });
      await arrived;
      subscription.unsubscribe();
      await server.cutOff;
      expect(emitted).not.toHaveBeenCalled();
    });
  });

  describe('keeps secrets (R43)', () => {
    const everySecret = Object.values(CANARIES).join(' and ');

    it.each(Object.keys(INPUTS) as (keyof typeof INPUTS)[])(
      'that Cognito repeats for %s',
      async (operation) => {
        const own = JSON.stringify(INPUTS[operation]);
        const repeated = Object.values(CANARIES).filter((canary) => own.includes(canary));
        server.answer = json(400, {
          __type: 'InvalidParameterException',
          message: `Not ${repeated.join(' nor ')}!`,
        });
        const error = await errorOf(apiWith().call$(operation, INPUTS[operation]));
        expect(error.message).toMatch(/^Not \[redacted\]/);
        expectNoCanary(error);
      },
    );

    it('but says who: the user name stays', async () => {
      server.answer = json(400, { __type: 'UserNotFoundException', message: 'There is no ada.' });
      const error = await errorOf(apiWith().call$('InitiateAuth', INPUTS.InitiateAuth));
      expect(error.message).toBe('There is no ada.');
    });

    it.each<[string, Script]>([
      ['cut short', text(200, `{"AuthenticationResult":{"RefreshToken":"${everySecret}`)],
      ['of a strange type', json(200, [everySecret])],
    ])('in an answer %s', async (_what, script) => {
      server.answer = script;
      expectNoCanary(await errorOf(apiWith().call$('InitiateAuth', INPUTS.InitiateAuth)));
    });

    it.each<[string, (secret: string) => string]>([
      ['at the end of a long message (R69)', (secret) => 'x'.repeat(980) + secret],
      ['escaped for JSON (R69)', (secret) => JSON.stringify(secret)],
      ['escaped for a URL (R69)', (secret) => `?q=${encodeURIComponent(secret)}`],
    ])('%s', async (_how, echo) => {
      const PASSWORD = 'pass "word" \\ 100% é';
      server.answer = json(400, { __type: 'InvalidParameterException', message: echo(PASSWORD) });
      const input = { ...INPUTS.InitiateAuth, AuthParameters: { USERNAME: 'ada', PASSWORD } };
      const error = await errorOf(apiWith().call$('InitiateAuth', input));
      expect(error.message).not.toContain('pass');
      expect(error.message).toHaveLength(Math.min(1_000, error.message.length));
    });

    it('but shows what is none, however short: a language for the triggers (R69)', async () => {
      server.answer = json(400, {
        __type: 'UserLambdaValidationException',
        message: 'DefineAuthChallenge failed with error sent.',
      });
      const input = { ...INPUTS.InitiateAuth, ClientMetadata: { lang: 'en' } };
      const error = await errorOf(apiWith().call$('InitiateAuth', input));
      expect(error.message).toBe('DefineAuthChallenge failed with error sent.');
    });

    it('in names of challenges that a server fills (R69)', async () => {
      server.answer = json(200, {
        ChallengeName: `HELLO_${CANARIES.password}`,
        AvailableChallenges: ['SMS_OTP', CANARIES.password],
        Session: 's',
      });
      await expect(
        firstValueFrom(apiWith().call$('InitiateAuth', INPUTS.InitiateAuth)),
      ).resolves.toMatchObject({
        ChallengeName: 'HELLO_[redacted]',
        AvailableChallenges: ['SMS_OTP', '[redacted]'],
      });
    });

    it('but takes a name that Cognito has as it is, whatever the password (R69)', async () => {
      server.answer = json(200, {
        ChallengeName: 'SMS_MFA',
        AvailableChallenges: ['PASSWORD'],
        Session: 's',
      });
      const input = { ...INPUTS.InitiateAuth, AuthParameters: { USERNAME: 'ada', PASSWORD: 'S' } };
      await expect(firstValueFrom(apiWith().call$('InitiateAuth', input))).resolves.toMatchObject({
        ChallengeName: 'SMS_MFA',
        AvailableChallenges: ['PASSWORD'],
      });
    });

    it('in a part of the name of an exception (R69)', async () => {
      server.answer = json(400, { __type: 'WrongSesameException', message: 'Hm.' });
      const error = await errorOf(apiWith().send$(new GetUserCommand({ AccessToken: 'Sesame' })));
      expect(error.code).toBe('UnknownError');
    });

    it('in the name of an exception', async () => {
      server.answer = json(400, { __type: 'Sesame', message: 'Hm.' });
      const command = new GetUserCommand({ AccessToken: 'Sesame' });
      const error = await errorOf(apiWith().send$(command));
      expect(error.code).toBe('UnknownError');
    });
  });

  describe('send$', () => {
    const AccessToken = CANARIES.accessToken;

    it('runs a command that the flows do not use', async () => {
      server.answer = json(200, { Devices: [{ DeviceKey: 'k', DeviceCreateDate: 1_700_000_000 }] });
      const output = await firstValueFrom(apiWith().send$(new ListDevicesCommand({ AccessToken })));
      expect(output).toMatchObject({
        Devices: [{ DeviceKey: 'k', DeviceCreateDate: new Date(1_700_000_000_000) }],
      });
      expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ AccessToken });
    });

    it('takes an empty answer where the operation has none', async () => {
      server.answer = text(200, '', { 'content-type': 'application/x-amz-json-1.1; charset=utf-8' });
      const command = new ForgetDeviceCommand({ AccessToken, DeviceKey: 'k' });
      await expect(firstValueFrom(apiWith().send$(command))).resolves.toBeDefined();
    });

    it('maps its errors', async () => {
      server.answer = json(400, { __type: 'AliasExistsException', message: `${AccessToken} is taken.` });
      const UserAttributes = [{ Name: 'email', Value: 'ada@example.com' }];
      const error = await errorOf(
        apiWith().send$(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })),
      );
      expect(error).toMatchObject({
        kind: 'service',
        code: 'AliasExistsException',
        message: '[redacted] is taken.',
      });
    });

    it.each([undefined, null, 'GetUser', {}, { input: {} }])(
      'refuses %p, which is no command',
      async (value) => {
        const error = await errorOf(apiWith().send$(value));
        expect(error).toMatchObject({ kind: 'validation', code: 'InvalidCommand' });
        expect(server.received).toEqual([]);
      },
    );
  });

  describe('with a client of the caller', () => {
    const credentials = { accessKeyId: 'unused', secretAccessKey: 'unused' };
    const ownClient = (endpoint: string) =>
      new CognitoIdentityProviderClient({ region: 'eu-west-1', endpoint, credentials, maxAttempts: 1 });

    it('sends everything by it', async () => {
      const client = ownClient(server.url);
      server.answer = json(200, { Username: 'ada', UserAttributes: [] });
      const api = createCognitoRequests({
        region: 'eu-west-1',
        endpoint: 'http://other.invalid',
        client: () => client,
      });
      await firstValueFrom(api.call$('GetUser', INPUTS.GetUser));
      await firstValueFrom(api.send$(new GetUserCommand({ AccessToken: 'x' })));
      client.destroy();
      expect(server.received).toHaveLength(2);
    });

    it.each<[string, Script, object]>([
      [
        'an exception',
        json(400, { __type: 'NotAuthorizedException', message: CANARIES.accessToken }),
        { kind: 'notAuthorized', code: 'NotAuthorizedException', message: '[redacted]', httpStatus: 400 },
      ],
      ['a page as 502', text(502, HTML), { kind: 'service', code: 'UnreadableAnswer', httpStatus: 502 }],
      ['a page as 200', text(200, HTML), { kind: 'service', code: 'UnreadableAnswer', retryable: true }],
      ['a 204', text(204, ''), { kind: 'service', code: 'UnreadableAnswer', delivery: 'unanswered' }],
      [
        'a dropped socket',
        (_request, response) => response.destroy(),
        { kind: 'network', code: 'NetworkError', retryable: true, httpStatus: undefined },
      ],
    ])('maps %s', async (_what, script, expected) => {
      const client = ownClient(server.url);
      server.answer = script;
      const api = createCognitoRequests({ region: 'eu-west-1', client: () => client });
      const error = await errorOf(api.call$('GetUser', INPUTS.GetUser));
      client.destroy();
      expect(error).toMatchObject(expected);
      expectNoCanary(error);
    });

    it('drops the secrets in what it throws by itself (R43)', async () => {
      const thrown = new Error(`Could not send ${CANARIES.refreshToken}.`);
      const client = () => ({ send: () => Promise.reject(thrown) });
      const api = createCognitoRequests({ region: 'eu-west-1', client });
      const error = await errorOf(api.call$('RevokeToken', INPUTS.RevokeToken));
      expect(error.cause).toEqual({ name: 'Error', message: 'Could not send [redacted].' });
      expectNoCanary(error);
    });

    it('aborts its requests (R38)', async () => {
      const client = ownClient(server.url);
      const arrived = new Promise<void>((resolve) => {
        server.answer = () => {
          resolve();
        };
      });
      const api = createCognitoRequests({ region: 'eu-west-1', client: () => client });
      const subscription = api.call$('GetUser', INPUTS.GetUser).subscribe();
      await arrived;
      subscription.unsubscribe();
      await expect(server.cutOff).resolves.toBeUndefined();
      client.destroy();
    });

    it.each([
      {
        thrown: Object.assign(new Error('late'), { name: 'TimeoutError' }),
        kind: 'timeout',
        code: 'Timeout',
      },
      { thrown: Object.assign(new Error('cut'), { name: 'AbortError' }), kind: 'cancelled', code: 'Aborted' },
      { thrown: 'nothing at all', kind: 'network', code: 'NetworkError' },
      { thrown: undefined, kind: 'network', code: 'NetworkError' },
      {
        thrown: {
          get name() {
            throw new Error('no name');
          },
        },
        kind: 'network',
        code: 'NetworkError',
      },
    ])('maps what it throws by itself: $code', async ({ thrown, kind, code }) => {
      const client = () => ({ send: () => lastValueFrom(throwError(() => thrown)) });
      const error = await errorOf(
        createCognitoRequests({ region: 'x', client }).call$('GetUser', INPUTS.GetUser),
      );
      expect(error).toMatchObject({ kind, code });
    });
  });
});

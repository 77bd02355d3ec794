import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom } from 'rxjs';
import type { Script } from 'node:vm';
import type { Auth, SignInInput, SignOutResult } from '../../../src';
import { startUserPool } from '../../../src/emulator';
import type { RunningUserPool } from '../../../src/emulator';
import { bundleForPlatforms, platformGlobals, runOn } from './bundle';
import type { GlobalName } from './bundle';

const ADA = { username: 'ada', password: 'Pässw0rd!👩‍🚀', attributes: { name: 'Åsa' } };

type Globals = Partial<Record<GlobalName, unknown>>;

const without = (...names: readonly GlobalName[]): Globals =>
  Object.fromEntries(
    Object.entries(platformGlobals()).filter(([name]) => !names.includes(name as GlobalName)),
  );

/** `fetch` of React Native: a response has neither a stream nor a Blob that has one. */
const fetchByText = async (url: string, init: RequestInit): Promise<unknown> => {
  const { status, headers, redirected, type, text } = await fetch(url, init).then(async (response) => {
    const body = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      redirected: response.redirected,
      type: response.type,
      text: () => Promise.resolve(body),
    };
  });
  return { status, headers, redirected, type, text };
};

/** `Request` of Cloudflare Workers: what it has not, it does not want to hear of. */
class WorkerRequest extends Request {
  constructor(input: RequestInfo, init: RequestInit = {}) {
    const unknown = ['credentials', 'cache', 'referrerPolicy', 'mode'].find((field) => field in init);
    if (unknown !== undefined) throw new TypeError(`The '${unknown}' field is not implemented.`);
    if (init.redirect === 'error') throw new TypeError('Invalid redirect value.');
    super(input, init);
  }
}

describe('createAuth on a platform that lacks something (#12)', () => {
  let library: Script;
  let pool: RunningUserPool;
  let auth: Auth | undefined;

  beforeAll(async () => {
    library = await bundleForPlatforms();
    pool = await startUserPool({ users: [ADA], seed: 1 });
  });

  afterEach(() => {
    auth?.destroy();
  });

  afterAll(() => pool.close());

  const start = (globals: Globals): Auth => {
    const { createAuth } = runOn(library, globals);
    const { userPoolId, userPoolClientId, endpoint } = pool;
    auth = createAuth({ userPoolId, userPoolClientId, userPoolEndpoint: endpoint });
    return auth;
  };

  /** Signs in, renews, asks for the user and signs out. */
  const wholeSession = async (globals: Globals, input: Partial<SignInInput> = {}): Promise<SignOutResult> => {
    const { signIn$, tokens$, send$, signOut$ } = start(globals);
    await firstValueFrom(signIn$({ username: ADA.username, password: ADA.password, ...input }));
    const { accessToken } = await firstValueFrom(tokens$({ forceRefresh: true }));
    const user = await firstValueFrom(send$(() => new GetUserCommand({ AccessToken: accessToken })));
    expect(user.UserAttributes).toContainEqual({ Name: 'name', Value: 'Åsa' });
    return firstValueFrom(signOut$());
  };
  const complete = { outcome: 'complete', steps: { revokeToken: 'done' } };

  it.each<GlobalName>([
    ...(['AbortController', 'AbortSignal', 'Blob', 'BroadcastChannel', 'DOMException', 'Event'] as const),
    ...(['EventTarget', 'FormData', 'Headers', 'MessageChannel', 'ReadableStream', 'Request'] as const),
    ...(['Response', 'TextDecoder', 'URL', 'URLSearchParams', 'atob', 'btoa', 'console'] as const),
    ...(['performance', 'queueMicrotask', 'structuredClone'] as const),
  ])('works without %s', async (missing) => {
    await expect(wholeSession(without(missing))).resolves.toMatchObject(complete);
  });

  it('works where a TextDecoder knows no fatal', async () => {
    class LaxDecoder extends TextDecoder {
      constructor(label?: string, options?: TextDecoderOptions) {
        if (options?.fatal) throw new TypeError('fatal is not supported');
        super(label, options);
      }
    }
    const globals = { ...without(), TextDecoder: LaxDecoder };
    await expect(wholeSession(globals)).resolves.toMatchObject(complete);
  });

  it('works where a body is but a text, and fetch takes an address: React Native', async () => {
    const globals = { ...without('Request', 'ReadableStream', 'Blob'), fetch: fetchByText };
    await expect(wholeSession(globals)).resolves.toMatchObject(complete);
  });

  it("works where a request has no credentials, no cache and no redirect 'error': Cloudflare Workers", async () => {
    const globals = { ...without(), Request: WorkerRequest };
    await expect(wholeSession(globals)).resolves.toMatchObject(complete);
  });

  it.each<[string, Globals]>([
    ['crypto', without('crypto')],
    ['crypto.subtle', { ...without(), crypto: { getRandomValues: () => new Uint8Array(16) } }],
    [
      'everything but what no request goes without',
      without('crypto', 'atob', 'btoa', 'URL', 'TextDecoder', 'AbortController'),
    ],
  ])('works without %s where the password is sent', async (_what, globals) => {
    await expect(wholeSession(globals, { authFlowType: 'USER_PASSWORD_AUTH' })).resolves.toMatchObject(
      complete,
    );
  });

  it('signs in, renews and signs out without TextEncoder, and says what brings it where a command needs the SDK', async () => {
    const { signIn$, tokens$, send$, signOut$ } = start(without('TextEncoder'));
    await firstValueFrom(signIn$({ username: ADA.username, password: ADA.password }));
    await firstValueFrom(tokens$({ forceRefresh: true }));
    await expect(
      firstValueFrom(send$((AccessToken) => new GetUserCommand({ AccessToken }))),
    ).rejects.toMatchObject({
      kind: 'configuration',
      code: 'PlatformIncomplete',
      retryable: false,
      recoverySuggestion: expect.stringMatching(/fast-text-encoding/) as string,
    });
    await expect(firstValueFrom(signOut$())).resolves.toMatchObject(complete);
  });

  it('says what brings TextEncoder where a client has a secret to prove', async () => {
    const { createAuth } = runOn(library, without('TextEncoder'));
    const { userPoolId, userPoolClientId, endpoint } = pool;
    const options = { userPoolId, userPoolClientId, userPoolEndpoint: endpoint };
    auth = createAuth({ ...options, userPoolClientSecret: 'hunter2' });
    const { username, password } = ADA;
    await expect(firstValueFrom(auth.signIn$({ username, password }))).rejects.toMatchObject({
      kind: 'configuration',
      code: 'PlatformIncomplete',
    });
  });

  const failure = (globals: Globals): Promise<unknown> =>
    firstValueFrom(start(globals).signIn$({ username: ADA.username, password: ADA.password })).catch(
      (error: unknown) => error,
    );

  it.each<[string, Globals, string, RegExp]>([
    ['fetch', without('fetch'), 'PlatformIncomplete', /whatwg-fetch/],
    ['crypto', without('crypto'), 'WebCryptoUnavailable', /react-native-quick-crypto/],
    [
      'crypto.subtle',
      { ...without(), crypto: { getRandomValues: crypto.getRandomValues.bind(crypto) } },
      'WebCryptoUnavailable',
      /react-native-quick-crypto/,
    ],
    [
      'crypto.getRandomValues',
      { ...without(), crypto: { subtle: crypto.subtle } },
      'WebCryptoUnavailable',
      /react-native-quick-crypto/,
    ],
  ])('says what brings %s', async (what, globals, code, polyfill) => {
    await expect(failure(globals)).resolves.toMatchObject({
      kind: 'configuration',
      code,
      retryable: false,
      message: expect.stringContaining(what) as string,
      recoverySuggestion: expect.stringMatching(polyfill) as string,
    });
  });
});

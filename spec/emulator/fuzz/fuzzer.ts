import { createUserPool, type RequestName, type UserPool, type UserPoolOptions } from '../../../src/emulator';
import { ALICE, PASSWORD } from '../fixture';
import type { Recipe, Remembered } from './recipes';

const MOST_REMEMBERED = 30;

// Users are deleted, locked out and renamed; after so many requests there are those of the beginning again.
const RESET_EVERY = 1_000;

/** A pool in which everything is on, so that a request can reach as much as possible. */
const EVERYTHING: UserPoolOptions = {
  userPoolId: 'eu-west-1_Fuzzed000',
  users: [
    { ...ALICE, groups: ['admins'] },
    { username: 'bob', password: PASSWORD, status: 'FORCE_CHANGE_PASSWORD' },
    {
      username: 'carol',
      password: PASSWORD,
      attributes: { phone_number: '+491234567', phone_number_verified: 'true' },
      mfa: { enabled: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'] },
    },
  ],
  clients: [
    { clientId: 'web', oauth: { callbackUrls: ['https://app.example/callback'] } },
    { clientId: 'server', clientSecret: 's', refreshTokenRotation: { graceSeconds: 10 } },
  ],
  identityProviders: [{ name: 'Google', users: [{ subject: 'g1' }] }],
  allowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
  webAuthn: { relyingPartyId: 'app.example', factorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' },
  customAttributes: ['a'],
  deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
  sessionTracking: { maxPerUser: 5 },
  aliasAttributes: ['email', 'preferred_username'],
  customAuth: {
    defineAuthChallenge: ({ session }) =>
      session.length > 2 ? { issueTokens: true } : { challengeName: 'CUSTOM_CHALLENGE' },
    createAuthChallenge: () => ({ publicChallengeParameters: {}, privateChallengeParameters: {} }),
    verifyAuthChallengeResponse: () => true,
  },
};

/** What is wrong with an answer, and what was asked. */
class Find extends Error {
  override readonly name = 'Find';
}

/** Sends requests to one pool, and remembers what it answers, to ask with that again. */
export class Fuzzer {
  readonly pool: UserPool = createUserPool(EVERYTHING);
  readonly #seen = new Map<string, string[]>([['identityPool', [this.pool.identityPool.identityPoolId]]]);
  #sent = 0;
  /** How many requests were answered by which status. */
  readonly statuses = new Map<number, number>();

  /** Which operations and endpoints have done what they were asked. */
  readonly succeeded = new Set<RequestName>();

  constructor() {
    this.pool.requests.subscribe(({ operation, status }) => {
      if (status === 200 || status === 302) this.succeeded.add(operation);
    });
    this.pool.outbox.subscribe(({ code }) => {
      this.#remember('code', code);
    });
  }

  /** Sends one request, and judges the answer. */
  async send(recipe: Recipe): Promise<void> {
    this.#sent += 1;
    if (this.#sent % RESET_EVERY === 0) this.pool.reset();
    const asked = this.#prepare(recipe);
    const request = new Request(`https://cognito-idp.eu-west-1.amazonaws.com${asked.path}`, {
      method: asked.method,
      headers: new Headers(asked.headers),
      ...(asked.method !== 'GET' && asked.method !== 'HEAD' && { body: asked.body }),
    });
    const response = await this.pool.handler(request).catch((error: unknown) => {
      throw new Find(`${JSON.stringify(asked)} was not answered: ${String(error)}`);
    });
    const text = await response.text();
    if (response.status >= 500)
      throw new Find(`${JSON.stringify(asked)} → ${String(response.status)} ${text}`);
    this.statuses.set(response.status, (this.statuses.get(response.status) ?? 0) + 1);
    this.#learn(response, text);
  }

  #prepare({ method, path, headers, body }: Recipe): Recipe {
    const fill = (text: string) =>
      text.replace(/§([a-zA-Z]+)(\d+)§/g, (_, kind: string, at: string) => {
        const seen = this.#seen.get(kind) ?? [];
        return seen[Number(at) % Math.max(1, seen.length)] ?? 'unseen';
      });
    // A header takes no more than this, whoever sends it.
    const filled = Object.entries(headers).map(([name, value]) => [name, fill(value).replace(/[^ -~]/g, '')]);
    return {
      method,
      path: fill(path),
      headers: Object.fromEntries(filled) as Recipe['headers'],
      body: fill(body),
    };
  }

  #learn(response: Response, text: string): void {
    for (const cookie of response.headers.getSetCookie())
      this.#remember('cookie', cookie.split(';')[0] ?? '');
    const location = response.headers.get('location') ?? '';
    const [, code] = /[?&]code=([^&]+)/.exec(location) ?? [];
    if (code !== undefined) this.#remember('authorization', code);
    for (const [, name = '', value = ''] of text.matchAll(/"(\w+)":\s*"([^"\\]+)"/g)) {
      const kind = KINDS.get(name);
      if (kind !== undefined) this.#remember(kind, value);
    }
  }

  #remember(kind: Remembered, value: string): void {
    const seen = this.#seen.get(kind) ?? [];
    this.#seen.set(kind, [...seen, value].slice(-MOST_REMEMBERED));
  }
}

const KINDS: ReadonlyMap<string, Remembered> = new Map([
  ['AccessToken', 'access'],
  ['access_token', 'access'],
  ['IdToken', 'id'],
  ['RefreshToken', 'refresh'],
  ['refresh_token', 'refresh'],
  ['Session', 'session'],
  ['SECRET_BLOCK', 'secret'],
  ['DeviceKey', 'device'],
  ['IdentityId', 'identity'],
  ['Username', 'user'],
]);

import type { SsoSessionSummary, TokenFamilySummary, UserSummary } from '../user-pool';
import type { UserOptions } from '../options';
import type { SentCode } from '../pool/messages/outbox';
import type { FaultPlan } from '../wire/faults';
import type { LoggedRequest } from '../wire/request-log';
import type { RequestName } from '../wire/request-name';

/** Which pool an emulator runs, and what time it is there. */
export interface EmulatorDescription {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  /** Epoch milliseconds of the pool's clock. */
  readonly now: number;
}

/** A fault that was planned in another process. */
export interface RemotePlannedFault {
  /** Resolves when the fault first strikes. */
  reached(): Promise<void>;
  /** Lets a held call go on, now or as soon as it is held. */
  release(): Promise<void>;
  /** Takes the plan back; a call that it holds already is still held. */
  cancel(): Promise<void>;
}

/** An emulator that runs in another process, as a test drives it. */
export interface EmulatorControl {
  describe(): Promise<EmulatorDescription>;
  /** Puts the pool back to what it was made from: users, clients, sign-ins, messages, faults; not its clock. */
  reset(): Promise<void>;
  readonly outbox: {
    list(username?: string): Promise<readonly SentCode[]>;
    latest(username?: string): Promise<SentCode | undefined>;
    clear(): Promise<void>;
  };
  readonly clock: {
    now(): Promise<number>;
    /** Moves the pool's time on, and returns what it is then. */
    advance(byMs: number): Promise<number>;
  };
  readonly faults: {
    on(operation: RequestName, plan: FaultPlan): Promise<RemotePlannedFault>;
    clear(): Promise<void>;
  };
  readonly requests: {
    list(operation?: RequestName): Promise<readonly LoggedRequest[]>;
    clear(): Promise<void>;
  };
  readonly users: {
    list(): Promise<readonly UserSummary[]>;
    create(user: UserOptions): Promise<void>;
    delete(username: string): Promise<void>;
    setPassword(
      username: string,
      password: string,
      options?: { readonly temporary?: boolean },
    ): Promise<void>;
    resetPassword(username: string): Promise<void>;
    disable(username: string): Promise<void>;
    enable(username: string): Promise<void>;
    globalSignOut(username: string): Promise<void>;
    /** What the user's authenticator app shows now. */
    totpCode(username: string): Promise<string>;
  };
  isTokenLive(token: string): Promise<boolean>;
  tokenFamilies(username?: string): Promise<readonly TokenFamilySummary[]>;
  ssoSessions(username?: string): Promise<readonly SsoSessionSummary[]>;
}

/**
 * Makes a client for the control API of an emulator that runs in another process. Each of its calls rejects with an
 * `Error` that says what the emulator found wrong.
 *
 * @param endpoint - The emulator's address, as it prints it.
 *
 * @example
 * ```ts
 * const emulator = createEmulatorControl('http://127.0.0.1:9229');
 * await emulator.users.create({ username: 'alice', password: 'Passw0rd!' });
 * const code = (await emulator.outbox.latest('alice'))?.code;
 * ```
 */
export function createEmulatorControl(
  endpoint: string,
  { fetch = globalThis.fetch }: { readonly fetch?: typeof globalThis.fetch } = {},
): EmulatorControl {
  const call = createCall(endpoint, fetch);
  const user = (name: string, action = '') => `users/${encodeURIComponent(name)}${action}`;
  const messages = async (username?: string) =>
    (await call<{ messages: readonly SentCode[] }>('GET', `outbox${queryOf({ username })}`)).messages;
  return {
    describe: () => call('GET', ''),
    reset: () => call('POST', 'reset'),
    outbox: {
      list: messages,
      latest: async (username) => (await messages(username)).at(-1),
      clear: () => call('DELETE', 'outbox'),
    },
    clock: {
      now: async () => (await call<{ now: number }>('GET', 'clock')).now,
      advance: async (advanceMs) => (await call<{ now: number }>('POST', 'clock', { advanceMs })).now,
    },
    faults: {
      async on(operation, plan) {
        const { id } = await call<{ id: string }>('POST', 'faults', { operation, ...plan });
        return {
          async reached() {
            await call('GET', `faults/${id}/reached`);
          },
          release: () => call('POST', `faults/${id}/release`),
          cancel: () => call('DELETE', `faults/${id}`),
        };
      },
      clear: () => call('DELETE', 'faults'),
    },
    requests: {
      list: async (operation) =>
        (await call<{ requests: readonly LoggedRequest[] }>('GET', `requests${queryOf({ operation })}`))
          .requests,
      clear: () => call('DELETE', 'requests'),
    },
    users: {
      list: async () => (await call<{ users: readonly UserSummary[] }>('GET', 'users')).users,
      create: (options) => call('POST', 'users', options),
      delete: (name) => call('DELETE', user(name)),
      setPassword: (name, password, options) =>
        call('POST', user(name, '/password'), { password, temporary: options?.temporary === true }),
      resetPassword: (name) => call('POST', user(name, '/reset-password')),
      disable: (name) => call('POST', user(name, '/disable')),
      enable: (name) => call('POST', user(name, '/enable')),
      globalSignOut: (name) => call('POST', user(name, '/sign-out')),
      totpCode: async (name) => (await call<{ code: string }>('GET', user(name, '/totp'))).code,
    },
    isTokenLive: async (token) => (await call<{ isLive: boolean }>('POST', 'tokens', { token })).isLive,
    tokenFamilies: async (username) =>
      (await call<{ families: readonly TokenFamilySummary[] }>('GET', `families${queryOf({ username })}`))
        .families,
    ssoSessions: async (username) =>
      (await call<{ sessions: readonly SsoSessionSummary[] }>('GET', `sso-sessions${queryOf({ username })}`))
        .sessions,
  };
}

type Call = <T = void>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<T>;

function createCall(endpoint: string, fetch: typeof globalThis.fetch): Call {
  return async <T>(method: string, path: string, body?: object) => {
    const url = new URL(`/_emulator/${path}`, endpoint);
    const response = await fetch(url, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`The emulator refused ${method} /_emulator/${path}: ${messageIn(text)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}

function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

function messageIn(text: string): string {
  try {
    return String((JSON.parse(text) as { readonly message?: unknown }).message);
  } catch {
    return text.slice(0, 200);
  }
}

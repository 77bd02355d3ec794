import type { SchedulerLike } from 'rxjs';
import type { SessionCleanup } from './ports/session-cleanup';
import { configurationError } from './model/errors';
import { readOnce } from './model/fields';
import type { AuthLogger } from './ports/auth-logger';
import type { HostedUiConnection } from './ports/hosted-ui';
import type { KeyValueStorage } from './ports/key-value-storage';
import type { SessionAdoption } from './ports/session-adoption';

/** What is needed of a `CognitoIdentityProviderClient`, of whichever version of the AWS SDK. */
export interface CognitoClientLike {
  send(command: never, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

/** The options of `createAuth`. */
export interface AuthOptions {
  /** As in the Cognito console, `eu-west-1_a1B2c3D4e`; the region is read from it. */
  readonly userPoolId: string;
  /** The id of an app client of that pool. */
  readonly userPoolClientId: string;
  /** The secret of the app client, where it has one. For servers only: in a browser it is refused. */
  readonly userPoolClientSecret?: string;
  /** Another endpoint URL than that of AWS: an emulator, a proxy. Over plain http, passwords and tokens can be read on the way. */
  readonly userPoolEndpoint?: string;
  /** Where the session is stored. Default: `localStorage` where it works, else memory. */
  readonly storage?: KeyValueStorage;
  /** Your own `CognitoIdentityProviderClient`. Default: one is made at the first request. */
  readonly client?: CognitoClientLike;
  /** The one deadline for all remote steps of a sign-out together, milliseconds. Default: 3 000. */
  readonly remoteTimeoutMs?: number;
  /** Your own part of the end of a session. Default: none. */
  readonly cleanups?: readonly SessionCleanup[];
  /**
   * Where a session of another library is taken over from, at the first start and without a new sign-in:
   * `amplifySession()` of `rx-cognito/amplify`. Default: off.
   */
  readonly adopt?: SessionAdoption;
  /** Managed login: `hostedUi({ … })` of `rx-cognito/hosted-ui`. Default: none. */
  readonly hostedUi?: HostedUiConnection;
  /** Goes along with every refresh, for the Lambda triggers of the user pool; asked anew each time. Default: none. */
  readonly clientMetadata?: () => Readonly<Record<string, string>>;
  /**
   * The claims of the id token that `user.claims` shows (`['email', 'name']`). States go into stores and logs: name only
   * what may stand there. Default: none.
   */
  readonly userClaims?: readonly string[];
  /** What a device is called that the user pool asks to confirm. Default: the user agent, shortened. */
  readonly deviceName?: string;
  /**
   * Asks the server (`GetUser`, at most once a minute) on focus, and on coming online, whether the session still lives.
   * Default: `false`.
   */
  readonly validateOnFocus?: boolean;
  /** Tells transitions, decisions and requests to a log of yours, for looking into trouble: `withLogging()`. Default: none. */
  readonly logger?: AuthLogger;
  /** The scheduler behind every timer and every `now()`. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

const POOL_ID = /^[\w-]+_[0-9a-zA-Z]+$/;
const CLIENT_ID = /^[\w+]+$/;
const CLIENT_SECRET = /^[\w+]{1,64}$/;
const MAX_TIMER_MS = 2 ** 31 - 1;

const isFunction = (value: unknown): boolean => typeof value === 'function';
const hasMethods = (value: unknown, ...names: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => isFunction((value as Record<string, unknown>)[name]));

/** Read without `URL`, whose parts React Native leaves out. */
const ENDPOINT = /^https?:\/\/(?:[^\s/?#@:\\[\]]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?$/i;
const isEndpoint = (value: unknown): boolean => typeof value === 'string' && ENDPOINT.test(value);

const isCleanup = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { name, beforeRevoke, afterClear } = value as Record<string, unknown>;
  const isHook = (hook: unknown): boolean => hook === undefined || isFunction(hook);
  return typeof name === 'string' && name !== '' && isHook(beforeRevoke) && isHook(afterClear);
};

type Check = readonly [isValid: (value: unknown) => boolean, expected: string];

const REQUIRED: Readonly<Record<'userPoolId' | 'userPoolClientId', Check>> = {
  userPoolId: [
    (value) => typeof value === 'string' && value.length <= 55 && POOL_ID.test(value),
    'a user pool id like eu-west-1_a1B2c3D4e',
  ],
  userPoolClientId: [
    (value) => typeof value === 'string' && value.length <= 128 && CLIENT_ID.test(value),
    'the id of an app client, letters and digits',
  ],
};

const OPTIONAL: Readonly<Record<Exclude<keyof AuthOptions, keyof typeof REQUIRED>, Check>> = {
  userPoolClientSecret: [
    (value) => typeof value === 'string' && CLIENT_SECRET.test(value),
    'the secret of the app client, letters and digits',
  ],
  userPoolEndpoint: [isEndpoint, 'an http or https URL without credentials'],
  storage: [
    (value) => hasMethods(value, 'getItem', 'setItem', 'removeItem'),
    'an object with the methods getItem, setItem and removeItem',
  ],
  client: [(value) => hasMethods(value, 'send'), 'a CognitoIdentityProviderClient'],
  remoteTimeoutMs: [
    (value) => typeof value === 'number' && value > 0 && value <= MAX_TIMER_MS,
    'a positive number of milliseconds',
  ],
  cleanups: [
    (value) => Array.isArray(value) && value.every(isCleanup),
    'an array of cleanups, each with a name and the functions beforeRevoke or afterClear',
  ],
  adopt: [isFunction, 'what amplifySession() of rx-cognito/amplify returns'],
  hostedUi: [isFunction, 'what hostedUi() of rx-cognito/hosted-ui returns'],
  clientMetadata: [isFunction, 'a function that returns a record of texts'],
  userClaims: [
    (value) => Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== ''),
    'an array of names of claims',
  ],
  deviceName: [
    (value) => typeof value === 'string' && value !== '' && value.length <= 255,
    'a name of 1 to 255 characters',
  ],
  validateOnFocus: [(value) => typeof value === 'boolean', 'true or false'],
  logger: [(value) => hasMethods(value, 'watchInputs', 'watchRequests'), 'what withLogging() returns'],
  scheduler: [(value) => hasMethods(value, 'now', 'schedule'), 'a SchedulerLike of RxJS'],
};

/**
 * Reads the options, and checks them before anything is made of them: what is changed later has no effect.
 *
 * @throws AuthError of kind `configuration`, naming the option
 */
export function readOptions(options: AuthOptions): AuthOptions {
  const rules: Readonly<Record<string, Check>> = { ...REQUIRED, ...OPTIONAL };
  const given = readOnce(options, Object.keys(rules) as (keyof AuthOptions)[]);
  for (const [option, [isValid, expected]] of Object.entries(rules)) {
    const value = given[option as keyof AuthOptions];
    const isDue = option in REQUIRED || value !== undefined;
    if (isDue && !isValid(value)) throw configurationError(option, expected);
  }
  return given as AuthOptions;
}

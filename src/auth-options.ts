import type { SchedulerLike } from 'rxjs';
import type { SessionCleanup } from './ports/session-cleanup';
import { configurationError } from './model/errors';
import { isFields, readOnce } from './model/fields';
import type { AuthLogger } from './ports/auth-logger';
import type { HostedUiConnection } from './ports/hosted-ui';
import type { KeyValueStorage } from './ports/key-value-storage';
import type { SessionAdoption } from './ports/session-adoption';
import { isTimerMs, TIMER_MS } from './ports/time-limit';

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
  /**
   * Your own `CognitoIdentityProviderClient`, through which everything then goes: the AWS SDK is loaded for it. Default: none;
   * requests are sent without the SDK.
   */
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

/** Read without `URL`, whose parts React Native leaves out. */
const ENDPOINT = /^https?:\/\/(?:[^\s/?#@:\\[\]]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?$/i;

type Check = (value: unknown) => boolean;

const isFunction: Check = (value) => typeof value === 'function';
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isText = matches(/./s);
const listOf =
  (isItem: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isItem);
const withMethods =
  (...names: readonly string[]): Check =>
  (value) =>
    isFields(value) && names.every((name) => isFunction(value[name]));

const isCleanup: Check = (value) => {
  if (!isFields(value)) return false;
  const isHook: Check = (hook) => hook === undefined || isFunction(hook);
  return isText(value['name']) && isHook(value['beforeRevoke']) && isHook(value['afterClear']);
};

const REQUIRED: readonly string[] = ['userPoolId', 'userPoolClientId'] satisfies (keyof AuthOptions)[];

/** What each option has to be, where it is set. */
const OPTIONS: Readonly<Record<keyof AuthOptions, readonly [isValid: Check, expected: string]>> = {
  userPoolId: [matches(/^(?=.{1,55}$)[\w-]+_[0-9a-zA-Z]+$/), 'a user pool id like eu-west-1_a1B2c3D4e'],
  userPoolClientId: [matches(/^[\w+]{1,128}$/), 'the id of an app client, letters and digits'],
  userPoolClientSecret: [matches(/^[\w+]{1,64}$/), 'the secret of an app client, letters and digits'],
  userPoolEndpoint: [matches(ENDPOINT), 'an http or https URL without credentials'],
  storage: [
    withMethods('getItem', 'setItem', 'removeItem'),
    'an object with getItem, setItem and removeItem',
  ],
  client: [withMethods('send'), 'a CognitoIdentityProviderClient'],
  remoteTimeoutMs: [isTimerMs, TIMER_MS],
  cleanups: [listOf(isCleanup), 'an array of cleanups, each with a name and beforeRevoke or afterClear'],
  adopt: [isFunction, 'what amplifySession() of rx-cognito/amplify returns'],
  hostedUi: [isFunction, 'what hostedUi() of rx-cognito/hosted-ui returns'],
  clientMetadata: [isFunction, 'a function that returns a record of texts'],
  userClaims: [listOf(isText), 'an array of names of claims'],
  deviceName: [matches(/^.{1,255}$/s), 'a name of 1 to 255 characters'],
  validateOnFocus: [(value) => typeof value === 'boolean', 'true or false'],
  logger: [withMethods('watchInputs', 'watchRequests'), 'what withLogging() returns'],
  scheduler: [withMethods('now', 'schedule'), 'a SchedulerLike of RxJS'],
};

/**
 * Reads the options, and checks them before anything is made of them: what is changed later has no effect.
 *
 * @throws AuthError of kind `configuration`, naming the option
 */
export function readOptions(options: AuthOptions): AuthOptions {
  const names = Object.keys(OPTIONS) as (keyof AuthOptions)[];
  const given = readOnce(options, names);
  for (const name of names) {
    const [isValid, expected] = OPTIONS[name];
    const value = given[name];
    const isDue = value !== undefined || REQUIRED.includes(name);
    if (isDue && !isValid(value)) throw configurationError(name, expected);
  }
  return given as AuthOptions;
}

import type { ObservableInput } from 'rxjs';
import { parsed } from './address';
import { optionError } from './option-error';

/** Opens managed login elsewhere than in this page, and answers the URL by which it comes back. */
export interface OpenAuthSession {
  (url: string, redirectUrl: string): ObservableInput<string>;
  /** Called in a page that managed login came back to without being left from it: it may be the one that was opened. */
  readonly relay?: (href: string) => void;
}

/** The options of {@link hostedUi}. URLs are written exactly as they are registered with the app client. */
export interface HostedUiOptions {
  /** The domain of managed login, `auth.example.com`, or its origin; `http` on a loopback address only. */
  readonly domain: string;
  /** Where a sign-in may return to: callback URLs of the app client. */
  readonly redirectSignIn: readonly string[];
  /** Where a sign-out may return to: sign-out URLs of the app client. */
  readonly redirectSignOut: readonly string[];
  /** Default: `openid email profile aws.cognito.signin.user.admin`. `openid` is a must. */
  readonly scopes?: readonly string[];
  /**
   * How the browser's session ends with that of the application. `redirect`: the page leaves for `/logout` and comes back. `linked`:
   * the revocation ends it at the server, in pools that track sessions. `none`: not at all. Default: `redirect`.
   */
  readonly endSession?: 'redirect' | 'linked' | 'none';
  /** Opens managed login in a window or a sheet of its own: `popupAuthSession()`, or that of a native shell. Default: the page itself leaves. */
  // eslint-disable-next-line rxjs-x/finnish -- the name is that of the contract, and the function a caller's own
  readonly openAuthSession?: OpenAuthSession;
}

/** The options, checked. */
export interface Settings extends HostedUiOptions {
  /** The origin of managed login. */
  readonly server: string;
  readonly scopes: readonly string[];
  readonly endSession: 'redirect' | 'linked' | 'none';
}

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;

/** Whether a URL can be registered: absolute, without a fragment, encrypted or of this machine. */
const isRegistrable = (value: unknown): boolean =>
  typeof value === 'string' &&
  parsed(value) !== undefined &&
  !value.includes('#') &&
  (parsed(value)?.protocol !== 'http:' || LOOPBACK.test(value));

const isUrlList = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isRegistrable);

/** Returns the origin of a domain; an empty text where it is none. */
function serverOf(domain: unknown): string {
  if (typeof domain !== 'string') return '';
  const origin = domain.includes('://') ? domain : `https://${domain}`;
  const isSafe = origin.startsWith('https://') || LOOPBACK.test(origin);
  return isSafe && parsed(origin)?.origin === origin.toLowerCase() ? origin : '';
}

/** Checks the options. @throws AuthError of kind `configuration`, naming the option */
export function checkedOptions(options: HostedUiOptions): Settings {
  const {
    domain,
    redirectSignIn,
    redirectSignOut,
    endSession = 'redirect',
    openAuthSession: open$,
  } = options;
  const { scopes = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'] } = options;
  const check = (isValid: boolean, option: keyof HostedUiOptions, expected: string): void => {
    if (!isValid) throw optionError(`hostedUi.${option}`, expected);
  };
  const urls = 'a list of https URLs without #';
  const server = serverOf(domain);
  check(server !== '', 'domain', 'a domain or an https origin');
  check(isUrlList(redirectSignIn), 'redirectSignIn', urls);
  check(isUrlList(redirectSignOut), 'redirectSignOut', urls);
  check(Array.isArray(scopes) && scopes.includes('openid'), 'scopes', 'a list with openid');
  check(['redirect', 'linked', 'none'].includes(endSession), 'endSession', 'redirect, linked or none');
  check(['undefined', 'function'].includes(typeof open$), 'openAuthSession', 'a function');
  return { ...options, server, scopes, endSession };
}

/**
 * Picks the registered URL to return to: the one that is asked for, else the first one of the origin.
 *
 * @throws AuthError of kind `configuration` where what is asked for is not registered
 */
export function pickUrl(
  option: 'redirectSignIn' | 'redirectSignOut',
  registered: readonly string[],
  asked: unknown,
  origin: string | undefined,
): string {
  if (asked === undefined)
    return registered.find((url) => parsed(url)?.origin === origin) ?? registered[0] ?? '';
  if (typeof asked === 'string' && registered.includes(asked)) return asked;
  throw optionError('redirectUrl', `one of hostedUi.${option}`);
}

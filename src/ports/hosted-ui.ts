import type { Observable, ObservableInput, SchedulerLike } from 'rxjs';
import type { AuthUser } from '../model/auth-state';
import type { RedirectResult } from '../model/redirect-result';
import type { SignInResult } from '../model/sign-in-step';
import type { SignOutReport, StepResult } from '../model/sign-out-report';
import type { AuthenticationResult } from './cognito-api';

/** Who signs the user in, by amplify-js's names. */
export type HostedUiProvider =
  | 'Google'
  | 'Facebook'
  | 'Amazon'
  | 'Apple'
  | { /** The name of the identity provider in the user pool, or `COGNITO`. */ readonly custom: string }
  | {
      /** An identifier of the identity provider: the domain of an e-mail address, mostly. */ readonly idpIdentifier: string;
    };

/** What `signInWithRedirect$` takes. */
export interface SignInWithRedirectInput {
  /** Default: managed login shows its own page, on which one is chosen. */
  readonly provider?: HostedUiProvider;
  /** Comes back with the result, whatever that is. It is kept in this tab and sent nowhere. */
  readonly customState?: string;
  /** One of `redirectSignIn`. Default: the first that is of this page's origin. */
  readonly redirectUrl?: string;
  /** Fills in the field of the user name. */
  readonly loginHint?: string;
  /** The language of the page: `de`, say. */
  readonly lang?: string;
  /** `NONE`: signs in only where the browser is signed in already; `LOGIN`: asks again all the same. */
  readonly prompt?: 'NONE' | 'LOGIN' | 'CONSENT' | 'SELECT_ACCOUNT';
  /** The API that the access token is for (RFC 8707). */
  readonly resource?: string;
}

/** What a sign-out does about the browser's session at managed login. */
export type HostedUiSignOut =
  | 'skip'
  | {
      /** One of `redirectSignOut`. Default: the first that is of this page's origin. */ readonly redirectUrl?: string;
    };

/**
 * Asks managed login for tokens. What it says where it refuses is a text of somebody else's, in which every secret that was sent is to be
 * hidden, however it may be escaped.
 */
export type HostedUiExchange = (
  hide: (text: string, secrets: readonly string[]) => string,
) => Observable<AuthenticationResult>;

/** A sign-in by managed login while it is under way. */
export interface HostedUiAttempt {
  /** The stored epoch in which it began: tokens are stored in no later one. */
  readonly epoch: string | undefined;
  /**
   * Begins the session of that epoch with the tokens of the exchange, whose id token must carry the nonce; what cannot be taken is
   * revoked. Cold; emits the user once the session is stored and held.
   */
  begin$(epoch: string | undefined, exchange$: HostedUiExchange, nonce: string): Observable<AuthUser>;
}

/**
 * Works on an attempt at a sign-in until that ends: the attempt ends where the work errors or is unsubscribed from, and the work
 * where the attempt is cut off.
 */
export type RunHostedUiAttempt = <T>(work$: (attempt: HostedUiAttempt) => Observable<T>) => Observable<T>;

/** What managed login works with. */
export interface HostedUiParts {
  readonly userPoolClientId: string;
  readonly scheduler: SchedulerLike;
  isOnline(): boolean;
  /** Emits an error on `errors$`. */
  readonly report: (error: unknown) => void;
  /** Emits what comes by `import()`. Cold; errors with code `SdkNotLoaded` where it does not come, or not in its time. */
  readonly load$: <T>(import$: () => ObservableInput<T>) => Observable<T>;
  /** Begins an attempt of its own, as `signIn$` does: it has its turn, and may be refused. */
  readonly attempt$: RunHostedUiAttempt;
}

/** The browser's session at managed login, at the end of one that began there. */
export interface BrowserSession {
  /**
   * Ends it. Cold; emits what became of it, once, and never errors; emits nothing where the page goes away. The report of the
   * sign-out is kept in this tab meanwhile, for the page that returns.
   */
  end$(reportOf: (hostedUi: StepResult) => SignOutReport, revokeToken: StepResult): Observable<StepResult>;
}

/** Managed login, as the flows know it. */
export interface HostedUi {
  /** Emits one result for the page, replayed, and completes. */
  readonly result$: Observable<RedirectResult>;
  /** Leaves for managed login; see `signInWithRedirect$`. */
  signIn$(input?: SignInWithRedirectInput): Observable<SignInResult>;
  /**
   * Called once, when the storage has been read: carries the sign-in on that this page returned from, if its epoch is still the
   * stored one. Says whether it does; it begins in a later turn.
   */
  resume(epoch: string | undefined, run$: RunHostedUiAttempt): boolean;
  /** Returns what a sign-out has to end; `undefined` for nothing. @throws AuthError of kind `configuration` */
  browserSession(asked: HostedUiSignOut | undefined): BrowserSession | undefined;
}

/** Makes a {@link HostedUi} of what `createAuth` knows: the value of its option `hostedUi`. */
export type HostedUiConnection = (parts: HostedUiParts) => HostedUi;

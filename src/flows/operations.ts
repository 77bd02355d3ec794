import type { Observable } from 'rxjs';
import type { RefreshOptions } from './refresh';
import type { EndedTokens, RemoteSignOut } from './remote-sign-out';
import type { SendAuthorised } from './send';
import type { SendPublic } from './send-public';
import type { SignInOperations } from './sign-in-operations';
import type { Session } from '../model/session';

/** Everything that speaks to the user pool. It is a chunk of its own, which an application does not need to start. */
export interface Operations {
  readonly signIn: SignInOperations;
  readonly remoteSignOut: RemoteSignOut;
  readonly sendAuthorised$: SendAuthorised;
  readonly sendPublic$: SendPublic;
  /** Emits the session with new tokens. */
  refresh$(options?: RefreshOptions): Observable<Session>;
  /** Sends a command of the AWS SDK with the access token of the session. */
  send$<Output>(build: (accessToken: string) => unknown): Observable<Output>;
  /**
   * Takes the answer of a refresh that is under way over, for the tokens of a session that ends now; emits once when
   * the wait for it is over. `undefined` where there is none.
   */
  claimRefresh$(tokens: EndedTokens, limitMs: number): Observable<void> | undefined;
  /** Revokes a refresh token that nobody wants any more. */
  revokeLateTokens(refreshToken: string): void;
  /** Keeps the tokens of the session fresh from now on. */
  keepFresh(): void;
  /** Fetches the AWS SDK ahead of the first request. */
  preload$(): Observable<never>;
}

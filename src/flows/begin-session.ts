import { map, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { cancelledError, tokensRefusedError } from '../model/errors';
import { readSession } from '../model/session';
import type { Session } from '../model/session';
import type { AuthenticationResult } from '../ports/cognito-api';
import type { PoolContext } from './auth-context';
import { rereadStorage$ } from './follow-storage';
import { revokeLateTokens } from './late-tokens';
import { listenToTheEnd$ } from './listen-to-the-end';
import { asAuthError } from './requests';

/** Revokes the tokens of an answer that came too late to be wanted. */
export function discardTokens(context: PoolContext, tokens: AuthenticationResult | undefined): void {
  const refreshToken = tokens?.RefreshToken;
  if (refreshToken !== undefined) revokeLateTokens(context, refreshToken);
}

function sessionOf({ identity, scheduler }: PoolContext, tokens: AuthenticationResult): Session {
  const session = readSession(
    {
      accessToken: tokens.AccessToken,
      idToken: tokens.IdToken,
      refreshToken: tokens.RefreshToken,
      deviceKey: tokens.NewDeviceMetadata?.DeviceKey,
      expiresInS: tokens.ExpiresIn,
    },
    identity,
    scheduler.now(),
  );
  if (typeof session === 'string') throw tokensRefusedError(session);
  return session;
}

/**
 * Begins a session with the tokens of an answer; emits it once it is stored and in memory. Stores first, believes
 * second: a session that is not stored would be gone with the page, and unknown to other tabs. Unsubscribed before
 * that, or where another tab signed in or out since `from`, the tokens are revoked.
 */
export function beginSession$(
  context: PoolContext,
  tokens: AuthenticationResult,
  from: string | undefined,
): Observable<Session> {
  const { current, environment, machine, store, tabs } = context;
  const session = sessionOf(context, tokens);
  const epoch = environment.randomId();
  const discard = (): void => {
    discardTokens(context, tokens);
  };
  const undo = (isStored: boolean): void => {
    if (isStored) {
      const cleared$ = store.clear$(environment.randomId());
      // Other tabs may have taken it up from the storage.
      cleared$.subscribe({
        error: report,
        complete: () => {
          tabs.announce();
        },
      });
    }
    discard();
  };
  const report = (error: unknown): void => {
    machine.report(asAuthError(error));
  };
  const lookAgain = (): void => {
    rereadStorage$(context).subscribe();
  };
  const stored$ = store.begin$(session, from, epoch).pipe(tap({ error: discard }));
  return listenToTheEnd$(stored$, undo).pipe(
    map((isStored) => {
      if (!isStored) {
        discard();
        lookAgain();
        throw cancelledError('SignedOutInOtherTab', 'Another tab signed in or out while this sign-in ran.');
      }
      current.begin(epoch, session);
      tabs.announce();
      return session;
    }),
  );
}

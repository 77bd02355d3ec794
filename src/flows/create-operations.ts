import { createAskForTokens } from './ask-for-tokens';
import type { Attempts } from './attempts';
import type { PoolContext } from './auth-context';
import { rereadStorage$ } from './follow-storage';
import { gatherTokens$ } from './gather-tokens';
import { keepFresh } from './keep-fresh';
import { revokeLateTokens } from './late-tokens';
import type { Operations } from './operations';
import { createRefresher } from './refresh';
import { createRemoteSignOut } from './remote-sign-out';
import { createSendAuthorised } from './send';
import { createSendPublic } from './send-public';
import { createSignInOperations } from './sign-in-operations';
import type { TokenSource } from './tokens';

/** What the operations share with the flows that were there before them. */
export interface OperationParts {
  readonly attempts: Attempts;
  readonly tokenSource: Pick<TokenSource, 'session$'>;
}

/** Creates the operations: nothing happens before one of them is used. */
export function createOperations(
  context: PoolContext,
  { attempts, tokenSource }: OperationParts,
): Operations {
  const { api } = context;
  const askForTokens$ = createAskForTokens(context);
  const refresher = createRefresher(context, askForTokens$, () => rereadStorage$(context));
  const sendAuthorised$ = createSendAuthorised(context, tokenSource, refresher);
  return {
    signIn: createSignInOperations(context, attempts),
    remoteSignOut: createRemoteSignOut(context, askForTokens$),
    sendAuthorised$,
    sendPublic$: createSendPublic(context),
    refresh$: (options) => refresher.refresh$(options),
    send$: <Output>(build: (accessToken: string) => unknown) =>
      sendAuthorised$((accessToken) => api.send$<Output>(build(accessToken))),
    claimRefresh$: (tokens, limitMs) => {
      const answer$ = refresher.claimAnswer$();
      return answer$ && gatherTokens$(context, tokens, answer$, limitMs);
    },
    revokeLateTokens: (refreshToken) => {
      revokeLateTokens(context, refreshToken);
    },
    keepFresh: () => {
      keepFresh(context, refresher);
    },
    preload$: () => api.preload$(),
  };
}

import type { UserPool } from '../flows/load-user-pool';
import { rereadStorage$ } from '../flows/session/follow-storage';
import type { TokenSource } from '../flows/session/tokens';
import type { PoolContext } from './pool-context';
import { keepFresh } from './refresh/keep-fresh';
import { createRefresher } from './refresh/refresher';
import { createAskForTokens } from './refresh/token-request';
import { discardSession, followPartsOf } from './requests';
import { createSendAuthorised, requestOf } from './send';
import { createSendPublic } from './send-public';
import { createSignInOperations } from './sign-in/sign-in';
import { gatherRefresh$ } from './sign-out/gather-refresh';
import { createSignOutSteps } from './sign-out/remote-steps';
import { createRunRemoteSteps } from './sign-out/run-steps';
import type { SignOutStepRequests } from './sign-out/run-steps';

/** Creates everything that speaks to the user pool, over its ports: nothing happens before it is used. */
export function userPoolOver(
  context: PoolContext,
  tokenSource: Pick<TokenSource, 'session$'>,
): UserPool & {
  readonly sendAuthorised$: ReturnType<typeof createSendAuthorised>;
  readonly signOutSteps: SignOutStepRequests;
} {
  const { api } = context;
  const askForTokens$ = createAskForTokens(context);
  const refresher = createRefresher(context, askForTokens$, () =>
    rereadStorage$(context, followPartsOf(context)),
  );
  const signOutSteps = createSignOutSteps(context, askForTokens$);
  const sendAuthorised$ = createSendAuthorised(context, tokenSource, refresher);
  return {
    context,
    signIn: createSignInOperations(context),
    signOutSteps,
    runRemoteSteps$: createRunRemoteSteps(signOutSteps),
    claimRefresh$: (ended, limitMs) => {
      const answer$ = refresher.claimAnswer$();
      return answer$ && gatherRefresh$(context, ended, answer$, limitMs);
    },
    refresh$: (options) => refresher.refresh$(options),
    sendAuthorised$,
    send$: <Output>(build: (accessToken: string) => unknown) =>
      sendAuthorised$((accessToken) => requestOf<Output>(api, build(accessToken))),
    sendPublic$: createSendPublic(context),
    revokeUnwanted: (session) => {
      discardSession(context, session);
    },
    keepFresh: () => {
      keepFresh(context, refresher);
    },
    preload$: () => api.preload$(),
  };
}

import { firstValueFrom, merge } from 'rxjs';
import { createAuth } from 'rx-cognito';
import type { Auth, AuthState, SignOutResult } from 'rx-cognito';
import type { Client, ClientOptions, Report } from './client';

/** A client of ours, and the `Auth` that it is. */
export interface OwnClient extends Client {
  readonly auth: Auth;
}

/** Returns a state in few words. */
export function stateWords(state: AuthState): string {
  switch (state.status) {
    case 'signedIn':
      return `signedIn ${state.user.username}, ${state.freshness}`;
    case 'signedOut':
      return `signedOut, ${state.reason}`;
    case 'signingIn':
      return ['signingIn', state.nextStep?.signInStep].filter(Boolean).join(' ');
    case 'signingOut':
      return `signingOut, ${state.step}`;
    case 'restoring':
      return 'restoring';
  }
}

function reportOf({ outcome, steps, retry$ }: SignOutResult): Report {
  return {
    told: outcome === 'complete' ? 'ended' : 'open',
    words: outcome,
    steps,
    ...(outcome === 'partial' ? { retry: async () => reportOf(await firstValueFrom(retry$)) } : {}),
  };
}

/** Creates a client of ours. */
export function createOwnClient(options: ClientOptions): OwnClient {
  const auth = createAuth(options);
  return {
    auth,
    changes$: merge(auth.state$, auth.events$, auth.errors$),
    says: () =>
      Promise.resolve({ isSignedIn: auth.state.status === 'signedIn', words: stateWords(auth.state) }),
    signIn: async ({ username, password, code }) => {
      const { isSignedIn } = await firstValueFrom(auth.signIn$({ username, password }));
      if (!isSignedIn) await firstValueFrom(auth.confirmSignIn$({ challengeResponse: await code() }));
    },
    refresh: () => firstValueFrom(auth.tokens$({ forceRefresh: true })),
    signOut: async (globalSignOut) => reportOf(await firstValueFrom(auth.signOut$({ globalSignOut }))),
    destroy: () => {
      auth.destroy();
    },
  };
}

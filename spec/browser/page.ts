import { asyncScheduler, EMPTY, firstValueFrom } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { createAuth, createEncryptedStorage } from 'rx-cognito';
import type { Auth, AuthOptions, AuthState, SignInResult, SignOutOptions, SignOutResult } from 'rx-cognito';
import { amplifySession } from 'rx-cognito/amplify';
import { signInWithAmplify, signInWithAmplifyCookies, signInWithIdentityJs } from './peers.mjs';

/** What a tab is started with: whatever of the options can cross into a page. */
export type TabOptions = Pick<
  AuthOptions,
  'userPoolId' | 'userPoolClientId' | 'userPoolEndpoint' | 'validateOnFocus'
> & { readonly adopt?: 'amplify' };

/** Where a tab keeps the session. */
export type TabStorage = 'localStorage' | 'encrypted';

/** Whose tokens a tab hands out. */
interface TokenOwner {
  readonly accessToken: string;
  readonly username: string;
}

/** What specs can ask of a tab. */
interface TabPage {
  /** Creates the `Auth` of this tab; its clock is ahead of the machine's. */
  start(options: TabOptions, clockAheadMs: number, storage?: TabStorage): AuthState;
  setClockAhead(ms: number): void;
  state(): AuthState;
  /** Each state so far: the status, with what tells it from others of that status. */
  history(): readonly string[];
  /** Each moment in which the state named one user, and the tokens another. */
  mixtures(): readonly string[];
  errors(): readonly string[];
  events(): readonly string[];
  signIn(username: string, password: string): Promise<SignInResult>;
  signOut(options?: SignOutOptions): Promise<Omit<SignOutResult, 'retry$'>>;
  /** Runs the `retry$` of the last sign-out. */
  retrySignOut(): Promise<Omit<SignOutResult, 'retry$'>>;
  tokens(options?: { forceRefresh?: boolean }): Promise<TokenOwner>;
  destroy(): void;
  readonly peers: {
    amplify: typeof signInWithAmplify;
    amplifyCookies: typeof signInWithAmplifyCookies;
    identityJs: typeof signInWithIdentityJs;
  };
}

declare global {
  var tab: TabPage;
}

const ownerOf = (accessToken: string): TokenOwner => {
  const payload = accessToken.split('.')[1] ?? '';
  const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as TokenOwner;
  return { accessToken, username: claims.username };
};

const lineOf = (state: AuthState): string => {
  if (state.status === 'signedIn') return `signedIn ${state.user.username} ${state.freshness}`;
  return state.status === 'signedOut' ? `signedOut ${state.reason}` : state.status;
};

function createTab(): TabPage {
  let auth: Auth | undefined;
  let clockAheadMs = 0;
  const history: string[] = [];
  const mixtures: string[] = [];
  const errors: string[] = [];
  const events: string[] = [];
  let signOutRetry$: Observable<SignOutResult> | undefined;
  const scheduler: SchedulerLike = {
    now: () => Date.now() + clockAheadMs,
    schedule: (work: never, delayMs?: number, state?: unknown) =>
      asyncScheduler.schedule(work, delayMs, state),
  };
  const started = (): Auth => {
    if (!auth) throw new Error('The tab has not been started.');
    return auth;
  };
  const outcomeOf = async (signOut$: Observable<SignOutResult>): Promise<Omit<SignOutResult, 'retry$'>> => {
    const { retry$, ...result } = await firstValueFrom(signOut$);
    signOutRetry$ = retry$;
    return result;
  };
  const compare = (state: AuthState): void => {
    if (state.status !== 'signedIn' || state.freshness !== 'fresh') return;
    started()
      .tokens$()
      .subscribe({
        next: ({ accessToken }) => {
          const { username } = ownerOf(accessToken);
          if (username !== state.user.username) mixtures.push(`${state.user.username}, ${username}`);
        },
        error: () => undefined,
      });
  };
  return {
    start: (options, aheadMs, storage) => {
      clockAheadMs = aheadMs;
      const { adopt, ...given } = options;
      auth = createAuth({
        ...given,
        scheduler,
        ...(adopt === 'amplify' ? { adopt: amplifySession() } : {}),
        ...(storage === 'encrypted' ? { storage: createEncryptedStorage() } : {}),
      });
      auth.errors$.subscribe(({ code }) => errors.push(code));
      auth.events$.subscribe(({ type }) => events.push(type));
      const first = auth.state;
      auth.state$.subscribe((state) => {
        history.push(lineOf(state));
        compare(state);
      });
      return first;
    },
    setClockAhead: (ms) => {
      clockAheadMs = ms;
    },
    state: () => started().state,
    history: () => history,
    mixtures: () => mixtures,
    errors: () => errors,
    events: () => events,
    signIn: (username, password) =>
      firstValueFrom(started().signIn$({ username, password, authFlowType: 'USER_PASSWORD_AUTH' })),
    signOut: (options) => outcomeOf(started().signOut$(options)),
    retrySignOut: () => outcomeOf(signOutRetry$ ?? EMPTY),
    tokens: async (options) => ownerOf((await firstValueFrom(started().tokens$(options))).accessToken),
    destroy: () => {
      started().destroy();
    },
    peers: {
      amplify: signInWithAmplify,
      amplifyCookies: signInWithAmplifyCookies,
      identityJs: signInWithIdentityJs,
    },
  };
}

globalThis.tab = createTab();

import { firstValueFrom, tap } from 'rxjs';
import { createAuth } from 'rx-cognito';
import type {
  AuthOptions,
  AuthState,
  RedirectResult,
  SignInWithRedirectInput,
  SignOutOptions,
  SignOutResult,
} from 'rx-cognito';
import { amplifySession } from 'rx-cognito/amplify';
import { hostedUi, popupAuthSession, redirectResult$, signInWithRedirect$ } from 'rx-cognito/hosted-ui';
import type { HostedUiOptions } from 'rx-cognito/hosted-ui';

/** What a page of the application is started with, by its init script. */
export interface PageConfig {
  readonly auth: Pick<AuthOptions, 'userPoolId' | 'userPoolClientId' | 'userPoolEndpoint'>;
  readonly hostedUi: Omit<HostedUiOptions, 'openAuthSession'>;
  readonly isPopup?: boolean;
  /** Signs in whenever nobody is signed in, as careless applications do. */
  readonly isEager?: boolean;
  /** Takes over what Amplify left. */
  readonly isAdopting?: boolean;
}

/** What specs can ask of a page. */
interface Application {
  /** Each state so far. */
  readonly history: readonly string[];
  readonly errors: readonly string[];
  /** The address as it was when the `Auth` had just been made: what a router would see first. */
  readonly firstHref: string;
  state(): AuthState;
  result(): Promise<RedirectResult>;
  /** Begins a sign-in; what comes of it is in {@link Application.outcomes}. */
  signIn(input?: SignInWithRedirectInput): void;
  signOut(options?: SignOutOptions): void;
  /** Tries again what the last sign-out left open. */
  retry(): void;
  readonly outcomes: readonly string[];
  accessToken(): Promise<string>;
}

declare global {
  var application: Application;
  var pageConfig: PageConfig;
}

const lineOf = (state: AuthState): string => {
  if (state.status === 'signedIn') return `signedIn ${state.user.username}`;
  if (state.status === 'signingOut') return `signingOut ${state.step}`;
  return state.status === 'signedOut' ? `signedOut ${state.reason}` : state.status;
};

function start({ auth: options, hostedUi: managed, ...config }: PageConfig): Application {
  const { isAdopting, isEager, isPopup } = config;
  const auth = createAuth({
    ...options,
    ...(isAdopting ? { adopt: amplifySession() } : {}),
    hostedUi: hostedUi({ ...managed, ...(isPopup ? { openAuthSession: popupAuthSession() } : {}) }),
  });
  const firstHref = location.href;
  const history: string[] = [];
  const errors: string[] = [];
  const outcomes: string[] = [];
  let partial: SignOutResult | undefined;
  const told = (name: string) => ({
    next: (value: unknown) => outcomes.push(`${name} ${JSON.stringify(value)}`),
    error: (error: { readonly code: string }) => outcomes.push(`${name} error ${error.code}`),
  });
  auth.errors$.subscribe(({ code }) => errors.push(code));
  auth.state$.subscribe((state) => {
    history.push(lineOf(state));
    if (isEager && state.status === 'signedOut') signInWithRedirect$(auth).subscribe(told('signIn'));
  });
  return {
    history,
    errors,
    firstHref,
    outcomes,
    state: () => auth.state,
    result: () => firstValueFrom(redirectResult$(auth)),
    signIn: (input) => {
      signInWithRedirect$(auth, input).subscribe(told('signIn'));
    },
    signOut: (signOutOptions) => {
      auth
        .signOut$(signOutOptions)
        .pipe(tap((result) => (partial = result)))
        .subscribe(told('signOut'));
    },
    retry: () => {
      partial?.retry$.subscribe(told('retry'));
    },
    accessToken: async () => (await firstValueFrom(auth.tokens$())).accessToken,
  };
}

globalThis.application = start(globalThis.pageConfig);

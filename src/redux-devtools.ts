import { Subscription } from 'rxjs';
import type { Auth } from './auth';
import type { AuthState } from './model/auth-state';

/** How the connection is shown. */
export interface ReduxDevToolsOptions {
  /** The name in the list of stores. Default: `rx-cognito`. */
  readonly name?: string;
}

interface Connection {
  init(state: unknown): void;
  send(action: { readonly type: string }, state: unknown): void;
}

interface Extension {
  connect(options: { readonly name: string }): Connection;
}

/** Whatever stands under that name was made by others; a tool to look with throws nothing into an application. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Connects with the extension, where there is one that can. */
const connect = (name: string): Connection | undefined =>
  attempt(() => {
    const page = globalThis as { readonly __REDUX_DEVTOOLS_EXTENSION__?: Partial<Extension> };
    return page.__REDUX_DEVTOOLS_EXTENSION__?.connect?.({ name });
  });

/** What a state is called in the list of actions. */
function labelOf(state: AuthState): string {
  if (state.status === 'signingOut') return `signingOut ${state.step}`;
  if (state.status === 'signedOut') return `signedOut ${state.reason}`;
  if (state.status === 'signedIn') return `signedIn ${state.freshness}`;
  return state.status;
}

/**
 * Shows states, events and errors in the Redux DevTools of the browser, whatever store an application has. Where the extension is not
 * installed, or fails, it does nothing. Returns the subscription that ends it; it ends by itself when the `Auth` is destroyed.
 *
 * @example
 * ```ts
 * import { connectReduxDevTools, createAuth } from 'rx-cognito';
 *
 * const auth = createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE' });
 * connectReduxDevTools(auth);
 * ```
 */
export function connectReduxDevTools(
  auth: Pick<Auth, 'state$' | 'events$' | 'errors$'>,
  { name = 'rx-cognito' }: ReduxDevToolsOptions = {},
): Subscription {
  const subscription = new Subscription();
  const devTools = connect(name);
  if (!devTools) return subscription;
  let shown: AuthState | undefined;
  const send = (type: string, more: object = {}): void => {
    attempt(() => {
      devTools.send({ type, ...more }, shown);
    });
  };
  subscription.add(
    auth.state$.subscribe((state) => {
      const isFirst = shown === undefined;
      shown = state;
      if (!isFirst) send(labelOf(state));
      else {
        attempt(() => {
          devTools.init(state);
        });
      }
    }),
  );
  subscription.add(
    auth.events$.subscribe(({ type, ...event }) => {
      // Plain data: an extension copies what it is given, and a stream to try again with is nothing to copy.
      send(`event ${type}`, { event: JSON.parse(JSON.stringify(event)) as unknown });
    }),
  );
  subscription.add(
    auth.errors$.subscribe((error) => {
      send(`error ${error.code}`, { error: error.toJSON() });
    }),
  );
  return subscription;
}

import type { Action, MetaReducer } from '@ngrx/store';
import type { AuthState } from 'rx-cognito';
import { AuthActions } from './auth-actions';
import type { AuthActionOf } from './auth-actions';
import { authFeature } from './auth-feature';
import type { AuthFeatureState } from './auth-feature';

type RootState = Readonly<Record<string, unknown>>;

const isStateChange = (action: Action): action is AuthActionOf<'stateChanged'> =>
  action.type === AuthActions.stateChanged.type;

const ownerOf = (auth: AuthState | undefined): string | undefined =>
  auth?.status === 'signedIn' || auth?.status === 'signingOut' ? auth.user.userId : undefined;

function endsSession(state: RootState | undefined, action: Action): boolean {
  if (!isStateChange(action)) return false;
  const slice = state?.[authFeature.name] as AuthFeatureState | undefined;
  const owner = ownerOf(slice?.authState);
  return owner !== undefined && owner !== ownerOf(action.state);
}

/**
 * Makes a meta-reducer that puts features back into their initial state when a session ends, in the same reduction that ends
 * it: no selector ever sees the next user with the last one's data. Effects that load a user's data should end with the
 * session as well: `takeUntilSignedOut(auth)`.
 *
 * @param features - the names of the features: of all slices that hold a user's data
 *
 * @example
 * ```ts
 * import { provideStore } from '@ngrx/store';
 * import { resetOnSessionEnd } from 'rx-cognito/ngrx';
 *
 * export const store = provideStore({}, { metaReducers: [resetOnSessionEnd('orders', 'profile')] });
 * ```
 */
export function resetOnSessionEnd(...features: readonly string[]): MetaReducer {
  const metaReducer: MetaReducer<RootState> = (reducer) => (state, action) => {
    if (!state || !endsSession(state, action)) return reducer(state, action);
    const kept = Object.entries(state).filter(([name]) => !features.includes(name));
    return reducer(Object.fromEntries(kept), action);
  };
  return metaReducer;
}

import { createFeature, createFeatureSelector, createReducer, createSelector, on } from '@ngrx/store';
import type { ActionReducer, MemoizedSelector } from '@ngrx/store';
import type { AuthState, AuthUser, SignInStateStep } from 'rx-cognito';
import { AuthActions } from './auth-actions';
import type { SignOutSummary } from './sign-out-summary';

/** What the store keeps of auth. */
export interface AuthFeatureState {
  readonly authState: AuthState;
  /** What the last sign-out of this tab did, whoever asked for it, also where the page left for it; until the next sign-in. */
  readonly lastSignOut: SignOutSummary | null;
}

type Select<Result> = MemoizedSelector<object, Result>;

/** The type of {@link authFeature}. */
export interface AuthFeature {
  readonly name: 'auth';
  readonly reducer: ActionReducer<AuthFeatureState>;
  /** Selects the whole slice. */
  readonly selectAuthSlice: Select<AuthFeatureState>;
  /** Selects the `AuthState`. */
  readonly selectAuthState: Select<AuthState>;
  readonly selectStatus: Select<AuthState['status']>;
  readonly selectIsSignedIn: Select<boolean>;
  /** Selects the signed-in user, `undefined` while nobody is. */
  readonly selectUser: Select<AuthUser | undefined>;
  /** Selects the challenge that waits for its answer. */
  readonly selectNextStep: Select<SignInStateStep | undefined>;
  readonly selectLastSignOut: Select<SignOutSummary | null>;
}

const initialState: AuthFeatureState = { authState: { status: 'restoring' }, lastSignOut: null };

const userOf = (state: AuthState): AuthUser | undefined =>
  state.status === 'signedIn' ? state.user : undefined;
const nextStepOf = (state: AuthState): SignInStateStep | undefined =>
  state.status === 'signingIn' ? state.nextStep : undefined;

const selectAuthSlice: Select<AuthFeatureState> = createFeatureSelector<AuthFeatureState>('auth');
// `createFeature` names the slice's own selector `selectAuthState`, and everybody would take that for the AuthState.
const selectAuthState: Select<AuthState> = createSelector(selectAuthSlice, ({ authState }) => authState);

/** Is the slice `auth` of a store: its reducer and its selectors. `provideAuthStore()` registers it. */
export const authFeature: AuthFeature = createFeature({
  name: 'auth',
  reducer: createReducer(
    initialState,
    on(AuthActions.stateChanged, (slice, { state }): AuthFeatureState => ({ ...slice, authState: state })),
    on(AuthActions.signOutFinished, (slice, { summary }): AuthFeatureState => ({
      ...slice,
      lastSignOut: summary,
    })),
    on(AuthActions.redirectReturned, (slice, { result }): AuthFeatureState =>
      result.type === 'signedOut' ? { ...slice, lastSignOut: result.report } : slice,
    ),
    on(AuthActions.signedIn, (slice): AuthFeatureState => ({ ...slice, lastSignOut: null })),
  ),
  extraSelectors: () => ({
    selectAuthSlice,
    selectAuthState,
    selectStatus: createSelector(selectAuthState, ({ status }) => status),
    selectIsSignedIn: createSelector(selectAuthState, ({ status }) => status === 'signedIn'),
    selectUser: createSelector(selectAuthState, userOf),
    selectNextStep: createSelector(selectAuthState, nextStepOf),
  }),
});

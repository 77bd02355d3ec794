import { createFeature, createReducer, createSelector, on } from '@ngrx/store';
import type { ActionReducer, MemoizedSelector } from '@ngrx/store';
import type { AuthState, AuthUser, SignInStateStep } from 'rx-cognito';
import { AuthActions } from './auth-actions';
import type { SignOutSummary } from './sign-out-summary';

/** What the store keeps of auth. */
export interface AuthFeatureState {
  readonly auth: AuthState;
  /** What the last sign-out did, until the next sign-in. */
  readonly lastSignOut: SignOutSummary | null;
}

type Select<Result> = MemoizedSelector<object, Result>;

/** The type of {@link authFeature}. */
export interface AuthFeature {
  readonly name: 'auth';
  readonly reducer: ActionReducer<AuthFeatureState>;
  /** Selects the whole slice. */
  readonly selectAuthState: Select<AuthFeatureState>;
  /** Selects the `AuthState`. */
  readonly selectAuth: Select<AuthState>;
  readonly selectStatus: Select<AuthState['status']>;
  readonly selectIsSignedIn: Select<boolean>;
  /** Selects the signed-in user, `undefined` while nobody is. */
  readonly selectUser: Select<AuthUser | undefined>;
  /** Selects the challenge that waits for its answer. */
  readonly selectNextStep: Select<SignInStateStep | undefined>;
  readonly selectLastSignOut: Select<SignOutSummary | null>;
}

const initialState: AuthFeatureState = { auth: { status: 'restoring' }, lastSignOut: null };

const userOf = (auth: AuthState): AuthUser | undefined =>
  auth.status === 'signedIn' ? auth.user : undefined;
const nextStepOf = (auth: AuthState): SignInStateStep | undefined =>
  auth.status === 'signingIn' ? auth.nextStep : undefined;

/** Is the slice `auth` of a store: its reducer and its selectors. `provideAuthStore()` registers it. */
export const authFeature: AuthFeature = createFeature({
  name: 'auth',
  reducer: createReducer(
    initialState,
    on(AuthActions.stateChanged, (state, { state: auth }): AuthFeatureState => ({ ...state, auth })),
    on(AuthActions.signOutFinished, (state, { summary }): AuthFeatureState => ({
      ...state,
      lastSignOut: summary,
    })),
    on(AuthActions.signedIn, (state): AuthFeatureState => ({ ...state, lastSignOut: null })),
  ),
  extraSelectors: ({ selectAuth }) => ({
    selectStatus: createSelector(selectAuth, ({ status }) => status),
    selectIsSignedIn: createSelector(selectAuth, ({ status }) => status === 'signedIn'),
    selectUser: createSelector(selectAuth, userOf),
    selectNextStep: createSelector(selectAuth, nextStepOf),
  }),
});

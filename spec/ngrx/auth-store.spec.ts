/** @jest-environment jsdom */
import '@angular/compiler';
import { TestBed } from '@angular/core/testing';
import { Actions, provideEffects } from '@ngrx/effects';
import {
  createAction,
  createFeature,
  createReducer,
  on,
  props,
  provideState,
  provideStore,
  Store,
} from '@ngrx/store';
import type { Action } from '@ngrx/store';
import { NEVER, of, Subject } from 'rxjs';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import {
  AuthActions,
  authFeature,
  provideAuthStore,
  resetOnSessionEnd,
  signOutEffect,
} from 'rx-cognito/ngrx';
import {
  createTestAuth,
  signedInState,
  signedOutState,
  signingInState,
  signInResult,
  signOutResult,
  testError,
  testUser,
} from 'rx-cognito/testing';
import type { TestAuth } from 'rx-cognito/testing';
import { beginTestBed } from '../angular/test-bed';

const ordersLoaded = createAction('[Orders] Loaded', props<{ readonly orders: readonly string[] }>());
const ordersFeature = createFeature({
  name: 'orders',
  reducer: createReducer(
    { all: [] as readonly string[] },
    on(ordersLoaded, (_state, { orders }) => ({ all: orders })),
  ),
});
const themeFeature = createFeature({
  name: 'theme',
  reducer: createReducer(
    { isDark: false },
    on(ordersLoaded, () => ({ isDark: true })),
  ),
});

const strict = {
  strictStateImmutability: true,
  strictActionImmutability: true,
  strictStateSerializability: true,
  strictActionSerializability: true,
  strictActionTypeUniqueness: true,
};

describe('provideAuthStore', () => {
  let auth: TestAuth;
  let store: Store;
  let actions: Action[];

  beforeAll(beginTestBed);

  beforeEach(() => {
    auth = createTestAuth({ state: signedInState() });
    TestBed.configureTestingModule({
      providers: [
        provideTestAuth(auth),
        provideStore({}, { runtimeChecks: strict, metaReducers: [resetOnSessionEnd('orders')] }),
        provideState(ordersFeature),
        provideState(themeFeature),
        provideEffects(),
        provideAuthStore(),
      ],
    });
    store = TestBed.inject(Store);
    actions = [];
    TestBed.inject(Actions).subscribe((action) => actions.push(action));
  });

  const selected = <T>(selector: (state: object) => T): T => store.selectSignal(selector)();
  const types = () => actions.map(({ type }) => type);

  it('keeps the state of the Auth in the slice, from the first', () => {
    expect(selected(authFeature.selectAuthState)).toEqual(signedInState());
    auth.endSession('sessionExpired');
    expect(selected(authFeature.selectAuthState)).toEqual(signedOutState('sessionExpired', 'ada'));
  });

  it('selects the AuthState by the name that is its own, and the slice by another (#12)', () => {
    expect(selected(authFeature.selectAuthState)).toBe(auth.state);
    expect(selected(authFeature.selectAuthSlice)).toEqual({ authState: auth.state, lastSignOut: null });
    expect(authFeature.name).toBe('auth');
  });

  it('selects what views ask for', () => {
    expect(selected(authFeature.selectUser)).toEqual(testUser());
    expect(selected(authFeature.selectIsSignedIn)).toBe(true);
    expect(selected(authFeature.selectStatus)).toBe('signedIn');
    const { nextStep } = signInResult({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });
    auth.setState(signingInState({ username: 'ada', nextStep }));
    expect(selected(authFeature.selectUser)).toBeUndefined();
    expect(selected(authFeature.selectNextStep)).toEqual(nextStep);
  });

  it('dispatches what happens', () => {
    auth.startSession({ username: 'grace' });
    auth.emitEvent({ type: 'tokensRefreshed', expiresAt: 1 });
    auth.emitEvent({ type: 'tokenRefreshFailed', error: testError({ kind: 'network' }) });
    auth.emitEvent({ type: 'lateTokensRevoked' });
    auth.endSession();
    auth.startSession();
    expect(types().filter((type) => type !== AuthActions.stateChanged.type)).toEqual([
      '[Auth] Session Restored',
      '[Auth] User Changed',
      '[Auth] Tokens Refreshed',
      '[Auth] Token Refresh Failed',
      '[Auth] Late Tokens Revoked',
      '[Auth] Signed Out',
      '[Auth] Signed In',
    ]);
  });

  it('tells of a session that is there when the store begins, once, at the end of the turn (#12)', async () => {
    auth.emitEvent({ type: 'sessionRestored', user: testUser() });
    await Promise.resolve();
    // Heard by a subscriber that came after the store had begun.
    expect(actions).toEqual([AuthActions.sessionRestored({ user: testUser() })]);
  });

  it.each([
    ['of the page', () => auth.signOut$().subscribe()],
    ['of the idle watch, which gives up the result at once', () => auth.signOut$().subscribe().unsubscribe()],
  ])('keeps the summary of a sign-out that no action asked for, but a part %s (#12)', (_, signOut) => {
    const error = testError({ kind: 'timeout' });
    auth.answer('signOut', signOutResult({ revokeTokenError: error }));
    signOut();
    expect(selected(authFeature.selectLastSignOut)).toMatchObject({ outcome: 'partial' });
    expect(types().filter((type) => type === AuthActions.signOutFinished.type)).toHaveLength(1);
    expect(auth.calls).toHaveLength(1);

    store.dispatch(AuthActions.retrySignOut());
    expect(selected(authFeature.selectLastSignOut)).toMatchObject({ outcome: 'complete' });
    auth.startSession();
    expect(selected(authFeature.selectLastSignOut)).toBeNull();
  });

  it('tells of a sign-out that errored, whoever asked for it, once (#12)', () => {
    const error = testError({ kind: 'storage' });
    auth.answer('signOut', error);
    auth.signOut$().subscribe({ error: () => undefined });
    const failed = AuthActions.signOutFailed({ error: error.toJSON() });
    expect(actions.filter(({ type }) => type === failed.type)).toEqual([failed]);
  });

  it('says nothing of a sign-out where a session ended elsewhere (#12)', () => {
    auth.endSession('signedOutInOtherTab');
    expect(selected(authFeature.selectLastSignOut)).toBeNull();
  });

  it('signs out on the action, and keeps the summary until the next sign-in', () => {
    store.dispatch(AuthActions.signOut({ globalSignOut: true }));
    expect(auth.calls).toEqual([{ member: 'signOut', input: { globalSignOut: true } }]);
    expect(selected(authFeature.selectStatus)).toBe('signedOut');
    expect(selected(authFeature.selectLastSignOut)).toMatchObject({ outcome: 'complete', scope: 'global' });
    auth.startSession();
    expect(selected(authFeature.selectLastSignOut)).toBeNull();
  });

  it('tells a partial sign-out in plain data, and tries it again', () => {
    const error = testError({ kind: 'timeout' });
    auth.answer('signOut', signOutResult({ revokeTokenError: error, cleanupErrors: [error] }));
    store.dispatch(AuthActions.signOut());
    const summary = selected(authFeature.selectLastSignOut);
    expect(summary).toMatchObject({ outcome: 'partial', revokeTokenError: error.toJSON() });
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);

    store.dispatch(AuthActions.retrySignOut());
    expect(selected(authFeature.selectLastSignOut)).toMatchObject({ outcome: 'complete' });
    store.dispatch(AuthActions.retrySignOut());
    expect(types().filter((type) => type === AuthActions.signOutFinished.type)).toHaveLength(2);
  });

  it('tells who asks again, signed out, once more what is open, and can try that again (#12)', () => {
    auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'timeout' }) }));
    store.dispatch(AuthActions.signOut());
    const partial = selected(authFeature.selectLastSignOut);
    store.dispatch(AuthActions.signOut({ globalSignOut: true }));
    expect(selected(authFeature.selectLastSignOut)).toEqual(partial);
    expect(partial).toMatchObject({ outcome: 'partial' });
    expect(types().filter((type) => type === AuthActions.signOutFinished.type)).toHaveLength(2);

    store.dispatch(AuthActions.retrySignOut());
    expect(selected(authFeature.selectLastSignOut)).toMatchObject({
      outcome: 'complete',
      steps: { revokeToken: 'done' },
    });
  });

  it('keeps the next user’s slice free of what a retry for the last one comes to (#12)', () => {
    auth.answer('signOut', signOutResult({ revokeTokenError: testError({ kind: 'timeout' }) }));
    store.dispatch(AuthActions.signOut());
    auth.startSession({ username: 'grace' });
    store.dispatch(AuthActions.retrySignOut());
    expect(selected(authFeature.selectLastSignOut)).toBeNull();
  });

  it('tells of a sign-out that errored, and goes on', () => {
    const error = testError({ kind: 'storage' });
    auth.answer('signOut', error);
    store.dispatch(AuthActions.signOut());
    expect(actions.at(-1)).toEqual(AuthActions.signOutFailed({ error: error.toJSON() }));
    auth.startSession();
    store.dispatch(AuthActions.signOut());
    expect(selected(authFeature.selectLastSignOut)).toMatchObject({ outcome: 'complete' });
  });

  describe('with resetOnSessionEnd', () => {
    /** What any selector saw, in the order in which it saw it. */
    const seen = () => {
      const pairs: string[] = [];
      store
        .select((state: object) => {
          const user = authFeature.selectUser(state)?.username ?? '–';
          return `${user}: ${ordersFeature.selectAll(state as never).join()}`;
        })
        .subscribe((pair) => pairs.push(pair));
      return pairs;
    };

    beforeEach(() => store.dispatch(ordersLoaded({ orders: ['ada’s order'] })));

    it('empties the chosen features when the session ends, and no others', () => {
      auth.endSession();
      expect(selected(ordersFeature.selectAll as never)).toEqual([]);
      expect(selected(themeFeature.selectIsDark as never)).toBe(true);
    });

    it('never shows the next user with the last one’s data (R24)', () => {
      const pairs = seen();
      auth.startSession({ username: 'grace' });
      expect(pairs).toEqual(['ada: ada’s order', 'grace: ']);
    });

    it('keeps the data while the session lasts: refreshed, stale, signing out', () => {
      auth.setState(signedInState({ freshness: 'stale' }));
      auth.answer('signOut', NEVER);
      auth.signOut$().subscribe();
      expect(selected(ordersFeature.selectAll as never)).toEqual(['ada’s order']);
    });
  });
});

describe('signOutEffect', () => {
  it('joins what is asked while a sign-out runs, a global one too, and tells it once (R9, #12)', () => {
    const auth = createTestAuth({ state: signedInState() });
    const result$ = new Subject<ReturnType<typeof signOutResult>>();
    auth.answer('signOut', result$);
    const dispatched: Action[] = [];
    signOutEffect(of(AuthActions.signOut(), AuthActions.signOut({ globalSignOut: true })), auth).subscribe(
      (action) => dispatched.push(action),
    );
    expect(auth.state).toMatchObject({ status: 'signingOut', scope: 'global' });
    result$.next(signOutResult());
    result$.complete();
    expect(auth.calls.map(({ input }) => input)).toEqual([{}, { globalSignOut: true }]);
    expect(dispatched.map(({ type }) => type)).toEqual(['[Auth] Sign Out Finished']);
  });
});

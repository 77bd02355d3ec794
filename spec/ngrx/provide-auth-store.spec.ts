/** @jest-environment jsdom */
import '@angular/compiler';
import { createEnvironmentInjector, DestroyRef, EnvironmentInjector, inject } from '@angular/core';
import type { EnvironmentProviders, Provider } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Actions, provideEffects } from '@ngrx/effects';
import { provideStore, Store } from '@ngrx/store';
import type { Action } from '@ngrx/store';
import { AUTH } from 'rx-cognito/angular';
import { AuthActions, authFeature, provideAuthStore } from 'rx-cognito/ngrx';
import { createTestAuth, signedInState } from 'rx-cognito/testing';
import type { TestAuth } from 'rx-cognito/testing';
import { beginTestBed } from '../angular/test-bed';

/** The providers of a route: its `Auth` is made with its injector, and destroyed with it. */
function routeOf(username: string): (Provider | EnvironmentProviders)[] {
  const useFactory = (): TestAuth => {
    const auth = createTestAuth({ state: signedInState({ user: { username } }) });
    inject(DestroyRef).onDestroy(() => auth.destroy());
    return auth;
  };
  return [{ provide: AUTH, useFactory }, provideAuthStore()];
}

describe('provideAuthStore in the providers of a route (#12)', () => {
  beforeAll(beginTestBed);

  function begin() {
    TestBed.configureTestingModule({ providers: [provideStore({}), provideEffects()] });
    const store = TestBed.inject(Store);
    const actions: Action[] = [];
    TestBed.inject(Actions).subscribe((action) => actions.push(action));
    const enter = (route: (Provider | EnvironmentProviders)[]) => {
      const injector = createEnvironmentInjector(route, TestBed.inject(EnvironmentInjector));
      return { auth: injector.get(AUTH) as TestAuth, leave: () => injector.destroy() };
    };
    return {
      enter,
      dispatch: (action: Action) => store.dispatch(action),
      told: (type: string) => actions.filter((action) => action.type === type),
      state: () => store.selectSignal(authFeature.selectAuthState)(),
    };
  }

  it('says that nobody knows who is signed in once the Auth is gone', () => {
    const { enter, state } = begin();
    const { leave } = enter(routeOf('ada'));
    expect(state()).toEqual(signedInState());
    leave();
    expect(state()).toEqual({ status: 'restoring' });
  });

  it('follows the Auth that the same providers make next, and signs that out', () => {
    const { enter, state, dispatch, told } = begin();
    const route = routeOf('ada');
    enter(route).leave();
    const { auth } = enter(route);
    expect(state()).toEqual(signedInState());
    dispatch(AuthActions.signOut());
    expect(auth.state.status).toBe('signedOut');
    expect(state()).toEqual(auth.state);
    expect(told(AuthActions.signOutFinished.type)).toHaveLength(1);
    expect(told(AuthActions.signOutFailed.type)).toEqual([]);
  });

  it('tells each thing once, whatever number of injectors have the same Auth', async () => {
    const { enter, told } = begin();
    const auth = createTestAuth({ state: signedInState() });
    const shared = { provide: AUTH, useValue: auth };
    enter([shared, provideAuthStore()]);
    await Promise.resolve();
    enter([shared, provideAuthStore()]);
    await Promise.resolve();
    auth.endSession();
    expect(told(AuthActions.sessionRestored.type)).toHaveLength(1);
    expect(told(AuthActions.signedOut.type)).toHaveLength(1);
  });

  it('follows the newest where two overlap, and does not forget it when the older one ends', () => {
    const { enter, state } = begin();
    const older = enter(routeOf('ada'));
    const newer = enter(routeOf('grace'));
    older.auth.endSession();
    older.leave();
    expect(state()).toEqual(newer.auth.state);
  });

  it('signs out where the route that brought the effects is gone, and the Auth is not', () => {
    const { enter, dispatch, state } = begin();
    const auth = createTestAuth({ state: signedInState() });
    enter([{ provide: AUTH, useValue: auth }, provideAuthStore()]).leave();
    dispatch(AuthActions.signOut());
    expect(auth.state.status).toBe('signedOut');
    expect(state()).toEqual(auth.state);
  });
});

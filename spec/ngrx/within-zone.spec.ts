/** @jest-environment jsdom */
import 'zone.js';
import '@angular/compiler';
import { NgZone, provideZoneChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Actions, provideEffects } from '@ngrx/effects';
import { provideStore, Store } from '@ngrx/store';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { AuthActions, authFeature, provideAuthStore } from 'rx-cognito/ngrx';
import { createTestAuth, signedInState } from 'rx-cognito/testing';
import { beginTestBed } from '../angular/test-bed';

describe('provideAuthStore with zone.js', () => {
  beforeAll(beginTestBed);

  it('dispatches in the zone what another tab, a timer or a request has brought outside it (#12)', () => {
    const auth = createTestAuth({ state: signedInState() });
    TestBed.configureTestingModule({
      providers: [
        provideZoneChangeDetection(),
        provideTestAuth(auth),
        provideStore({}, { runtimeChecks: { strictActionWithinNgZone: true } }),
        provideEffects(),
        provideAuthStore(),
      ],
    });
    const zone = TestBed.inject(NgZone);
    const store = zone.run(() => TestBed.inject(Store));
    const isInZone: boolean[] = [];
    TestBed.inject(Actions).subscribe(() => isInZone.push(NgZone.isInAngularZone()));

    zone.runOutsideAngular(() => {
      auth.endSession();
      auth.startSession({ username: 'grace' });
    });
    expect(store.selectSignal(authFeature.selectUser)()?.username).toBe('grace');
    expect(isInZone.length).toBeGreaterThan(0);
    expect(isInZone).not.toContain(false);

    zone.run(() => store.dispatch(AuthActions.signOut()));
    expect(store.selectSignal(authFeature.selectStatus)()).toBe('signedOut');
  });
});

/** @jest-environment jsdom */
import '@angular/compiler';
import { Component, PLATFORM_ID } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { GuardsCheckStart, NavigationCancel, provideRouter, Router } from '@angular/router';
import { filter, firstValueFrom, Subject } from 'rxjs';
import { signedInGuard, signedOutGuard } from 'rx-cognito/angular';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { signInWithRedirect$ } from 'rx-cognito/hosted-ui';
import {
  createTestAuth,
  restoringState,
  signedInState,
  signedOutState,
  signingInState,
  signingOutState,
  signInResult,
  testError,
  testUser,
} from 'rx-cognito/testing';
import type { RedirectSignIn, TestAuth } from 'rx-cognito/testing';
import { beginTestBed } from '../test-bed';

const Page = Component({ template: '' })(
  class {
    readonly title = 'page';
  },
);

/** A router with a page for signed-in users by each kind of guard, and a sign-in page. */
function begin(auth: TestAuth, platformId = 'browser'): Router {
  TestBed.configureTestingModule({
    providers: [
      { provide: PLATFORM_ID, useValue: platformId },
      provideTestAuth(auth),
      provideRouter([
        { path: '', pathMatch: 'full', component: Page },
        { path: 'sign-in', canActivate: [signedOutGuard()], component: Page },
        { path: 'orders', canActivate: [signedInGuard()], component: Page },
        {
          path: 'reports/:id',
          canMatch: [signedInGuard({ redirectTo: '/sign-in?tone=calm' })],
          component: Page,
        },
      ]),
    ],
  });
  return TestBed.inject(Router);
}

describe('signedInGuard', () => {
  beforeAll(beginTestBed);

  it.each(['/orders', '/reports/7'])('lets signed-in users see %s', async (url) => {
    const router = begin(createTestAuth({ state: signedInState() }));
    await router.navigateByUrl(url);
    expect(router.url).toBe(url);
  });

  it('sends others to sign in, and keeps where they wanted to go', async () => {
    const router = begin(createTestAuth());
    await router.navigateByUrl('/orders?page=2#end');
    expect(router.url).toBe('/sign-in?returnUrl=%2Forders%3Fpage%3D2%23end');
    await router.navigateByUrl('/reports/7');
    expect(router.url).toBe('/sign-in?tone=calm&returnUrl=%2Freports%2F7');
  });

  it.each([restoringState(), signingOutState()])('waits while %j', async (state) => {
    const auth = createTestAuth({ state });
    const router = begin(auth);
    const cancelled: unknown[] = [];
    router.events.subscribe((event) => {
      if (event instanceof NavigationCancel) cancelled.push(event);
    });
    const asked = firstValueFrom(router.events.pipe(filter((event) => event instanceof GuardsCheckStart)));
    const navigation = router.navigateByUrl('/orders');
    await asked;
    auth.setState(signedInState());
    await navigation;
    expect(router.url).toBe('/orders');
    expect(cancelled).toEqual([]);
  });

  it.each<[string, RedirectSignIn, string]>([
    ['lets in', { type: 'signedIn', user: testUser() }, '/orders'],
    [
      'sends to sign in',
      { type: 'signInFailed', error: testError({ kind: 'cancelled' }) },
      '/sign-in?returnUrl=%2Forders',
    ],
  ])('waits for the sign-in that the page returns from, then %s (R74)', async (_, answer, url) => {
    const answer$ = new Subject<RedirectSignIn>();
    const router = begin(createTestAuth({ redirectResult: answer$ }));
    const checked = firstValueFrom(router.events.pipe(filter((event) => event instanceof GuardsCheckStart)));
    const navigated = router.navigateByUrl('/orders');
    await checked;
    expect(router.url).toBe('/');
    answer$.next(answer);
    await navigated;
    expect(router.url).toBe(url);
  });

  it('does not wait for a page that has left for managed login, and is still here after ten seconds (R70)', async () => {
    const auth = createTestAuth();
    const router = begin(auth);
    signInWithRedirect$(auth).subscribe({ error: () => undefined });
    const navigated = router.navigateByUrl('/sign-in');
    auth.clock.advance(10_000);
    await navigated;
    expect(router.url).toBe('/sign-in');
  });

  it('does not wait for a user who has a challenge to answer', async () => {
    const { nextStep } = signInResult({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });
    const router = begin(createTestAuth({ state: signingInState({ username: 'ada', nextStep }) }));
    await router.navigateByUrl('/orders');
    expect(router.url).toBe('/sign-in?returnUrl=%2Forders');
  });

  it('keeps a user who is signing out from the next page', async () => {
    const auth = createTestAuth({ state: signingOutState() });
    const router = begin(auth);
    const navigation = router.navigateByUrl('/orders');
    auth.setState(signedOutState('signedOut'));
    await navigation;
    expect(router.url).toBe('/sign-in?returnUrl=%2Forders');
  });

  it('lets nobody in where the Auth is destroyed while it waits', async () => {
    const auth = createTestAuth({ state: restoringState() });
    const router = begin(auth);
    const navigation = router.navigateByUrl('/orders');
    auth.destroy();
    expect(await navigation).toBe(false);
  });

  it('does not wait on a server', async () => {
    const router = begin(createTestAuth({ state: restoringState() }), 'server');
    await router.navigateByUrl('/orders');
    expect(router.url).toBe('/orders');
  });
});

describe('signedOutGuard', () => {
  beforeAll(beginTestBed);

  it('lets those sign in who are not signed in', async () => {
    const router = begin(createTestAuth());
    await router.navigateByUrl('/sign-in');
    expect(router.url).toBe('/sign-in');
  });

  it('sends signed-in users to where they wanted to go', async () => {
    const router = begin(createTestAuth({ state: signedInState() }));
    await router.navigateByUrl('/sign-in?returnUrl=%2Forders');
    expect(router.url).toBe('/orders');
  });

  it.each(['//evil.example', 'https://evil.example/orders', '/\\evil.example', '/%09/evil.example'])(
    'sends nobody to %s (R44)',
    async (returnUrl) => {
      const router = begin(createTestAuth({ state: signedInState() }));
      await router.navigateByUrl(`/sign-in?returnUrl=${returnUrl}`);
      expect(router.url).toBe('/');
    },
  );
});

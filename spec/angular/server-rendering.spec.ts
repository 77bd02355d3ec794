import '@angular/compiler';
import { Component, enableProdMode, inject, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import type { BootstrapContext } from '@angular/platform-browser';
import { provideServerRendering, renderApplication } from '@angular/platform-server';
import { provideRouter, RouterOutlet } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import type { KeyValueStorage } from 'rx-cognito';
import {
  AUTH,
  injectAuthState,
  injectIdleState,
  provideCognitoAuth,
  signedInGuard,
  withSignOutOnIdle,
} from 'rx-cognito/angular';
import { createServerAuth } from '../../src/angular/server-auth';

const touched: string[] = [];
const storage: KeyValueStorage = {
  getItem: (key) => {
    touched.push(key);
    return null;
  },
  setItem: (key) => void touched.push(key),
  removeItem: (key) => void touched.push(key),
};
const errors: unknown[] = [];

const Orders = Component({ template: '{{ title }}' })(
  class {
    readonly title = 'orders';
  },
);
const App = Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: 'state: {{ state().status }}, idle: {{ idle().status }}, <router-outlet />',
})(
  class {
    readonly state = injectAuthState();
    readonly idle = injectIdleState();
    constructor() {
      inject(AUTH)
        .tokens$()
        .subscribe({ error: (error: unknown) => errors.push(error) });
    }
  },
);

const render = (): Promise<string> =>
  renderApplication(
    (context: BootstrapContext) =>
      bootstrapApplication(
        App,
        {
          providers: [
            provideZonelessChangeDetection(),
            provideServerRendering(),
            provideRouter([{ path: 'orders', canActivate: [signedInGuard()], component: Orders }]),
            provideCognitoAuth(
              { userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE', storage },
              withSignOutOnIdle({ after: 60_000 }),
            ),
          ],
        },
        context,
      ),
    {
      document: '<app-root></app-root>',
      url: 'https://app.example.com/orders',
      allowedHosts: ['app.example.com'],
    },
  );

describe('provideCognitoAuth on a server', () => {
  // A server renders in production mode; it also keeps Angular from writing to the console.
  beforeAll(enableProdMode);

  it('renders as restoring, touches no storage, sets no timer and lets nothing wait', async () => {
    const setTimer = jest.spyOn(globalThis, 'setInterval');
    const html = await render();
    expect(html).toContain('state: restoring, idle: active');
    expect(html).toContain('orders</ng-component>');
    expect(touched).toEqual([]);
    // rxjs's timers are intervals all.
    expect(setTimer).not.toHaveBeenCalled();
    expect(errors).toEqual([expect.objectContaining({ kind: 'invalidState', code: 'RenderedOnServer' })]);
  });
});

describe('createServerAuth', () => {
  it('refuses every call at once', async () => {
    const auth = createServerAuth();
    const calls: readonly Observable<unknown>[] = [
      auth.signIn$({ username: 'ada' }),
      auth.confirmSignIn$({ challengeResponse: '1' }),
      auth.tokens$(),
      auth.signOut$(),
    ];
    for (const call$ of calls)
      await expect(firstValueFrom(call$)).rejects.toMatchObject({ kind: 'invalidState' });
  });

  it('completes its streams when it is destroyed', () => {
    const auth = createServerAuth();
    const ended: string[] = [];
    auth.state$.subscribe({ complete: () => ended.push('state$') });
    auth.events$.subscribe({ complete: () => ended.push('events$') });
    auth.errors$.subscribe({ complete: () => ended.push('errors$') });
    auth.destroy();
    expect(ended).toEqual(['state$', 'events$', 'errors$']);
  });
});

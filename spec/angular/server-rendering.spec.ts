import '@angular/compiler';
import { Component, enableProdMode, inject, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import type { BootstrapContext } from '@angular/platform-browser';
import { provideServerRendering, renderApplication } from '@angular/platform-server';
import { provideRouter, RouterOutlet } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { createAuth, createMemoryStorage } from 'rx-cognito';
import type { AuthOptions, KeyValueStorage } from 'rx-cognito';
import {
  AUTH,
  injectAuthState,
  injectIdleState,
  injectRedirectResult,
  provideCognitoAuth,
  signedInGuard,
  withSignOutOnIdle,
} from 'rx-cognito/angular';
import { hostedUi, redirectResult$ } from 'rx-cognito/hosted-ui';
import { createServerAuth } from '../../src/angular/server-auth';
import { watch } from '../fakes/marbles';

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
  template:
    'state: {{ state().status }}, idle: {{ idle().status }}, returned: {{ returned() === undefined }}, <router-outlet />',
})(
  class {
    readonly state = injectAuthState();
    readonly idle = injectIdleState();
    readonly returned = injectRedirectResult();
    constructor() {
      inject(AUTH)
        .tokens$()
        .subscribe({ error: (error: unknown) => errors.push(error) });
    }
  },
);

/** Renders the page of a request. */
const render = (url = 'https://app.example.com/orders', more: Partial<AuthOptions> = {}): Promise<string> =>
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
              {
                userPoolId: 'eu-west-1_a1B2c3D4e',
                userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
                storage,
                ...more,
              },
              withSignOutOnIdle({ after: 60_000 }),
            ),
          ],
        },
        context,
      ),
    {
      document: '<app-root></app-root>',
      url,
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

  it('leaves the answer of managed login in the URL of a request for the browser to take (R74)', async () => {
    const connected: unknown[] = [];
    const request = jest.spyOn(globalThis, 'fetch');
    const html = await render('https://app.example.com/orders?code=c&state=s', {
      hostedUi: (parts) => {
        connected.push(parts);
        throw new Error('It is connected.');
      },
    });
    expect(html).toContain('state: restoring, idle: active, returned: true');
    expect(html).toContain('orders</ng-component>');
    expect([connected, touched]).toEqual([[], []]);
    expect(request).not.toHaveBeenCalled();
  });

  it('holds one request as little of another as ever, with managed login (R46)', () => {
    const connection = hostedUi({
      domain: 'auth.example.com',
      redirectSignIn: ['https://app.example.com/orders'],
      redirectSignOut: ['https://app.example.com/'],
    });
    const create = () =>
      createAuth({
        userPoolId: 'eu-west-1_a1B2c3D4e',
        userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
        storage: createMemoryStorage(),
        hostedUi: connection,
      });
    const results = [create(), create()].map((auth) => watch(redirectResult$(auth)));
    expect(results.map(({ values }) => values)).toEqual([[{ type: 'none' }], [{ type: 'none' }]]);
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

/**
 * @jest-environment jsdom
 * @jest-environment-options {"customExportConditions": ["node"]}
 */
import '@angular/compiler';
import { TextDecoder, TextEncoder } from 'node:util';
import { APP_BASE_HREF } from '@angular/common';
import { Component, enableProdMode, provideZonelessChangeDetection } from '@angular/core';
import type { ApplicationRef } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { NavigationEnd, provideRouter, Router, RouterOutlet, withHashLocation } from '@angular/router';
import type { RouterFeatures } from '@angular/router';
import { filter, firstValueFrom } from 'rxjs';
import { createMemoryStorage } from 'rx-cognito';
import {
  AUTH,
  injectRedirectResult,
  injectUser,
  provideCognitoAuth,
  signedInGuard,
} from 'rx-cognito/angular';
import { hostedUi } from 'rx-cognito/hosted-ui';
import { createPage } from '../../src/hosted-ui/page';
import { createSignInRecords } from '../../src/hosted-ui/sign-in-records';
import { fakeTokens, IDENTITY } from '../fakes/fake-tokens';

const { userPoolId, userPoolClientId } = IDENTITY;

const Orders = Component({ template: 'orders of {{ user()?.username }}' })(
  class {
    readonly user = injectUser();
  },
);
const SignIn = Component({ template: 'sign in, please: {{ code() }}' })(
  class {
    readonly result = injectRedirectResult();
    code(): string {
      const result = this.result();
      return result?.type === 'signInFailed' ? `${result.error.code} ${result.customState ?? ''}` : '';
    }
  },
);
const App = Component({ selector: 'app-root', imports: [RouterOutlet], template: '<router-outlet />' })(
  class {
    readonly title = 'application';
  },
);

/** The token endpoint, which answers when it is told to. */
function createTokenEndpoint() {
  const asked: string[] = [];
  let answer = (_: unknown): void => undefined;
  const answered = new Promise((resolve) => (answer = resolve));
  globalThis.fetch = ((url: string) => {
    asked.push(url);
    return answered.then((body) => ({
      status: 200,
      body: null,
      text: () => Promise.resolve(JSON.stringify(body)),
    }));
  }) as never;
  return {
    asked,
    grants: () => {
      const { AccessToken, IdToken, RefreshToken } = fakeTokens({ idClaims: { nonce: 'n' } });
      answer({ access_token: AccessToken, id_token: IdToken, refresh_token: RefreshToken, expires_in: 3600 });
    },
    refuses: () => {
      answer({ error: 'invalid_grant' });
    },
  };
}

/** The application's page, at the address that managed login came back to. */
interface Start {
  readonly callback: string;
  readonly address: string;
  readonly base?: string;
  readonly features?: readonly RouterFeatures[];
}

describe('provideCognitoAuth with hostedUi (R74)', () => {
  // This runner's DOM has neither, unlike every browser; the AWS SDK, as Node loads it, wants both.
  Object.assign(globalThis, { TextDecoder, TextEncoder });
  const realFetch = globalThis.fetch;
  let endpoint: ReturnType<typeof createTokenEndpoint>;
  let application: ApplicationRef | undefined;

  // It keeps Angular from writing to the console.
  beforeAll(enableProdMode);

  beforeEach(() => {
    endpoint = createTokenEndpoint();
  });

  afterEach(() => {
    application?.destroy();
    sessionStorage.clear();
    document.head.querySelector('base')?.remove();
    globalThis.fetch = realFetch;
  });

  const start = async ({ callback, address, base = '/', features = [] }: Start) => {
    const records = createSignInRecords(createPage(), userPoolClientId, () => Date.now());
    records.keep('s', {
      verifier: 'the-verifier',
      nonce: 'n',
      redirectUrl: callback,
      customState: '/basket',
      leftAt: Date.now(),
    });
    history.replaceState(null, '', address);
    document.body.innerHTML = '<app-root></app-root>';
    application = await bootstrapApplication(App, {
      providers: [
        provideZonelessChangeDetection(),
        ...(base === '/' ? [] : [{ provide: APP_BASE_HREF, useValue: base }]),
        provideRouter(
          [
            // It needs no component.
            { path: 'callback', redirectTo: 'orders' },
            { path: '', pathMatch: 'full', redirectTo: 'orders' },
            { path: 'orders', canActivate: [signedInGuard()], component: Orders },
            { path: 'sign-in', component: SignIn },
          ],
          ...features,
        ),
        provideCognitoAuth({
          userPoolId,
          userPoolClientId,
          storage: createMemoryStorage(),
          client: { send: () => new Promise<never>(() => undefined) },
          hostedUi: hostedUi({
            domain: 'auth.example.com',
            redirectSignIn: [callback],
            redirectSignOut: ['http://localhost/'],
          }),
        }),
      ],
    });
    const router = application.injector.get(Router);
    const shown = async () => {
      await firstValueFrom(router.events.pipe(filter((event) => event instanceof NavigationEnd)));
      await application?.whenStable();
      return document.body.textContent.trim();
    };
    return { router, auth: application.injector.get(AUTH), shown };
  };

  it.each<[string, Start, { url: string; path: string }]>([
    [
      'at a callback route without a component',
      { callback: 'http://localhost/callback', address: 'http://localhost/callback?code=c&state=s' },
      { url: '/orders', path: '/orders' },
    ],
    [
      'under a base path',
      {
        callback: 'http://localhost/shop/callback',
        address: 'http://localhost/shop/callback?code=c&state=s',
        base: '/shop/',
      },
      { url: '/orders', path: '/shop/orders' },
    ],
    [
      'with hash routing',
      {
        callback: 'http://localhost/shop/',
        address: 'http://localhost/shop/?code=c&state=s#/orders?page=2',
        features: [withHashLocation()],
      },
      { url: '/orders?page=2', path: '/shop/#/orders?page=2' },
    ],
    [
      'with hash routing, at the origin as it is registered without a slash',
      {
        callback: 'http://localhost',
        address: 'http://localhost/?code=c&state=s',
        features: [withHashLocation()],
      },
      { url: '/orders', path: '/#/orders' },
    ],
  ])('completes a sign-in %s, and its guard waits', async (_, given, { url, path }) => {
    const { auth, router, shown } = await start(given);
    expect(auth.state).toEqual({ status: 'signingIn' });
    expect(router.navigated).toBe(false);
    endpoint.grants();
    expect(await shown()).toBe('orders of ada');
    expect(router.url).toBe(url);
    expect(location.href).toBe(`http://localhost${path}`);
    expect(endpoint.asked).toEqual(['https://auth.example.com/oauth2/token']);
  });

  it('shows the router no more of the address than is the application’s own', async () => {
    const callback = 'http://localhost/callback';
    const { auth, router } = await start({ callback, address: `${callback}?tenant=7&code=c&state=s#end` });
    const seen = router.currentNavigation()?.initialUrl.toString();
    expect(seen).toBe('/callback?tenant=7#end');
    expect(auth.state.status).toBe('signingIn');
    endpoint.grants();
  });

  it('sends whoever is refused to sign in, and tells there why, with the custom state', async () => {
    const callback = 'http://localhost/callback';
    const { router, shown } = await start({ callback, address: `${callback}?code=c&state=s` });
    endpoint.refuses();
    expect(await shown()).toBe('sign in, please: invalid_grant /basket');
    expect(router.url).toContain('/sign-in?returnUrl=');
  });

  it('leaves an address alone that is nobody’s answer (R71)', async () => {
    const { router, shown } = await start({
      callback: 'http://localhost/callback',
      address: 'http://localhost/sign-in?code=c&state=forged',
    });
    expect(await shown()).toContain('sign in, please');
    expect(router.url).toBe('/sign-in?code=c&state=forged');
    expect(endpoint.asked).toEqual([]);
  });
});

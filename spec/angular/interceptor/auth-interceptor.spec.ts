/** @jest-environment jsdom */
import '@angular/compiler';
import {
  HttpClient,
  HttpContext,
  HttpErrorResponse,
  provideHttpClient,
  withFetch,
  withInterceptors,
} from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { DOCUMENT, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, NEVER } from 'rxjs';
import type { Observable } from 'rxjs';
import { authInterceptor, SKIP_AUTH } from 'rx-cognito/angular';
import type { AuthInterceptorOptions } from 'rx-cognito/angular';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { createTestAuth, restoringState, signedInState, testError } from 'rx-cognito/testing';
import type { TestAuth } from 'rx-cognito/testing';
import { beginTestBed } from '../test-bed';

const API = 'https://api.example.com';
const ORDERS = `${API}/orders`;

interface Heard {
  readonly values: unknown[];
  error?: unknown;
}

function heard(stream$: Observable<unknown>): Heard {
  const seen: Heard = { values: [] };
  stream$.subscribe({
    next: (value) => seen.values.push(value),
    error: (error: unknown) => (seen.error = error),
  });
  return seen;
}

describe('authInterceptor', () => {
  let auth: TestAuth;
  let http: HttpClient;
  let server: HttpTestingController;

  const base = document.createElement('base');

  beforeAll(() => {
    beginTestBed();
    document.head.append(base);
  });

  function begin(options: Partial<AuthInterceptorOptions> = {}, baseURI = 'https://app.example.com/'): void {
    base.href = baseURI;
    auth = createTestAuth({ state: signedInState() });
    TestBed.configureTestingModule({
      providers: [
        provideTestAuth(auth),
        provideHttpClient(withInterceptors([authInterceptor({ allow: [API], ...options })])),
        provideHttpClientTesting(),
      ],
    });
    http = TestBed.inject(HttpClient);
    server = TestBed.inject(HttpTestingController);
  }

  /** The request that waits for its answer, and what it is authorised with. */
  const authorizationOf = (url: string): string | null =>
    server.expectOne(url).request.headers.get('Authorization');

  it.each([ORDERS, `${API}?page=2`, 'https://API.example.com/orders', 'https://api.example.com:443/x'])(
    'sends the access token to %s',
    (url) => {
      begin();
      http.get(url).subscribe();
      expect(authorizationOf(url)).toBe('Bearer access-token.ada.0');
    },
  );

  it('sends the id token where that is asked for', () => {
    begin({ token: 'id' });
    http.get(ORDERS).subscribe();
    expect(authorizationOf(ORDERS)).toBe('Bearer id-token.ada.0');
  });

  it.each([
    'https://api.example.com.evil.example/orders',
    'https://api.example.com@evil.example/orders',
    'https://api.example.com:pass@evil.example/orders',
    'https://evil.example/https://api.example.com',
    'https://evil.example/?u=https://api.example.com',
    'https://evil.example#https://api.example.com',
    'https://api.example.com:8443/orders',
    'http://api.example.com/orders',
    'https://xapi.example.com/orders',
    'https://example.com/orders',
    'https://api.example.com\u3002evil.example/orders',
    'https:\\\\evil.example\\@api.example.com',
    '//evil.example/orders',
    '\\\\evil.example/orders',
    '/\t/evil.example/orders',
    '/orders',
    'orders',
    'ftp://api.example.com/orders',
    'blob:https://api.example.com/3f2a',
    'data:text/plain,https://api.example.com',
    'https://',
  ])('sends no token to %j (R44)', (url) => {
    begin();
    http.get(url).subscribe();
    expect(authorizationOf(url)).toBeNull();
    expect(auth.calls).toEqual([]);
  });

  it('resolves relative URLs as the document does', () => {
    begin({}, `${API}/app/`);
    http.get('orders').subscribe();
    expect(authorizationOf('orders')).toBe('Bearer access-token.ada.0');
    http.get('//evil.example/orders').subscribe();
    expect(authorizationOf('//evil.example/orders')).toBeNull();
  });

  it.each(['api.example.com', `${API}/`, `${API}/v1`, 'https://*.example.com/', 'null', '*', ''])(
    'refuses to be told to allow %j',
    (entry) =>
      expect(() => authInterceptor({ allow: [entry] })).toThrow(
        expect.objectContaining({ kind: 'configuration' }),
      ),
  );

  describe('with the own origin allowed in part', () => {
    const OWN = 'https://app.example.com';
    const allow = [{ origin: OWN, paths: ['/api'] }];

    it.each([
      ['somebody is signed in', (): void => undefined],
      ['nobody is', (): void => auth.endSession()],
      ['the session is being restored', (): void => auth.setState(restoringState())],
    ])('sends the rest of it untouched and at once while %s (#12)', (_, prepare) => {
      begin({ allow });
      prepare();
      http.get('/assets/i18n/en.json').subscribe();
      expect(authorizationOf('/assets/i18n/en.json')).toBeNull();
      expect(auth.calls).toEqual([]);
    });

    it('sends the token to the paths, and fails there while nobody is signed in (#12)', () => {
      begin({ allow });
      http.get('/api/orders').subscribe();
      expect(authorizationOf('/api/orders')).toBe('Bearer access-token.ada.0');
      auth.endSession();
      expect(heard(http.get('/api/orders')).error).toMatchObject({ kind: 'signedOut' });
      server.expectNone('/api/orders');
    });
  });

  it('asks a predicate, in an injection context (#12)', () => {
    begin({ allow: [({ hostname }) => inject(DOCUMENT) === document && hostname.endsWith('.example.com')] });
    http.get(ORDERS).subscribe();
    expect(authorizationOf(ORDERS)).toBe('Bearer access-token.ada.0');
    http.get('https://example.com.evil.example/').subscribe();
    expect(authorizationOf('https://example.com.evil.example/')).toBeNull();
  });

  it('tells a failure of its own as the request’s, after which others go out (#12)', () => {
    const failure = new Error('The predicate failed.');
    begin({
      allow: [
        ({ pathname }) => {
          if (pathname === '/fail') throw failure;
          return true;
        },
      ],
    });
    expect(heard(http.get(`${API}/fail`)).error).toBe(failure);
    server.expectNone(`${API}/fail`);
    http.get(ORDERS).subscribe();
    expect(authorizationOf(ORDERS)).toBe('Bearer access-token.ada.0');
  });

  it('leaves alone what opts out, and what is authorised already', () => {
    begin();
    http.get(`${API}/prices`, { context: new HttpContext().set(SKIP_AUTH, true) }).subscribe();
    expect(authorizationOf(`${API}/prices`)).toBeNull();
    http.get(ORDERS, { headers: { Authorization: 'Basic x' } }).subscribe();
    expect(authorizationOf(ORDERS)).toBe('Basic x');
  });

  it('waits while the session is restored', () => {
    begin();
    auth.setState(restoringState());
    http.get(ORDERS).subscribe();
    server.expectNone(ORDERS);
    auth.setState(signedInState());
    expect(authorizationOf(ORDERS)).toBe('Bearer access-token.ada.0');
  });

  it('fails with signedOut where nobody is signed in', () => {
    begin();
    auth.endSession();
    expect(heard(http.get(ORDERS)).error).toMatchObject({ kind: 'signedOut' });
    server.expectNone(ORDERS);
  });

  describe('after a 401', () => {
    const refuse = (url = ORDERS) =>
      server.match(url).forEach((request) => request.flush('', { status: 401, statusText: 'Unauthorized' }));

    it('refreshes once for all, and sends each request once more', () => {
      begin();
      const both = [heard(http.get(ORDERS)), heard(http.get(ORDERS))];
      refuse();
      const again = server.match(ORDERS);
      expect(again.map(({ request }) => request.headers.get('Authorization'))).toEqual([
        'Bearer access-token.ada.1',
        'Bearer access-token.ada.1',
      ]);
      again.forEach((request) => request.flush({ ok: true }));
      expect(both.map(({ values }) => values)).toEqual([[{ ok: true }], [{ ok: true }]]);
      expect(auth.calls.filter(({ input }) => input !== undefined)).toEqual([
        { member: 'tokens', input: { refused: 'access-token.ada.0' } },
        { member: 'tokens', input: { refused: 'access-token.ada.0' } },
      ]);
    });

    it('passes a second 401 on', () => {
      begin();
      const orders = heard(http.get(ORDERS));
      refuse();
      refuse();
      expect(orders.error).toMatchObject({ status: 401 });
      server.verify();
    });

    it('passes the 401 on where there are no newer tokens (R34)', () => {
      begin();
      const answered = heard(http.get(ORDERS));
      refuse();
      server.match(ORDERS).forEach((request) => request.flush({ ok: true }));
      expect(answered.values).toEqual([{ ok: true }]);

      // The renewed tokens are refused as well, within ten seconds.
      const orders = heard(http.get(ORDERS));
      refuse();
      expect(orders.error).toMatchObject({ status: 401 });
      server.verify();
    });

    it('passes the 401 on where the refresh fails for now', () => {
      begin();
      const orders = heard(http.get(ORDERS));
      auth.answer('tokens', testError({ kind: 'network' }));
      refuse();
      expect(orders.error).toBeInstanceOf(HttpErrorResponse);
      expect(auth.state).toMatchObject({ status: 'signedIn', freshness: 'stale' });
    });

    it('leaves other failures alone', () => {
      begin();
      const orders = heard(http.get(ORDERS));
      server.expectOne(ORDERS).flush('', { status: 403, statusText: 'Forbidden' });
      expect(orders.error).toMatchObject({ status: 403 });
      expect(auth.calls).toHaveLength(1);
    });

    it('fails with signedOut, not with the next user, where the session ended in between (R16)', () => {
      begin();
      const orders = heard(http.get(ORDERS));
      auth.endSession();
      auth.startSession({ username: 'grace' });
      refuse();
      expect(orders.error).toMatchObject({ kind: 'signedOut' });
      server.verify();
    });

    it('fails with signedOut where another tab put the next user in its place (R16, R24)', () => {
      begin();
      const orders = heard(http.get(ORDERS));
      auth.startSession({ username: 'grace' });
      refuse();
      expect(orders.error).toMatchObject({ kind: 'signedOut' });
      server.verify();
    });

    it('fails with signedOut for the same user who signed in again (R16)', () => {
      begin();
      const orders = heard(http.get(ORDERS));
      auth.endSession();
      auth.startSession({ username: 'ada' });
      refuse();
      expect(orders.error).toMatchObject({ kind: 'signedOut' });
      server.verify();
    });
  });

  it('fails with signedOut, and is not sent, where a sign-out begins while it waits (R16)', () => {
    begin();
    auth.answer('tokens', NEVER);
    auth.answer('signOut', NEVER);
    const orders = heard(http.get(ORDERS));
    auth.signOut$().subscribe();
    expect(orders.error).toMatchObject({ kind: 'signedOut' });
    auth.setState(signedInState({ user: { username: 'grace' } }));
    server.verify();
  });

  it('fails with signedOut where another user takes over while it waits (R16)', () => {
    begin();
    auth.answer('tokens', NEVER);
    const orders = heard(http.get(ORDERS));
    auth.startSession({ username: 'grace' });
    expect(orders.error).toMatchObject({ kind: 'signedOut' });
    server.verify();
  });

  it('does not count on the Auth to give up the wait at the fence (R16)', () => {
    const patient = createTestAuth({ state: signedInState() });
    patient.answer('signOut', NEVER);
    TestBed.configureTestingModule({
      providers: [
        provideTestAuth({ ...patient, tokens$: () => NEVER }),
        provideHttpClient(withInterceptors([authInterceptor({ allow: [API] })])),
        provideHttpClientTesting(),
      ],
    });
    const orders = heard(TestBed.inject(HttpClient).get(ORDERS));
    patient.signOut$().subscribe();
    expect(orders.error).toMatchObject({ kind: 'signedOut' });
  });

  it('is cancelled by unsubscribing while it waits', () => {
    begin();
    auth.setState(restoringState());
    http.get(ORDERS).subscribe().unsubscribe();
    auth.setState(signedInState());
    expect(server.match(ORDERS)).toEqual([]);
  });

  describe('with fetch', () => {
    const requests: RequestInit[] = [];
    const original = globalThis.fetch;

    beforeEach(() => {
      requests.length = 0;
      globalThis.fetch = (_url, init) => {
        requests.push(init ?? {});
        return Promise.reject(new TypeError('no network here'));
      };
      TestBed.configureTestingModule({
        providers: [
          provideTestAuth(createTestAuth({ state: signedInState() })),
          provideHttpClient(withFetch(), withInterceptors([authInterceptor({ allow: [API] })])),
        ],
      });
      http = TestBed.inject(HttpClient);
    });

    afterEach(() => {
      globalThis.fetch = original;
    });

    it('lets no token follow a redirect, unless the request says so (R44)', async () => {
      const sent = [
        http.get(ORDERS),
        http.get(ORDERS, { redirect: 'follow' }),
        http.get('https://elsewhere.example'),
      ];
      await Promise.allSettled(sent.map((request$) => firstValueFrom(request$)));
      expect(requests.map(({ redirect }) => redirect)).toStrictEqual(['error', 'follow', undefined]);
    });
  });
});

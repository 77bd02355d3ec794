/** @jest-environment jsdom */
import '@angular/compiler';
import { HttpClient, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import type { Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Action } from '@ngrx/store';
import { NEVER, Subject } from 'rxjs';
import type { Observable, SchedulerLike, Subscription } from 'rxjs';
import type { Auth, SignOutResult } from 'rx-cognito';
import { provideTestAuth } from 'rx-cognito/angular/testing';
import { authEventsEffect } from 'rx-cognito/ngrx';
import { createTestAuth, signedInState, signingOutState, signOutResult, testError } from 'rx-cognito/testing';
import type { TestAuth } from 'rx-cognito/testing';
import { beginTestBed } from '../angular/test-bed';
import { runSample } from './sample';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- only this file's own goes by the module map of the specs
const load = (name: string): unknown => require(name);

const ORDERS = 'https://api.example.com/orders';

function outAndIn(auth: TestAuth, username: string): void {
  auth.endSession();
  auth.startSession({ username });
}

function begin() {
  const auth = createTestAuth({ state: signedInState() });
  TestBed.configureTestingModule({
    providers: [provideTestAuth(auth), provideHttpClient(), provideHttpClientTesting()],
  });
  return { auth, server: TestBed.inject(HttpTestingController), http: TestBed.inject(HttpClient) };
}

describe('docs/recipes', () => {
  beforeAll(beginTestBed);

  describe('ngrx.md', () => {
    type Effect = (actions$: Observable<Action>, http: HttpClient, auth: Auth) => Observable<Action>;
    const { loadOrdersEffect } = runSample('docs/recipes/ngrx.md', 0, load) as { loadOrdersEffect: Effect };
    const { loadInvoicesEffect } = runSample('docs/recipes/ngrx.md', 1, load) as {
      loadInvoicesEffect: (http: HttpClient, auth: Auth) => Observable<Action>;
    };

    const types = (actions: readonly Action[]) => actions.map(({ type }) => type);

    it('loads for a session that a reload found, and goes on after a failure (#12)', async () => {
      const { auth, http, server } = begin();
      const dispatched$ = new Subject<Action>();
      const loaded: Action[] = [];
      loadOrdersEffect(dispatched$, http, auth).subscribe((action) => loaded.push(action));
      authEventsEffect(auth).subscribe(dispatched$);
      await Promise.resolve();
      server.expectOne(ORDERS).flush('', { status: 500, statusText: 'Internal Server Error' });

      auth.endSession();
      auth.startSession();
      server.expectOne(ORDERS).flush(['a']);
      auth.startSession({ username: 'grace' });
      server.expectOne(ORDERS).flush(['b']);
      expect(types(loaded)).toEqual(['[Orders] Failed', '[Orders] Loaded', '[Orders] Loaded']);
    });

    it('loads from the state, however late it comes (#12)', () => {
      const { auth, http, server } = begin();
      const loaded: Action[] = [];
      loadInvoicesEffect(http, auth).subscribe((action) => loaded.push(action));
      const invoices = 'https://api.example.com/invoices';
      server.expectOne(invoices).flush('', { status: 500, statusText: 'Internal Server Error' });
      auth.startSession({ username: 'grace' });
      server.expectOne(invoices).flush(['b']);
      expect(types(loaded)).toEqual(['[Invoices] Loaded']);
    });
  });

  describe('signal-store.md', () => {
    interface Orders {
      load(): void;
      orders(): { readonly all: readonly string[]; readonly problem?: string };
    }
    const { OrdersStore } = runSample('docs/recipes/signal-store.md', 0, load) as {
      OrdersStore: Type<Orders>;
    };

    const beginStore = () => {
      const { auth, server } = begin();
      return { auth, server, store: TestBed.inject(OrdersStore) };
    };

    it('loads again after a request that failed (#12)', () => {
      const { server, store } = beginStore();
      store.load();
      server.expectOne(ORDERS).flush('', { status: 500, statusText: 'Internal Server Error' });
      expect(store.orders()).toEqual({ all: [], problem: expect.stringContaining('500') as unknown });

      store.load();
      server.expectOne(ORDERS).flush(['a']);
      expect(store.orders()).toEqual({ all: ['a'] });
    });

    it.each<[string, (auth: TestAuth) => unknown]>([
      ['the session has ended', (auth) => auth.endSession()],
      ['a sign-out has begun', (auth) => auth.setState(signingOutState())],
      ['another tab has signed another user in', (auth) => auth.startSession({ username: 'grace' })],
      ['somebody else has signed in in the same turn', (auth) => outAndIn(auth, 'grace')],
    ])('shows nothing of a user any more, at once, where %s (#12, #18)', (_, leave) => {
      const { auth, server, store } = beginStore();
      store.load();
      server.expectOne(ORDERS).flush(['a']);
      expect(store.orders().all).toEqual(['a']);
      leave(auth);
      expect(store.orders().all).toEqual([]);
    });

    it('cuts off what is under way for a user who is gone, and loads for the next one (#18)', () => {
      const { auth, server, store } = beginStore();
      store.load();
      const forAda = server.expectOne(ORDERS);
      auth.startSession({ username: 'grace' });
      expect(forAda.cancelled).toBe(true);
      store.load();
      server.expectOne(ORDERS).flush(['b']);
      expect(store.orders().all).toEqual(['b']);
    });

    it('keeps what is loaded while the user stays, with other groups too (#18)', () => {
      const { auth, server, store } = beginStore();
      store.load();
      server.expectOne(ORDERS).flush(['a']);
      auth.startSession({ username: 'ada', groups: ['admins'] });
      expect(store.orders().all).toEqual(['a']);
    });
  });

  describe('angular-service.md', () => {
    const path = 'docs/recipes/angular-service.md';
    const { accountOf } = runSample(path, 1, load) as { accountOf: (result: SignOutResult) => string };
    const revokeTokenError = testError({ kind: 'timeout' });
    const globalSignOutError = testError({ kind: 'timeout' });

    it.each([
      ['a complete local one', signOutResult(), 'You are signed out.'],
      [
        'a complete global one',
        signOutResult({ scope: 'global' }),
        'You are signed out on all your devices.',
      ],
      [
        'a local one that is partial',
        signOutResult({ revokeTokenError }),
        /^You are signed out here, but the server/,
      ],
      [
        'a global one that ended no other sign-in',
        signOutResult({ scope: 'global', globalSignOutError }),
        /^You are signed out here\. Your other devices may still be signed in/,
      ],
      [
        'a global one that ended nothing at the server',
        signOutResult({ scope: 'global', globalSignOutError, revokeTokenError }),
        /^You are signed out here\. Your other devices may still be signed in/,
      ],
      [
        'a global one whose own revocation is unknown',
        signOutResult({ scope: 'global', revokeTokenError }),
        'You are signed out on all your devices.',
      ],
    ])('words %s (#12)', (_, result, words) => {
      expect(accountOf(result)).toMatch(words);
    });

    it('keeps the outcome, and says why a sign-out errored', () => {
      const { Session } = runSample(path, 0, load) as {
        Session: Type<{
          signOut(): void;
          lastSignOut(): SignOutResult | undefined;
          problem(): string | undefined;
        }>;
      };
      const { auth } = begin();
      const session = TestBed.inject(Session);
      auth.answer('signOut', testError({ kind: 'storage' }), NEVER);
      session.signOut();
      expect([session.lastSignOut(), typeof session.problem()]).toEqual([undefined, 'string']);
      auth.startSession();
      session.signOut();
      expect(session.problem()).toBeUndefined();
    });
  });

  describe('inactivity.md', () => {
    const { signOutOnIdle } = runSample('docs/recipes/inactivity.md', 1, load) as {
      signOutOnIdle: (auth: Auth, afterMs: number, scheduler: SchedulerLike) => Subscription;
    };

    it('signs out who has done nothing for so long, with the reason, in each session anew (#18)', () => {
      const auth = createTestAuth({ state: signedInState() });
      const watch = signOutOnIdle(auth, 60_000, auth.clock.scheduler);
      for (let session = 0; session < 2; session += 1) {
        auth.clock.advance(59_000);
        document.dispatchEvent(new Event('keydown'));
        auth.clock.advance(59_000);
        expect(auth.state.status).toBe('signedIn');
        auth.clock.advance(1_000);
        expect(auth.state).toMatchObject({ status: 'signedOut', reason: 'idle' });
        auth.startSession();
      }
      watch.unsubscribe();
    });

    it('goes on watching after a sign-out that errored (#18)', () => {
      const auth = createTestAuth({ state: signedInState() });
      const watch = signOutOnIdle(auth, 60_000, auth.clock.scheduler);
      auth.answer('signOut', testError({ kind: 'storage' }));
      auth.clock.advance(60_000);
      auth.endSession();
      auth.startSession({ username: 'grace' });
      auth.clock.advance(60_000);
      expect(auth.state).toMatchObject({ status: 'signedOut', reason: 'idle' });
      watch.unsubscribe();
    });

    it('goes by the clock: a touch that wakes a laptop comes too late (#18)', () => {
      const auth = createTestAuth({ state: signedInState() });
      let sleptMs = 0;
      const { scheduler } = auth.clock;
      const clock: SchedulerLike = {
        now: () => scheduler.now() + sleptMs,
        schedule: (work: never, delayMs?: number, state?: unknown) =>
          scheduler.schedule(work, delayMs, state),
      };
      const watch = signOutOnIdle(auth, 60_000, clock);
      sleptMs = 8 * 3_600_000;
      document.dispatchEvent(new Event('pointerdown'));
      expect(auth.state).toMatchObject({ status: 'signedOut', reason: 'idle' });
      watch.unsubscribe();
    });
  });
});

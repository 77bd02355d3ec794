/** @jest-environment jsdom */
import { asyncScheduler, defer, EMPTY, from, lastValueFrom, NEVER, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { AuthUser, HostedUi, HostedUiParts, RedirectResult } from 'rx-cognito';
import { hostedUi } from 'rx-cognito/hosted-ui';
import { reportKeyOf } from '../../src/hosted-ui/arrival';
import { createPage } from '../../src/hosted-ui/page';
import { createSignInRecords } from '../../src/hosted-ui/sign-in-records';
import { watch } from '../fakes/marbles';

const CALLBACK = 'http://localhost/callback';
const CLIENT = 'client';
const user: AuthUser = { username: 'ada', userId: 'sub', groups: [] };
const notLoaded = new AuthError({
  kind: 'network',
  code: 'SdkNotLoaded',
  message: 'm',
  recoverySuggestion: 'r',
});

/** Connects managed login to this page; `load$` says what becomes of its chunk. */
const connect = (load$: HostedUiParts['load$'] = (import$) => from(defer(import$))) => {
  const errors: unknown[] = [];
  const managed: HostedUi = hostedUi({
    domain: 'auth.example.com',
    redirectSignIn: [CALLBACK],
    redirectSignOut: ['http://localhost/'],
  })({
    userPoolClientId: CLIENT,
    scheduler: asyncScheduler,
    isOnline: () => true,
    load$,
    report: (error) => errors.push(error),
    attempt$: () => NEVER,
  });
  return { managed, errors, result: watch(managed.result$) };
};

/** The page that a sign-in of this tab returns to. */
const arrive = (query: string): void => {
  const records = createSignInRecords(createPage(), CLIENT, () => Date.now());
  records.keep('s', {
    verifier: 'v',
    nonce: 'n',
    redirectUrl: CALLBACK,
    customState: 'c',
    leftAt: Date.now(),
  });
  history.replaceState(null, '', `${CALLBACK}?${query}`);
};

const failsToLoad$ = () => throwError(() => notLoaded);

describe('hostedUi, connected', () => {
  beforeEach(() => {
    sessionStorage.clear();
    history.replaceState(null, '', 'http://localhost/');
  });

  it('has nothing to tell of a page that nobody came back to, and loads nothing', () => {
    const { result, errors } = connect(failsToLoad$);
    expect(result.values).toEqual([{ type: 'none' }]);
    expect(result.isComplete).toBe(true);
    expect(errors).toEqual([]);
  });

  it.each<[string, string, RedirectResult]>([
    [
      'a refusal',
      'error=access_denied&state=s',
      { type: 'signInFailed', error: notLoaded, customState: 'c' },
    ],
    ['a forged return', 'code=c&state=forged', { type: 'none' }],
  ])('tells the truth of %s also where its code cannot be loaded (R71)', (_, query, expected) => {
    arrive(query);
    const { result, errors } = connect(failsToLoad$);
    expect(result.values).toEqual([expected]);
    expect(errors).toEqual([notLoaded]);
  });

  it('keeps the report of a sign-out for the next page where its code cannot be loaded (R73)', () => {
    sessionStorage.setItem(reportKeyOf(CLIENT), 'report');
    const { result, errors } = connect(failsToLoad$);
    expect(result.values).toEqual([{ type: 'none' }]);
    expect(errors).toEqual([notLoaded]);
    expect(sessionStorage.getItem(reportKeyOf(CLIENT))).toBe('report');
  });

  describe('at the return of a sign-in', () => {
    const resume = async (outcome$: Observable<AuthUser>) => {
      arrive('code=c&state=s');
      const connected = connect();
      const isResumed = connected.managed.resume(undefined, <T>() => outcome$ as Observable<T & AuthUser>);
      await lastValueFrom(connected.managed.result$, { defaultValue: undefined });
      return { ...connected, isResumed };
    };

    it('tells who is signed in, with the custom state', async () => {
      const { isResumed, result } = await resume(of(user));
      expect(isResumed).toBe(true);
      expect(result.values).toEqual([{ type: 'signedIn', user, customState: 'c' }]);
      expect(Object.isFrozen(result.values[0])).toBe(true);
    });

    it('tells why it failed, with the custom state', async () => {
      const { errors, result } = await resume(throwError(() => notLoaded));
      expect(result.values).toEqual([{ type: 'signInFailed', error: notLoaded, customState: 'c' }]);
      expect(errors).toEqual([notLoaded]);
    });

    it('lets nobody wait for a result that does not come any more (R45)', async () => {
      const { result } = await resume(EMPTY);
      expect(result).toMatchObject({ values: [], isComplete: true });
    });
  });
});

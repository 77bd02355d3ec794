import { NEVER, of, throwError } from 'rxjs';
import type { ObservableInput } from 'rxjs';
import type { SignOutReport, StepResult } from 'rx-cognito';
import { TestScheduler } from 'rxjs/testing';
import { reportKeyOf } from '../../../src/hosted-ui/arrival';
import { logout$ } from '../../../src/hosted-ui/managed-login/logout';
import { checkedOptions } from '../../../src/hosted-ui/options';
import type { HostedUiOptions } from '../../../src/hosted-ui/options';
import { createFakePage } from '../fake-page';
import { watch } from '../../fakes/marbles';

const RETURN = 'https://app.example/bye';
const KEY = reportKeyOf('client');
const LOGOUT = 'https://auth.example.com/logout?client_id=client&logout_uri=https%3A%2F%2Fapp.example%2Fbye';

const reportOf = (hostedUi: StepResult): SignOutReport => ({
  outcome: hostedUi.outcome === 'done' ? 'complete' : 'partial',
  scope: 'local',
  signedOutLocally: true,
  steps: {
    hostedUi: hostedUi.outcome,
    globalSignOut: 'notNeeded',
    revokeToken: 'done',
    clearCache: 'done',
  },
  ...(hostedUi.error && { hostedUiError: hostedUi.error }),
  stillValid: {},
});

const begin = (
  options: Pick<HostedUiOptions, 'openAuthSession'> = {},
  { isOnline = true, page = createFakePage('https://app.example/orders') } = {},
) => {
  const scheduler = new TestScheduler(() => undefined);
  const settings = checkedOptions({
    domain: 'auth.example.com',
    redirectSignIn: ['https://app.example/callback'],
    redirectSignOut: [RETURN],
    ...options,
  });
  const parts = {
    userPoolClientId: 'client',
    scheduler,
    isOnline: () => isOnline,
    load$: () => NEVER,
    report: () => undefined,
    attempt$: () => NEVER,
  };
  const watched = watch(logout$(parts, settings, page, RETURN, reportOf));
  const passes = (ms: number): void => {
    scheduler.maxFrames = ms;
    scheduler.flush();
  };
  return { page, watched, passes };
};

const openAs = (open$: () => ObservableInput<string>): Pick<HostedUiOptions, 'openAuthSession'> => ({
  // eslint-disable-next-line rxjs-x/finnish -- the name is that of the option
  openAuthSession: open$,
});

describe('logout$', () => {
  it('leaves for /logout, with the report where the page that returns finds it, and says nothing (R73)', () => {
    const { page, watched } = begin();
    expect(page.left).toEqual([LOGOUT]);
    expect(page.entries.get(KEY)).toContain('"hostedUi":"unknown"');
    expect(watched).toMatchObject({ values: [], isComplete: false });
  });

  it('leaves all the same where this tab keeps nothing (R73)', () => {
    const page = createFakePage('https://app.example/');
    page.canStore = false;
    begin({}, { page });
    expect(page.left).toEqual([LOGOUT]);
  });

  it('waits ten seconds for the page to go, and is unknown then; nobody tells it once more (R73)', () => {
    const { page, watched, passes } = begin();
    passes(9_999);
    expect(watched.values).toEqual([]);
    passes(10_000);
    expect(watched.values).toMatchObject([{ outcome: 'unknown', error: { code: 'NotReturned' } }]);
    expect(watched.isComplete).toBe(true);
    expect(page.entries.has(KEY)).toBe(false);
  });

  it('is unknown of a page that comes back as it was (R70, R73)', () => {
    const { page, watched } = begin();
    page.restored$.next();
    expect(watched.values).toMatchObject([{ outcome: 'unknown' }]);
    expect(page.entries.has(KEY)).toBe(false);
  });

  it('leaves the report alone that a later sign-out of this tab has left (R73)', () => {
    const { page } = begin();
    page.entries.set(KEY, 'a later one');
    page.restored$.next();
    expect(page.entries.get(KEY)).toBe('a later one');
  });

  it.each<[string, Parameters<typeof begin>, string]>([
    ['offline', [{}, { isOnline: false }], 'Offline'],
    ['where there is no page', [{}, { page: createFakePage() }], 'NoPage'],
  ])('fails %s, and leaves nowhere', (_, given, code) => {
    const { page, watched } = begin(...given);
    expect(watched.values).toMatchObject([{ outcome: 'failed', error: { code, retryable: true } }]);
    expect(page.left).toEqual([]);
  });

  it('lets a pop-up be, and leaves by the page itself', () => {
    const open$ = Object.assign(() => NEVER, { relay: () => undefined });
    expect(begin(openAs(open$)).page.left).toEqual([LOGOUT]);
  });

  it.each<[string, () => ObservableInput<string>, object]>([
    ['done where it comes back', () => of(`${RETURN}?x`), { outcome: 'done' }],
    ['unknown where it comes back elsewhere', () => of('https://app.example/'), { outcome: 'unknown' }],
    ['unknown where it brings nothing to read', () => of('nonsense'), { outcome: 'unknown' }],
    ['unknown where the window is closed', () => throwError(() => new Error(LOGOUT)), { outcome: 'unknown' }],
    ['unknown where it ends without a word', () => [], { outcome: 'unknown' }],
  ])('is %s, in a window of its own', (_, open$, expected) => {
    const { page, watched } = begin(openAs(open$));
    expect(watched.values).toMatchObject([expected]);
    expect(watched.values[0]?.error?.message ?? '').not.toContain('http');
    expect(page.left).toEqual([]);
  });

  it('waits ten seconds for a window of its own', () => {
    const { watched, passes } = begin(openAs(() => NEVER));
    passes(9_999);
    expect(watched.values).toEqual([]);
    passes(10_000);
    expect(watched.values).toMatchObject([{ outcome: 'unknown', error: { code: 'NotReturned' } }]);
  });
});

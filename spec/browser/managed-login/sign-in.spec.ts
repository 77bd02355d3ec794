import { revokesAll } from '../stage';
import { openTheatre } from './stage';
import type { Stage, Theatre } from './stage';

describe('signInWithRedirect$ in pages of a browser', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, 60_000);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage();
  });

  afterEach(() => stage.close());

  it('signs in, with the answer out of the address before anything else runs (R74)', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.leaveToSignIn({ customState: 'basket 7' });
    await visitor.enterPassword();
    await visitor.shows('signedIn alice');

    expect(await visitor.history()).toEqual(['signingIn', 'signedIn alice']);
    expect(await visitor.firstHref()).toBe(stage.callbackUrl);
    expect(await visitor.result()).toMatchObject({
      type: 'signedIn',
      user: { username: 'alice' },
      customState: 'basket 7',
    });
    expect(stage.pool.isTokenLive(await visitor.accessToken())).toBe(true);
    expect(await visitor.stored('sessionStorage')).toBe('[]');
  });

  it('has the session in other tabs and after a reload, from managed login as it is', async () => {
    const [visitor, other] = [await stage.visitor(), await stage.visitor()];
    await visitor.open();
    await other.open();
    await visitor.signIn();
    await other.shows('signedIn alice');
    await visitor.open('/elsewhere');
    await visitor.shows('signedIn alice');

    expect(await visitor.result()).toEqual({ type: 'none' });
    expect(await visitor.stored('localStorage')).toContain('\\"origin\\":\\"hostedUi\\"');
  });

  it.each([
    ['an abandoned attempt', 'goto'],
    ['the back button', 'back'],
  ])('hangs nothing by %s: another attempt works at once (R70)', async (_, way) => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.leaveToSignIn({ customState: 'first' });
    if (way === 'back') await visitor.page.goBack();
    else await visitor.open('/elsewhere');
    await visitor.shows('signedOut');
    await visitor.signIn({ customState: 'second' });

    expect(await visitor.result()).toMatchObject({ type: 'signedIn', customState: 'second' });
  });

  it('ends the attempt of a page that comes back as it was (R70)', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    // As from the back/forward cache, which the headless shell does not have: the page stays, and hears of it.
    await visitor.page.route('**/oauth2/authorize?**', (route) => route.fulfill({ status: 204 }));
    await visitor.page.evaluate(() => {
      application.signIn();
    });
    await visitor.shows('signingIn');
    await visitor.page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    );
    await visitor.shows('signedOut signInCancelled');

    expect(await visitor.outcomes()).toEqual(['signIn error SignInCancelled']);
  });

  it('judges the returns of two tabs each by its own record; the first to return stands (R70, R72)', async () => {
    const [one, other] = [await stage.visitor(), await stage.visitor()];
    await one.open();
    await other.open();
    await one.leaveToSignIn({ customState: 'one' });
    await other.leaveToSignIn({ customState: 'other' });
    await other.enterPassword('bob');
    await other.shows('signedIn bob');
    await one.enterPassword('alice');
    await one.shows('signedIn bob');

    expect(await other.result()).toMatchObject({ type: 'signedIn', customState: 'other' });
    expect(await one.result()).toMatchObject({ type: 'signInFailed', customState: 'one' });
    expect(await one.errors()).toEqual(['SignInSuperseded']);
    const live = stage.pool.tokenFamilies().filter(({ liveTokens }) => liveTokens.length > 0);
    expect(live.map(({ username }) => username)).toEqual(['bob']);
  });

  it('does not sign in where another tab signed in and out meanwhile (R72)', async () => {
    const [one, other] = [await stage.visitor(), await stage.visitor()];
    await one.open();
    await one.leaveToSignIn();
    await other.open();
    await other.signIn({}, 'bob');
    await other.signOutAndReturn();
    await one.enterPassword('alice');
    await one.shows('signedOut noSession');

    expect(await one.result()).toMatchObject({ type: 'signInFailed' });
    expect(stage.pool.tokenFamilies().flatMap(({ liveTokens }) => liveTokens)).toEqual([]);
  });

  it.each([
    ['a forged state', '?code=abc&state=forged', 'ForeignRedirect', 'none'],
    ['a code without a state', '?code=abc', 'RedirectWithoutState', 'none'],
    ['an error with a forged state', '?error=access_denied&state=forged', 'ForeignRedirect', 'none'],
    ['an error without a state', '?error=server_error', 'RedirectWithoutState', 'signInFailed'],
  ])('leaves the address alone of %s, and asks nobody (R71)', async (_, query, code, type) => {
    const visitor = await stage.visitor();
    await visitor.open(`/callback${query}`);
    await visitor.shows('signedOut noSession');

    expect(await visitor.result()).toMatchObject({ type });
    expect(await visitor.errors()).toEqual([code]);
    expect(visitor.page.url()).toBe(`${stage.callbackUrl}${query}`);
    expect(stage.requests()).toEqual([]);
  });

  it("takes an answer once: a replay is nobody's (R71)", async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    const returned = visitor.page.waitForRequest((request) => request.url().includes('/callback?code='));
    await visitor.signIn();
    const answer = (await returned).url();
    await visitor.signOutAndReturn();
    const before = stage.requests().length;
    await visitor.page.goto(answer);
    await visitor.shows('signedOut');

    expect(await visitor.errors()).toEqual(['ForeignRedirect']);
    expect(await visitor.result()).toEqual({ type: 'none' });
    expect(stage.requests()).toHaveLength(before);
  });

  it('refuses an answer whose parameters stand there twice, and keeps the record for the right one (R71)', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    let answer = '';
    stage.site.detour = (path) => {
      if (answer !== '' || !path.includes('?code=')) return undefined;
      answer = path;
      return `${path}&code=another`;
    };
    await visitor.leaveToSignIn();
    await visitor.enterPassword();
    await visitor.shows('signedOut');
    const doubled = await visitor.errors();
    await visitor.open(answer);
    await visitor.shows('signedIn alice');

    expect(doubled).toEqual(['ForeignRedirect']);
  });

  it('tells of a refusal, with the custom state (R71)', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.page.evaluate(() => {
      application.signIn({ prompt: 'NONE', customState: 'silent' });
    });
    await visitor.page.waitForURL(/\/callback$/);
    await visitor.shows('signedOut noSession');

    expect(await visitor.result()).toMatchObject({ type: 'signInFailed', customState: 'silent' });
    expect(await visitor.errors()).toEqual(['login_required']);
  });

  it('keeps the parameters and the fragment of the page (R74)', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    stage.site.detour = (path) =>
      path.includes('?code=') ? `${path.replace('?', '?tenant=a%20b&')}&x=1#/orders?page=2` : undefined;
    await visitor.signIn();

    expect(await visitor.firstHref()).toBe(`${stage.callbackUrl}?tenant=a%20b&x=1#/orders?page=2`);
  });

  it('is not signed in by an id token of another nonce, and revokes it (R71)', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.page.route('**/oauth2/authorize?**', (route) => {
      const url = new URL(route.request().url());
      if (url.searchParams.get('nonce') === 'swapped') return route.continue();
      url.searchParams.set('nonce', 'swapped');
      return route.fulfill({ status: 302, headers: { location: url.href } });
    });
    await visitor.leaveToSignIn();
    await visitor.enterPassword();
    await visitor.shows('signedOut noSession');

    expect(await visitor.result()).toMatchObject({ type: 'signInFailed' });
    expect(await visitor.errors()).toEqual(['NonceMismatch']);
    await revokesAll(stage);
    expect(stage.pool.tokenFamilies()).toMatchObject([{ endedBy: 'RevokeToken' }]);
  });
});

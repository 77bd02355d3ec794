import { revokesAll } from '../stage';
import { openTheatre } from './stage';
import type { Stage, StageOptions, Theatre, Visitor } from './stage';

const isBrowserSignedIn = (stage: Stage): boolean => stage.pool.ssoSessions().some(({ isLive }) => isLive);
const liveTokens = (stage: Stage) => stage.pool.tokenFamilies().flatMap((family) => family.liveTokens);

describe('managed login in pages of a browser, where something goes wrong (#15)', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, 60_000);

  afterAll(() => theatre.close());
  afterEach(() => stage.close());

  const begin = async (options: StageOptions = {}): Promise<Visitor> => {
    stage = await theatre.createStage(options);
    const visitor = await stage.visitor();
    await visitor.open();
    return visitor;
  };

  it('tells that the network failed between the return and the exchange, and another attempt works', async () => {
    const visitor = await begin();
    await visitor.page.route('**/oauth2/token', (route) => route.abort('internetdisconnected'), { times: 1 });
    await visitor.leaveToSignIn({ customState: 'first' });
    await visitor.enterPassword();
    await visitor.shows('signedOut noSession');
    const failed = await visitor.result();
    await visitor.page.evaluate(() => {
      application.signIn({ customState: 'second' });
    });
    // The browser is signed in at managed login already.
    await visitor.shows('signedIn alice');

    expect(failed).toMatchObject({ type: 'signInFailed', customState: 'first' });
    expect(await visitor.result()).toMatchObject({ type: 'signedIn', customState: 'second' });
  });

  it('sends a code once, whatever is answered, and a reload sends it no second time (R71)', async () => {
    const visitor = await begin();
    stage.pool.faults.on('/oauth2/token', { dropSocket: 'afterEffect' });
    await visitor.leaveToSignIn();
    await visitor.enterPassword();
    await visitor.shows('signedOut noSession');
    await visitor.page.reload();
    await visitor.shows('signedOut noSession');

    expect(await visitor.result()).toEqual({ type: 'none' });
    expect(stage.requests().filter((name) => name === '/oauth2/token')).toHaveLength(1);
    expect(visitor.page.url()).toBe(stage.callbackUrl);
  });

  it('revokes the tokens that come for a sign-in which a sign-out has cut off (R3)', async () => {
    const visitor = await begin();
    const held = stage.pool.faults.on('/oauth2/token', { hang: 'afterEffect' });
    await visitor.leaveToSignIn();
    await visitor.enterPassword();
    await held.reached;
    await visitor.signOut();
    await visitor.shows('signedOut signedOut');
    held.release();
    await revokesAll(stage);

    expect(await visitor.history()).toEqual(['signingIn', 'signedOut signedOut']);
    expect(await visitor.stored('localStorage')).not.toContain('eyJ');
    expect(liveTokens(stage)).toEqual([]);
  });

  it('does not take over what another tab began while the code was being exchanged (R72)', async () => {
    const visitor = await begin();
    const held = stage.pool.faults.on('/oauth2/token', { hang: 'afterEffect' });
    await visitor.leaveToSignIn();
    await visitor.enterPassword();
    await held.reached;
    const other = await stage.visitor();
    await other.open();
    await other.page.evaluate(() => {
      application.signIn({ prompt: 'LOGIN' });
    });
    await other.page.waitForURL(/\/login\?/);
    await other.enterPassword('bob');
    await other.shows('signedIn bob');
    held.release();
    await visitor.shows('signedIn bob');

    expect(await visitor.result()).toMatchObject({ type: 'signInFailed' });
    const live = stage.pool.tokenFamilies().filter(({ liveTokens: tokens }) => tokens.length > 0);
    expect(live.map(({ username }) => username)).toEqual(['bob']);
  });

  it('is signed in by the return of a page that had been given up after ten seconds (R70)', async () => {
    const visitor = await begin();
    await visitor.page.clock.install();
    await visitor.open();
    let address = '';
    await visitor.page.route('**/oauth2/authorize?**', (route) => {
      address = route.request().url();
      return route.fulfill({ status: 204 });
    });
    const asked = visitor.page.waitForResponse('**/oauth2/authorize?**');
    await visitor.page.evaluate(() => {
      application.signIn({ customState: 'late' });
    });
    await asked;
    await visitor.page.clock.runFor(10_000);
    await visitor.shows('signedOut signInCancelled');
    await visitor.page.unroute('**/oauth2/authorize?**');
    await visitor.page.goto(address);
    await visitor.enterPassword();
    await visitor.shows('signedIn alice');

    expect(await visitor.result()).toMatchObject({ type: 'signedIn', customState: 'late' });
  });

  it('is signedOut, unknown, where the page is still there after ten seconds, and its retry leaves again (R73)', async () => {
    const visitor = await begin();
    await visitor.signIn();
    await visitor.page.clock.install();
    await visitor.open('/elsewhere');
    await visitor.shows('signedIn alice');
    await visitor.page.route('**/logout?**', (route) => route.fulfill({ status: 204 }));
    const asked = visitor.page.waitForResponse('**/logout?**');
    await visitor.signOut();
    await asked;
    await visitor.shows('signingOut hostedUi');
    await visitor.page.clock.runFor(10_000);
    await visitor.shows('signedOut signedOut');
    const told = (await visitor.outcomes()).join();
    await visitor.page.unroute('**/logout?**');
    await Promise.all([
      visitor.page.waitForURL(stage.signedOutUrl),
      visitor.page.evaluate(() => {
        application.retry();
      }),
    ]);
    await visitor.shows('signedOut noSession');

    expect(told).toMatch(/"outcome":"partial".*"hostedUi":"unknown"/);
    expect(await visitor.result()).toMatchObject({ report: { outcome: 'complete' } });
    expect(isBrowserSignedIn(stage)).toBe(false);
    expect(stage.requests().filter((name) => name === 'RevokeToken')).toHaveLength(1);
  });

  it('reports unknown where Cognito does not know the sign-out URL, and keeps its page (R73)', async () => {
    const visitor = await begin({ hostedUi: { redirectSignOut: [`${theatre.url}/not-registered`] } });
    await visitor.signIn();
    await visitor.signOut();
    await visitor.page.waitForURL(`${stage.pool.endpoint}/**`);
    await visitor.open();
    await visitor.shows('signedOut noSession');

    expect(await visitor.result()).toMatchObject({
      report: { outcome: 'partial', steps: { revokeToken: 'done', hostedUi: 'unknown' } },
    });
    expect(await visitor.stored('localStorage')).not.toContain('eyJ');
    expect(liveTokens(stage)).toEqual([]);
  });

  it('returns to an origin that is registered without its slash (R74)', async () => {
    const visitor = await begin({
      hostedUi: { redirectSignIn: [theatre.url], redirectSignOut: [theatre.url] },
      pool: {
        users: [{ username: 'alice', password: 'Passw0rd!' }],
        clients: [{ oauth: { callbackUrls: [theatre.url], logoutUrls: [theatre.url] } }],
      },
    });
    await visitor.signIn();
    const signedIn = await visitor.firstHref();
    await Promise.all([
      visitor.page.waitForRequest((request) => request.url().includes('/logout?')),
      visitor.signOut(),
    ]);
    await visitor.shows('signedOut noSession');

    expect(signedIn).toBe(`${theatre.url}/`);
    expect(await visitor.result()).toMatchObject({ report: { outcome: 'complete' } });
  });

  it.each([
    ['odd', '\u{1f511} "quotes" \\ & = # % \ud800 \u0000'],
    ['large', 'x'.repeat(1_000_000)],
  ])('hands out a custom state that is %s as it was given (R42)', async (_, customState) => {
    const visitor = await begin();
    await visitor.signIn({ customState });
    expect(
      await visitor.page.evaluate(
        async (given) => {
          const result = await application.result();
          return result.type === 'signedIn' && result.customState === JSON.parse(given);
        },
        // A lone surrogate would not survive the way here by itself.
        JSON.stringify(customState),
      ),
    ).toBe(true);
  });

  it('leaves nowhere with a custom state that the tab cannot keep, and the next attempt works (R42)', async () => {
    const visitor = await begin();
    await visitor.page.evaluate(() => {
      application.signIn({ customState: 'x'.repeat(12_000_000) });
    });
    await visitor.shows('signedOut noSession');
    const outcomes = await visitor.outcomes();
    await visitor.signIn();

    expect(outcomes).toEqual(['signIn error StorageNotReadable']);
    expect(await visitor.result()).toMatchObject({ type: 'signedIn' });
  });
});

import { openTheatre } from './stage';
import type { Stage, StageOptions, Theatre } from './stage';

const isBrowserSignedIn = (stage: Stage): boolean => stage.pool.ssoSessions().some(({ isLive }) => isLive);
const liveTokens = (stage: Stage) => stage.pool.tokenFamilies().flatMap((family) => family.liveTokens);

describe('signOut$ of a session that began at managed login, in pages of a browser', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, 60_000);

  afterAll(() => theatre.close());
  afterEach(() => stage.close());

  const signedIn = async (options: StageOptions = {}) => {
    stage = await theatre.createStage(options);
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.signIn();
    return visitor;
  };

  it('ends the session at the server, here and in the browser, and reports it on the page that returns (R73)', async () => {
    const visitor = await signedIn();
    await visitor.signOutAndReturn();
    const result = await visitor.result();

    expect(result).toMatchObject({
      type: 'signedOut',
      report: {
        outcome: 'complete',
        signedOutLocally: true,
        steps: { revokeToken: 'done', clearCache: 'done', hostedUi: 'done', globalSignOut: 'notNeeded' },
      },
    });
    expect(await visitor.history()).toEqual(['signedOut noSession']);
    expect(liveTokens(stage)).toEqual([]);
    expect(isBrowserSignedIn(stage)).toBe(false);
    expect(await visitor.stored('sessionStorage')).toBe('[]');
    expect(await visitor.stored('localStorage')).not.toContain('eyJ');
  });

  it('hands the report out once (R73)', async () => {
    const visitor = await signedIn();
    await visitor.signOutAndReturn();
    await visitor.page.reload();
    await visitor.shows('signedOut');

    expect(await visitor.result()).toEqual({ type: 'none' });
  });

  it('stays signingOut, and says nothing, until the page is gone (R73)', async () => {
    const visitor = await signedIn();
    await visitor.page.route('**/logout?**', (route) => route.fulfill({ status: 204 }));
    const asked = visitor.page.waitForRequest((request) => request.url().includes('/logout?'));
    await visitor.signOut();
    await asked;
    await visitor.page.evaluate(() => {
      application.signIn();
    });

    expect((await visitor.history()).slice(-3)).toEqual([
      'signingOut revokeToken',
      'signingOut clearCache',
      'signingOut hostedUi',
    ]);
    expect(await visitor.outcomes()).toEqual([]);
    expect(await visitor.stored('localStorage')).not.toContain('eyJ');
    expect(liveTokens(stage)).toEqual([]);
  });

  it.each<[string, (stage: Stage) => string]>([
    ['elsewhere than at the registered URL', ({ site }) => `${site.url}/`],
    ['at the other registered URL', ({ site }) => `${site.url}/other-bye`],
    ['with something added', ({ signedOutUrl }) => `${signedOutUrl}?x=1`],
  ])('reports unknown of a page that is killed in /logout, and comes back %s (R73)', async (_, urlOf) => {
    const visitor = await signedIn();
    const asked = visitor.page.waitForRequest((request) => request.url().includes('/logout?'));
    await visitor.page.route('**/logout?**', () => new Promise(() => undefined));
    await visitor.signOut();
    await asked;
    await visitor.page.goto(urlOf(stage));
    await visitor.shows('signedOut noSession');

    expect(await visitor.result()).toMatchObject({
      type: 'signedOut',
      report: { outcome: 'partial', steps: { hostedUi: 'unknown', revokeToken: 'done' } },
    });
  });

  it('takes a reload of the registered URL for no return (R73)', async () => {
    stage = await theatre.createStage();
    const visitor = await stage.visitor();
    await visitor.open('/bye');
    await visitor.signIn();
    await visitor.open('/bye');
    await visitor.shows('signedIn');
    const answered = visitor.page.waitForResponse((response) => response.url().includes('/logout?'));
    await visitor.page.route('**/logout?**', (route) => route.fulfill({ status: 204 }));
    await visitor.signOut();
    await answered;
    await Promise.all([
      visitor.page.waitForEvent('domcontentloaded'),
      visitor.page.evaluate(() => {
        location.reload();
      }),
    ]);
    await visitor.shows('signedOut noSession');

    expect(await visitor.result()).toMatchObject({ report: { steps: { hostedUi: 'unknown' } } });
    expect(isBrowserSignedIn(stage)).toBe(true);
  });

  it('leaves a tab that is killed before the page has left with an empty storage (R73)', async () => {
    const visitor = await signedIn();
    const { reached } = stage.pool.faults.on('RevokeToken', { hang: true });
    await visitor.signOut();
    await reached;
    await visitor.page.close();
    const next = await stage.visitor();
    await next.open();
    await next.shows('signedOut noSession');

    expect(await next.result()).toEqual({ type: 'none' });
    expect(await next.stored('localStorage')).not.toContain('eyJ');
  });

  it('refuses a redirect URL that is not registered before anything is touched', async () => {
    const visitor = await signedIn();
    await visitor.signOut({ hostedUi: { redirectUrl: `${stage.site.url}/` } });

    expect(await visitor.outcomes()).toEqual(['signOut error InvalidOption']);
    expect(await visitor.history()).toEqual(['signingIn', 'signedIn alice']);
    expect(stage.pool.isTokenLive(await visitor.accessToken())).toBe(true);
  });

  it('returns to another registered URL that is asked for', async () => {
    const visitor = await signedIn();
    await visitor.signOut({ hostedUi: { redirectUrl: `${stage.site.url}/other-bye` } });
    await visitor.page.waitForURL('**/other-bye');

    expect(await visitor.result()).toMatchObject({ report: { steps: { hostedUi: 'done' } } });
  });

  it('leaves the browser signed in where it shall be skipped', async () => {
    const visitor = await signedIn();
    await visitor.signOut({ hostedUi: 'skip' });
    await visitor.shows('signedOut signedOut');

    expect((await visitor.outcomes()).join()).toMatch(/"outcome":"complete".*"hostedUi":"notNeeded"/);
    expect(isBrowserSignedIn(stage)).toBe(true);
    expect(stage.requests()).not.toContain('/logout');
  });

  it('fails offline, and leaves nowhere', async () => {
    const visitor = await signedIn();
    await stage.context.setOffline(true);
    await visitor.signOut();
    await visitor.shows('signedOut signedOut');

    expect((await visitor.outcomes()).join()).toMatch(/"outcome":"partial".*"hostedUi":"failed"/);
    expect(visitor.page.url()).toBe(stage.callbackUrl);
    await stage.context.setOffline(false);
  });

  it("ends the browser's session by the revocation where sessions are tracked, without a redirect", async () => {
    const visitor = await signedIn({
      hostedUi: { endSession: 'linked' },
      pool: { sessionTracking: {} },
    });
    await visitor.signOut();
    await visitor.shows('signedOut signedOut');

    expect((await visitor.outcomes()).join()).toMatch(/"outcome":"complete".*"hostedUi":"done"/);
    expect(isBrowserSignedIn(stage)).toBe(false);
    expect(stage.requests()).not.toContain('/logout');
  });

  it('never navigates where the session did not begin there', async () => {
    const visitor = await signedIn();
    await visitor.signOutAndReturn();
    const other = await stage.visitor();
    await other.open();
    await other.shows('signedOut');
    await other.signOut();

    expect((await other.outcomes()).join()).toContain('"hostedUi":"notNeeded"');
    expect(other.page.url()).toBe(`${stage.site.url}/`);
  });

  it('goes ten rounds with an application that signs in whenever nobody is signed in, each with a password (R73)', async () => {
    stage = await theatre.createStage({ isEager: true });
    const visitor = await stage.visitor();
    await visitor.page.goto(stage.site.url);
    for (let round = 0; round < 10; round += 1) {
      await visitor.page.waitForURL(/\/login\?/);
      await visitor.page.getByRole('button', { name: 'Sign in as alice' }).waitFor({ state: 'detached' });
      await visitor.enterPassword();
      await visitor.shows('signedIn alice');
      await visitor.signOut();
    }
    await visitor.page.waitForURL(/\/login\?/);

    expect(stage.requests().filter((name) => name === '/oauth2/token')).toHaveLength(10);
    expect(stage.requests().filter((name) => name === '/logout')).toHaveLength(10);
    expect(liveTokens(stage)).toEqual([]);
    expect(isBrowserSignedIn(stage)).toBe(false);
  });
});

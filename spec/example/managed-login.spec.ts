import { BUILD_LIMIT_MS, openTheatre } from './stage';
import type { Screen, Stage, Theatre } from './stage';

/** The name of the provider's user in the pool. */
const GRETA = 'Google_104729';

describe('managed login in the example application', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, BUILD_LIMIT_MS);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage();
  });

  afterEach(() => stage.close());

  const signedInBrowsers = () => stage.pool.ssoSessions().filter(({ isLive }) => isLive).length;

  const signIn = async (screen: Screen, path = '/'): Promise<void> => {
    await screen.goTo(path);
    await screen.button('Continue with Google').click();
    await screen.button('Sign in as Greta').click();
  };

  it('signs in with an account of a provider, on the page that the guard had refused (#15)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());

    await signIn(screen, '/security');

    await screen.shows('Security');
    expect(screen.page.url()).toBe(`${stage.example.url}/security`);
    expect(await screen.page.locator('.who').textContent()).toContain('greta@example.org');
    expect(stage.pool.tokenFamilies(GRETA)).toMatchObject([{ provider: 'Google', endedBy: undefined }]);
    expect(signedInBrowsers()).toBe(1);
    await screen.text('are kept there').waitFor();
    expect(await screen.page.getByLabel('Present password').count()).toBe(0);
  });

  it('says so where the provider fails, and where the user gives up; the next try is as good as the first (#15)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await screen.goTo('/account');
    const returns: unknown[] = [];
    for (const ending of ['Cancel', 'Let the provider fail']) {
      await screen.button('Continue with Google').click();
      await screen.button(ending).click();
      await screen.shows('You are not signed in');
      const code = await screen.page.getByRole('alert').locator('code').textContent();
      await screen.link('Choose how to sign in').click();
      await screen.shows('Sign in');
      returns.push([code, new URL(screen.page.url()).searchParams.get('returnUrl')]);
    }
    const families = stage.pool.tokenFamilies(GRETA);

    await screen.button('Continue with Google').click();
    await screen.button('Sign in as Greta').click();

    await screen.shows('Orders');
    // A failure without `state` cannot say to which sign-in it belongs, and so not to which page.
    expect(returns).toEqual([
      ['access_denied', '/account'],
      ['RedirectWithoutState', null],
    ]);
    expect(families).toEqual([]);
  });

  it('signs out by way of /logout, and comes back with the report, once (#15)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await signIn(screen);
    await screen.visit('Account');

    await screen.button('Sign out here').click();
    await screen.shows('Signed out');
    const outcomes = await screen.outcomes();
    await screen.page.reload();
    await screen.shows('Signed out');

    expect(outcomes).toEqual(['Done', 'Done', 'Done']);
    expect(stage.pool.requests.list('/logout')).toHaveLength(1);
    expect(signedInBrowsers()).toBe(0);
    expect(stage.liveTokens(GRETA)).toEqual([]);
    expect(await screen.stored()).not.toContain('eyJ');
    expect(await screen.outcomes()).toEqual([]);
  });

  it('does not say that the user is signed out while the page has not left (#15, R73)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await signIn(screen);
    await screen.visit('Account');
    await screen.page.route('**/logout?**', (route) => route.fulfill({ status: 204 }));

    await screen.button('Sign out here').click();
    await screen.page.locator('[aria-current="step"]', { hasText: 'at managed login' }).waitFor();

    expect(await screen.statuses()).not.toContain('signedOut');
    expect(await screen.page.locator('app-sign-out-progress').textContent()).not.toContain('no token');
    expect(stage.pool.requests.list('/logout')).toEqual([]);
  });
});

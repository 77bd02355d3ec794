import { openTheatre, PASSWORD } from './stage';
import type { Stage, Theatre } from './stage';

describe('popupAuthSession in pages of a browser', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, 60_000);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage({ isPopup: true });
  });

  afterEach(() => stage.close());

  /** Begins a sign-in, and returns its window. */
  const opened = async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    const [popup] = await Promise.all([
      visitor.page.waitForEvent('popup'),
      visitor.page.evaluate(() => {
        application.signIn();
      }),
    ]);
    await popup.waitForURL(/\/login\?/);
    return { visitor, popup };
  };

  it('signs in the page that opened it, and closes it', async () => {
    const { visitor, popup } = await opened();
    await popup.fill('[name=username]', 'alice');
    await popup.fill('[name=password]', PASSWORD);
    const closed = popup.waitForEvent('close');
    await popup.getByRole('button', { name: 'Sign in', exact: true }).click();
    await visitor.shows('signedIn alice');
    await closed;

    expect(await visitor.outcomes()).toEqual(['signIn {"isSignedIn":true,"nextStep":{"signInStep":"DONE"}}']);
    expect(visitor.page.url()).toBe(`${stage.site.url}/`);
  });

  it('cancels where it is closed (R70)', async () => {
    const { visitor, popup } = await opened();
    await popup.close();
    await visitor.shows('signedOut signInCancelled');

    expect(await visitor.outcomes()).toEqual(['signIn error AuthSessionClosed']);
  });

  it('hears no page that does not know the state (R71)', async () => {
    const { visitor } = await opened();
    const stranger = await stage.visitor();
    await stranger.open('/callback?code=abc&state=forged');
    await stranger.shows('signedOut noSession');

    expect(await stranger.errors()).toEqual(['ForeignRedirect']);
    expect(await visitor.history()).toEqual(['signedOut noSession', 'signingIn']);
    expect(stage.requests()).not.toContain('/oauth2/token');
  });

  it('errors where the browser blocks it', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.page.evaluate(() => {
      globalThis.open = () => null;
      application.signIn();
    });
    await visitor.shows('signedOut noSession');

    expect(await visitor.outcomes()).toEqual(['signIn error PopupBlocked']);
  });
});

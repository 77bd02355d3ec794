import { BUILD_LIMIT_MS, openTheatre } from './stage';
import type { Stage, Theatre } from './stage';

/** Longer than a token lives. */
const TEN_MINUTES_MS = 10 * 60_000;

describe('the sign-out in the example application', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, BUILD_LIMIT_MS);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await stage.close();
  });

  it('in one tab is seen in the other (R19)', async () => {
    const { device, screen } = await stage.openSignedIn();
    const other = await stage.openScreen(device);
    await other.goTo('/orders');
    await other.shows('Orders');
    await screen.goTo('/account');

    await screen.button('Sign out here').click();

    await screen.shows('Signed out');
    await other.shows('Signed out');
    await other.text('You signed out in another tab.').waitFor();
    expect(await screen.outcomes()).toEqual(['Done', 'Done']);
    expect(stage.liveTokens()).toEqual([]);
  });

  it('everywhere is seen on the second device with its next look at the user pool', async () => {
    const { screen } = await stage.openSignedIn();
    const { screen: second } = await stage.openSignedIn();
    await screen.goTo('/account');

    await screen.button('Sign out everywhere').click();
    await screen.shows('Signed out everywhere');
    await second.page.evaluate(() => dispatchEvent(new Event('focus')));

    await second.shows('Signed out');
    await second.text('Your session was ended from another device.').waitFor();
    expect(await second.stored()).not.toContain('refreshToken');
  });

  it('leaves a copy of the access token working at the API until it expires, and the page says so', async () => {
    const { screen } = await stage.openSignedIn();
    await screen.goTo('/account');
    await screen.button('Sign out here').click();
    await screen.text(/The old access token works on, until \d/).waitFor();

    await screen.button('Try a copy of the token').click();
    await screen.text('Accepted: the API handed out 3 orders of alice.').waitFor();
    const liveTokens = stage.liveTokens();
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + TEN_MINUTES_MS);
    await screen.button('Try a copy of the token').click();

    await screen.text('Refused: The token has expired.').waitFor();
    expect(liveTokens).toEqual([]);
  });

  it('without a network says what is not done, and does it when the network is back (R5)', async () => {
    const { screen } = await stage.openSignedIn();
    await screen.goTo('/account');
    await screen.setNetwork('Down');

    await screen.button('Sign out everywhere').click();
    await screen.shows('Signed out here, but not all is done');
    const outcomes = await screen.outcomes();
    const stored = await screen.stored();
    const livingOn = stage.liveTokens();
    const advice = await screen.text('Try again when the device is online.').count();
    await screen.setNetwork('Up');
    await screen.button('Try the open steps again').click();
    await screen.shows('Signed out everywhere');

    expect(outcomes).toEqual(['Not done', 'Not done', 'Done']);
    expect(stored).not.toContain('refreshToken');
    expect(livingOn).not.toEqual([]);
    expect(advice).toBe(2);
    expect(await screen.outcomes()).toEqual(['Done', 'Done', 'Done']);
    expect(stage.liveTokens()).toEqual([]);
  });

  it('shows how far it is while nobody answers, and then takes nothing for done (R4, R6)', async () => {
    const { screen } = await stage.openSignedIn();
    await screen.goTo('/account');
    await screen.setNetwork('No answer');

    await screen.button('Sign out here').click();
    await screen.page
      .locator('[aria-current="step"]', { hasText: 'Revoke the tokens of this device' })
      .waitFor();
    const stored = await screen.stored();
    await screen.shows('Signed out here, but not all is done');

    expect(stored).not.toContain('refreshToken');
    expect(await screen.outcomes()).toEqual(['No answer: take it as not done', 'Done']);
  });
});

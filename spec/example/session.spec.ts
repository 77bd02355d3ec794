import { USERS } from '../../examples/server/pool';
import { BUILD_LIMIT_MS, openTheatre, otherCode } from './stage';
import type { Stage, Theatre } from './stage';

/** Longer than a token lives. */
const TEN_MINUTES_MS = 10 * 60_000;

describe('the session in the example application', () => {
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

  it('begins with the password and the code, on the page that the guard had refused', async () => {
    const screen = await stage.openScreen(await stage.openDevice());

    await screen.goTo('/account');
    await screen.shows('Sign in');
    expect(screen.page.url()).toBe(`${stage.example.url}/sign-in?returnUrl=%2Faccount`);
    await screen.enterPassword(USERS.alice);
    await screen.answer('Code', await stage.nextCode());

    await screen.shows('Account');
    expect(screen.page.url()).toBe(`${stage.example.url}/account`);
    expect(await screen.statuses()).toEqual(['signedIn', 'signingIn', 'signingIn', 'signedOut']);
  });

  it('says what is wrong with a code, and takes the next one', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await screen.goTo('/');
    await screen.enterPassword(USERS.alice);
    const code = await stage.nextCode();

    await screen.answer('Code', otherCode(code));
    await screen.page.getByRole('alert').getByText('The code is not right').waitFor();
    await screen.answer('Code', code);

    await screen.shows('Orders');
    expect(await screen.statuses()).toContain('signedIn');
  });

  it('begins with a new password where the old one was temporary', async () => {
    const screen = await stage.openScreen(await stage.openDevice());
    await screen.goTo('/');
    await screen.enterPassword(USERS.carol);

    await screen.answer('New password', 'a password of my own');

    await screen.shows('Orders');
    expect(await screen.text('Loaded at').textContent()).toContain('carol');
  });

  it('does not end up on another site by a forged return URL (R44)', async () => {
    const screen = await stage.openScreen(await stage.openDevice());

    await screen.goTo('/sign-in?returnUrl=%2F%2Fevil.example%2F');
    await screen.enterPassword(USERS.bob);

    await screen.shows('Orders');
    expect(screen.page.url()).toBe(`${stage.example.url}/orders`);
  });

  it('goes on when the token expires in the middle: one refusal, one refresh, one more try', async () => {
    const { screen } = await stage.openSignedIn();
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + TEN_MINUTES_MS);
    const answers: number[] = [];
    screen.page.on('response', (response) => {
      if (response.url().endsWith('/orders') && response.request().method() === 'GET')
        answers.push(response.status());
    });

    await screen.button('Load again').click();
    await screen.page.waitForResponse((response) => response.url().endsWith('/orders') && response.ok());
    await screen.text('Loaded at').waitFor();

    expect(answers).toEqual([401, 200]);
    expect(stage.pool.requests.list('GetTokensFromRefreshToken')).toHaveLength(1);
  });

  it('survives a reload', async () => {
    const { screen } = await stage.openSignedIn();

    await screen.page.reload();

    await screen.shows('Orders');
    expect(await screen.statuses()).toEqual(['signedIn']);
  });
});

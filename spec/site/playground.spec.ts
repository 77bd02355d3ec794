import { openStage } from './stage';
import type { Stage } from './stage';
import { PlaygroundPage } from './playground-page';
import type { LaneName } from './playground-page';

/** Those that the first button plays with. */
const THREE: readonly LaneName[] = ['This tab', 'Amplify', 'identity-js'];

describe('the playground (#18)', () => {
  let stage: Stage;
  let shown: PlaygroundPage;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    shown = new PlaygroundPage(await stage.openPage('/playground.html'));
    await shown.lane('This tab').waitFor();
  });

  afterEach(() => shown.page.close());

  it('signs in with the code that the phone shows, and out, as the user pool knows it too', async () => {
    await shown.signInByForm();
    const whileIn = await shown.liveTokens('This tab');
    await shown.pressIn('This tab', 'Sign out');
    await shown.shows('This tab', 'No token lives, and none is stored.');

    expect([whileIn, await shown.liveTokens('This tab')]).toEqual([3, 0]);
    expect(await shown.verdict('This tab')).toMatch(/^True /);
    expect(await shown.asked('RevokeToken')).toBe(1);
    expect(await shown.stream('Requests').first().textContent()).toContain('RevokeToken');
    expect(await shown.stream('States and events').first().textContent()).toContain(
      'signedOut, signedOut, complete',
    );
    expect(await shown.stream('Sign-ins, as the user pool knows them').allTextContents()).toEqual([
      'endedada, RevokeTokenweb',
    ]);
  });

  it('signs somebody new up, confirms by the message, and sets an authenticator app up', async () => {
    await shown.press('Sign up');
    await shown.fill({ 'User name': 'grace', Password: 'Passw0rd!' }, 'Sign up');
    const message = shown.page.locator('.pg-messages output').first();
    await message.waitFor();
    await shown.fill({ Code: (await message.textContent()) ?? '' }, 'Confirm the sign-up');
    await shown.press('Sign in');
    await shown.press('Set up an authenticator app');
    await shown.page.getByLabel('Code of the authenticator app').waitFor();
    await shown.fill({ Code: await shown.phoneCode() }, 'Verify the app');
    await shown.page.getByText('Now break something').waitFor();

    expect(
      await shown.page.evaluate(
        () => globalThis.playground?.pool.users().find(({ username }) => username === 'grace')?.mfa,
      ),
    ).toEqual(['SOFTWARE_TOKEN_MFA']);
  });

  it('ends by “Try the open steps again” what was left open', async () => {
    await shown.signInByForm();
    await shown.choose('Offline');
    await shown.pressIn('This tab', 'Sign out');
    await shown.shows('This tab', 'partial');
    await shown.choose('Nothing');
    await shown.pressIn('This tab', 'Try the open steps again');
    await shown.shows('This tab', 'complete');

    expect(await shown.liveTokens('This tab')).toBe(0);
  });

  // What docs/sign-out.md says of them, side by side.
  it.each<[string, string, RegExp, RegExp, RegExp]>([
    ['Nothing', 'complete', /^True No token lives/, /^True /, /^True /],
    [
      'Late refresh',
      'complete',
      /^True No token lives/,
      /it says that somebody is signed in/,
      /it says that somebody is signed in/,
    ],
    [
      'Server hangs',
      'partial',
      /^True .* accepts 3 tokens/,
      /has told nothing\. The storage holds 3/,
      /has told nothing\. The storage holds 3/,
    ],
    [
      'Server answers 500',
      'partial',
      /^True .* accepts 3 tokens/,
      /told of success: the user pool accepts 3/,
      /^True It said that tokens may live: the user pool accepts 3/,
    ],
    [
      'Offline',
      'partial',
      /^True .* accepts 3 tokens/,
      /told of success: the user pool accepts 3/,
      /^True It said that tokens may live: the user pool accepts 3/,
    ],
    ['Storage refuses', 'complete', /^True No token lives/, /Not true/, /Not true/],
  ])('plays “%s” on all three, and finds who is right', async (condition, outcome, ...verdicts) => {
    await shown.choose(condition);
    await shown.press('Sign all three in, and out');
    await shown.page.waitForFunction(
      (expected) =>
        [...document.querySelectorAll('.pg-lane')].length === expected.length &&
        [...document.querySelectorAll('.pg-verdict')].every((verdict, index) =>
          new RegExp(expected[index] ?? '').test([...verdict.children].map((it) => it.textContent).join(' ')),
        ) &&
        [...document.querySelectorAll('.pg-lane')].every((lane) => lane.textContent.includes('Sign-out:')),
      verdicts.map(({ source }) => source),
    );

    await shown.shows('This tab', outcome);
    const liveShown = (name: LaneName) => shown.lane(name).locator('.pg-live').textContent();
    for (const name of THREE) {
      expect(await liveShown(name)).toBe(`${String(await shown.liveTokens(name))} tokens`);
    }
  });

  it('holds a sign-out against its own session, and not against what was left of the one before', async () => {
    await shown.choose('Server answers 500');
    await shown.press('Sign all three in, and out');
    for (const name of THREE) await shown.shows(name, /accepts 3 tokens/);
    await shown.choose('Nothing');
    await shown.press('Sign all three in, and out');
    for (const name of THREE) await shown.shows(name, 'No token lives, and none is stored.');

    // The pool still has those of before, and the list of sign-ins tells of them.
    expect(await Promise.all(THREE.map(shown.liveTokens))).toEqual([3, 3, 3]);
    expect(await shown.lane('Amplify').locator('.pg-live').textContent()).toBe('0 tokens');
  });

  it('keeps the account of a sign-out over a sign-in that does not work', async () => {
    await shown.press('Second device');
    await shown.pressIn('Second device', 'Sign in');
    await shown.shows('Second device', /^signedIn ada/);
    await shown.choose('Server answers 500');
    await shown.pressIn('Second device', 'Sign out');
    await shown.shows('Second device', 'partial');
    await shown.pressIn('Second device', 'Sign in');
    await shown.shows('Second device', /InternalErrorException/);
    await shown.shows('Second device', 'It said that tokens may live: the user pool accepts 3 tokens.');
    await shown.choose('Nothing');
    await shown.pressIn('Second device', 'Try the open steps again');
    await shown.shows('Second device', 'complete');

    expect(await shown.liveTokens('Second device')).toBe(0);
  });

  it('begins one sign-out, however often it is asked for while a refresh is held', async () => {
    await shown.signInByForm();
    await shown.choose('Late refresh');
    await shown.page.evaluate(() => Promise.all([1, 2].map(() => globalThis.playground!.signOut(['tab']))));
    await shown.choose('Nothing');
    await shown.page.evaluate(() => globalThis.playground!.signIn('tab'));
    await shown.shows('This tab', /^signedIn ada/);

    expect(await shown.asked('RevokeToken')).toBe(1);
    expect(await shown.liveTokens('This tab')).toBe(3);
  });

  it('pins no retry that ends late on the session that was begun meanwhile', async () => {
    await shown.signInByForm();
    await shown.choose('Server answers 500');
    await shown.pressIn('This tab', 'Sign out');
    await shown.shows('This tab', 'partial');
    await shown.choose('Nothing');
    await shown.page.evaluate(async () => {
      const { pool, retry, signIn } = globalThis.playground!;
      const held = pool.faults.on('RevokeToken', { hang: 'afterEffect' });
      const retrying = retry('tab');
      await held.reached;
      await signIn('tab');
      held.release();
      await retrying;
    });
    await shown.shows('This tab', /^signedIn ada/);

    expect(await shown.lane('This tab').getByText('Sign-out:').count()).toBe(0);
    expect(await shown.verdict('This tab')).toMatch(/^True The user pool accepts 3 tokens/);
  });

  it('leads back to the sign-in from every step on the way to an account', async () => {
    await shown.press('Sign up');
    await shown.fill({ 'User name': `grace${'x'.repeat(60)}`, Password: 'Passw0rd!' }, 'Sign up');
    await shown.page.locator('.pg-messages output').first().waitFor();
    await shown.page.setViewportSize({ width: 320, height: 700 });
    const isTooWide = await shown.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    await shown.press('Not now');
    await shown.fill({ 'User name': 'ada', Password: 'Passw0rd!' }, 'Sign in');
    await shown.page.getByLabel('Code', { exact: true }).waitFor();

    expect(isTooWide).toBe(false);
  });

  it('shows a second tab that follows, and closes it', async () => {
    await shown.press('Second tab');
    await shown.signInByForm();
    await shown.shows('Second tab', /^signedIn ada/);
    await shown.pressIn('Second tab', 'Sign out');
    await shown.shows('This tab', 'signedOut, signedOutInOtherTab');
    await shown.press('Second tab');
    await shown.lane('Second tab').waitFor({ state: 'detached' });

    expect(await shown.liveTokens('This tab')).toBe(0);
  });

  it('shows a second device that does not know, until it asks', async () => {
    await shown.press('Second device');
    await shown.pressIn('Second device', 'Sign in');
    await shown.shows('Second device', /^signedIn ada/);
    await shown.signInByForm();
    await shown.pressIn('This tab', 'Sign out everywhere');
    await shown.shows('Second device', /the user pool accepts no token of it any more/);
    const live = await shown.liveTokens('Second device');
    await shown.pressIn('Second device', 'Ask the server');
    await shown.shows('Second device', 'signedOut, sessionRevoked');

    expect([live, await shown.asked('GlobalSignOut')]).toEqual([0, 1]);
    expect(await shown.verdict('Second device')).toMatch(/^True /);
  });

  it('refreshes by “Refresh”', async () => {
    await shown.signInByForm();
    await shown.pressIn('This tab', 'Refresh');
    await shown.stream('States and events').getByText('tokensRefreshed').waitFor();

    expect(await shown.stream('Requests').first().textContent()).toContain('GetTokensFromRefreshToken');
  });

  it('sends nothing to anybody: each request is answered in the page', async () => {
    const sent: string[] = [];
    shown.page.on('request', (request) => sent.push(request.url()));
    await shown.press('Sign all three in, and out');
    for (const name of THREE) await shown.shows(name, 'No token lives, and none is stored.');

    expect(sent.filter((url) => !url.startsWith(stage.origin))).toEqual([]);
  });
});

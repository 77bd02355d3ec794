import { openTheatre, revokesAll } from './stage';
import type { Stage, Tab, Theatre } from './stage';

/** What a page hears that was kept whole: Chromium's headless shell has no back/forward cache to come back from. */
const comeBack = ({ page }: Tab): Promise<boolean> =>
  page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));

describe('the session over the life of a page', () => {
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

  it.each<[string, (left: Tab) => Promise<unknown>]>([
    ['comes back from the back/forward cache', comeBack],
    ['is resumed', ({ page }) => page.evaluate(() => document.dispatchEvent(new Event('resume')))],
    ['is visible', ({ page }) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))],
    ['is focused', ({ page }) => page.evaluate(() => dispatchEvent(new Event('focus')))],
    ['is online again', ({ page }) => page.evaluate(() => dispatchEvent(new Event('online')))],
  ])('is looked up again when a page that heard nothing %s (R23, R25)', async (_, wake) => {
    const [left] = await stage.openSignedIn(1, ['BroadcastChannel', 'storageEvents', 'locks']);
    const other = await stage.openTab();
    await other.signOut();
    const unaware = await left.history();

    await wake(left);

    expect(unaware.at(-1)).toBe('signedIn alice fresh');
    await left.shows('signedOut signedOutInOtherTab');
    expect(await left.history()).toEqual([...unaware, 'signedOut signedOutInOtherTab']);
  });

  it('is revoked although the page is left in the same turn, and nothing of it stays stored (R8)', async () => {
    const [leaving, other] = await stage.openSignedIn(2);
    const held = stage.pool.faults.on('RevokeToken', { hang: true });

    await leaving.page.evaluate((elsewhere) => {
      void tab.signOut();
      location.href = elsewhere;
    }, `${stage.origin.url}/elsewhere`);
    await leaving.page.waitForURL('**/elsewhere');
    await held.reached;
    await other!.shows('signedOut signedOutInOtherTab');
    const aborted = stage.pool.requests.list('RevokeToken')[0]?.aborted;
    held.release();

    expect(await leaving.stored()).not.toContain('refreshToken');
    await revokesAll(stage);
    expect(aborted).toBe(false);
    expect(stage.pool.requests.list('RevokeToken')).toHaveLength(1);
  });

  it('is revoked although the page is closed while the request is under way (R8)', async () => {
    const [closing, other] = await stage.openSignedIn(2);
    const held = stage.pool.faults.on('RevokeToken', { hang: true });
    const result = closing.signOut().catch(() => 'closed');
    await held.reached;

    await closing.page.close();
    await expect(result).resolves.toBe('closed');
    // Time in which a request of a page that is gone would be cut off.
    await stage.openTab();
    await other!.shows('signedOut signedOutInOtherTab');
    const aborted = stage.pool.requests.list('RevokeToken')[0]?.aborted;
    held.release();

    expect(await other!.stored()).not.toContain('refreshToken');
    await revokesAll(stage);
    expect(aborted).toBe(false);
  });

  it('counts as not surely revoked when the answer cannot be read (R6)', async () => {
    const [alone] = await stage.openSignedIn(1);
    stage.pool.faults.on('RevokeToken', { call: 'every', withoutCors: true });

    const result = await alone.signOut({ remoteTimeoutMs: 700 });

    expect(result).toMatchObject({
      outcome: 'partial',
      steps: { revokeToken: 'unknown', clearCache: 'done' },
    });
    expect(await alone.state()).toMatchObject({ status: 'signedOut' });
  });
});

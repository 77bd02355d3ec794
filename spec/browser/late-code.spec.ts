import { openTheatre } from './stage';
import type { Stage, Tab, Theatre } from './stage';

/** Which files do not come, and which of them were asked for. */
interface Files {
  readonly asked: string[];
  areMissing: boolean;
}

/** Keeps the files of a name from a page for as long as they are missing. */
async function filesOf({ page }: Tab, name: string, areMissing: boolean): Promise<Files> {
  const files: Files = { asked: [], areMissing };
  await page.route(`**/${name}-*.js`, (route) => {
    files.asked.push(route.request().url());
    return files.areMissing ? route.abort('internetdisconnected') : route.continue();
  });
  return files;
}

/** Polls; the runner's limit is the only end. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const liveTokens = ({ pool }: Stage): number =>
  pool.tokenFamilies().flatMap((family) => family.liveTokens).length;

describe('code that comes by import(), where it did not come', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre({ isSplit: true });
  }, 60_000);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage();
  });

  afterEach(() => stage.close());

  /** A page that starts with alice's session while the code of the user pool cannot be had. */
  async function openWithoutUserPool(): Promise<{ tab: Tab; files: Files }> {
    const first = await stage.openTab();
    await first.signIn('alice');
    await first.page.close();
    const tab = await stage.openPage();
    const files = await filesOf(tab, 'user-pool', true);
    await stage.start(tab);
    return { tab, files };
  }

  it('is asked for again by the retry$ of a sign-out, which leaves no live token (#12)', async () => {
    const { tab, files } = await openWithoutUserPool();
    const left = await tab.signOut();
    const alive = liveTokens(stage);
    files.areMissing = false;

    const retried = await tab.retrySignOut();

    expect(left).toMatchObject({ outcome: 'partial', steps: { revokeToken: 'failed' } });
    expect(alive).toBeGreaterThan(0);
    expect(retried).toMatchObject({ outcome: 'complete', steps: { revokeToken: 'done' } });
    expect(liveTokens(stage)).toBe(0);
  });

  it('is asked for again by a refresh, and by the next sign-in (#12)', async () => {
    const { tab, files } = await openWithoutUserPool();
    await expect(tab.tokens({ forceRefresh: true })).rejects.toThrow('could not be loaded');
    files.areMissing = false;
    await expect(tab.tokens({ forceRefresh: true })).resolves.toMatchObject({ username: 'alice' });

    const other = await stage.openPage();
    const others = await filesOf(other, 'user-pool', true);
    await stage.start(other);
    await other.signOut();
    await expect(other.signIn('bob')).rejects.toThrow('could not be loaded');
    others.areMissing = false;
    await expect(other.signIn('bob')).resolves.toMatchObject({ isSignedIn: true });
  });

  it('is fetched ahead again when the page is focused (#12)', async () => {
    const { tab, files } = await openWithoutUserPool();
    await until(() => files.asked.length > 0);
    const loaded = tab.page.waitForEvent('requestfinished', (request) =>
      request.url().includes('/user-pool-'),
    );
    files.areMissing = false;

    await tab.page.evaluate(() => dispatchEvent(new Event('focus')));
    await loaded;
    files.areMissing = true;

    await expect(tab.signOut()).resolves.toMatchObject({ outcome: 'complete' });
    expect(liveTokens(stage)).toBe(0);
  });
});

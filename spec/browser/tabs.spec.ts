import { openTheatre } from './stage';
import type { Missing, Stage, Theatre } from './stage';

/** A deadline that no test sees. */
const NEVER_MS = 3_600_000;

describe('the session over real tabs', () => {
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

  it.each<[string, readonly Missing[]]>([
    ['', []],
    [' without BroadcastChannel', ['BroadcastChannel']],
    [' without BroadcastChannel and Web Locks', ['BroadcastChannel', 'locks']],
  ])(
    'begins in one tab and is seen in all, and ends in one and is seen in all%s (R19, R25)',
    async (_, missing) => {
      const tabs = [];
      while (tabs.length < 3) tabs.push(await stage.openTab(missing));
      const [first, ...others] = tabs;

      await first!.signIn('alice');
      await Promise.all(others.map((it) => it.shows('signedIn alice fresh')));
      // They know at once: while the user pool has not even answered.
      const held = stage.pool.faults.on('RevokeToken', { hang: 'afterEffect' });
      const signedOut = first!.signOut({ remoteTimeoutMs: NEVER_MS });
      await Promise.all(others.map((it) => it.shows('signedOut signedOutInOtherTab')));
      const stateMeanwhile = await first!.state();
      held.release();
      await signedOut;

      expect(stateMeanwhile).toMatchObject({ status: 'signingOut' });
      expect(await first!.state()).toMatchObject({ status: 'signedOut', reason: 'signedOut' });
      for (const it of tabs) {
        expect(await it.mixtures()).toEqual([]);
        await expect(it.tokens()).rejects.toThrow('Nobody is signed in.');
      }
    },
  );

  it('moves to another account as a whole when another tab did (R24)', async () => {
    const [switcher, awake, asleep] = await stage.openSignedIn(3);
    await asleep!.freeze();

    await switcher.signOut();
    await switcher.signIn('bob');
    await asleep!.thaw();

    for (const it of [switcher, awake!, asleep!]) {
      await it.shows('signedIn bob fresh');
      await expect(it.tokens()).resolves.toMatchObject({ username: 'bob' });
      expect(await it.mixtures()).toEqual([]);
    }
    expect(await asleep!.history()).not.toContain('signedIn alice stale');
  });

  it('ends when somebody clears the storage (R28)', async () => {
    const [clearing, other] = await stage.openSignedIn(2);

    await clearing.page.evaluate(() => {
      localStorage.clear();
    });

    await other!.shows('signedOut signedOutInOtherTab');
    await clearing.page.evaluate(() => dispatchEvent(new Event('focus')));
    await clearing.shows('signedOut');
    expect(await clearing.mixtures()).toEqual([]);
  });

  it.each(['focus', 'online'])(
    'that ended elsewhere is noticed on %s, in all tabs, with validateOnFocus',
    async (event) => {
      const watching = await stage.openTab([], { validateOnFocus: true });
      await watching.signIn('alice');
      const other = await stage.openTab();
      await other.shows('signedIn alice');
      stage.pool.admin.globalSignOut('alice');

      await watching.page.evaluate((name) => dispatchEvent(new Event(name)), event);

      await watching.shows('signedOut sessionRevoked');
      await other.shows('signedOut sessionRevoked');
      expect(stage.pool.requests.list('GetUser')).toHaveLength(1);
    },
  );

  it('is begun or ended by no forged message or event (R27)', async () => {
    const signedOut = await stage.openTab();
    const channel = `rx-cognito.${stage.pool.userPoolClientId}`;
    const forge = async (): Promise<void> => {
      const forger = await stage.openPage();
      await forger.page.evaluate((name) => {
        const forged = new BroadcastChannel(name);
        const lies = [
          'sessionChanged',
          'signedOut',
          { type: 'signedIn', user: { username: 'eve' } },
          null,
          1n,
        ];
        lies.forEach((lie) => {
          forged.postMessage(lie);
        });
      }, channel);
      for (const { page } of [signedOut, forger]) {
        await page.evaluate((name) => {
          const keys = [name, null];
          for (const key of keys) {
            dispatchEvent(new StorageEvent('storage', { key, newValue: '{"username":"eve"}' }));
          }
        }, channel);
      }
    };

    await forge();
    const beforehand = await signedOut.history();
    await signedOut.signIn('alice');
    await forge();
    const { accessToken } = await signedOut.tokens();

    expect(beforehand).toEqual(['signedOut noSession']);
    expect(await signedOut.history()).toEqual(['signedOut noSession', 'signingIn', 'signedIn alice fresh']);
    expect(stage.pool.isTokenLive(accessToken)).toBe(true);
    expect(await signedOut.errors()).toEqual([]);
  });
});

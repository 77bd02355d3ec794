import { openTheatre, revokesAll } from './stage';
import type { Missing, Stage, Theatre } from './stage';

const REFRESH = 'GetTokensFromRefreshToken';

describe('the refresh in real tabs', () => {
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

  it('is one for five tabs, rotation on and no grace period (R20)', async () => {
    const tabs = await stage.openSignedIn(5);
    await stage.passHours(2);

    const owners = await Promise.all(tabs.map((it) => it.tokens()));

    expect(stage.pool.requests.list(REFRESH)).toHaveLength(1);
    expect(new Set(owners.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(stage.pool.isTokenLive(owners[0]!.accessToken)).toBe(true);
    for (const it of tabs) await it.shows('signedIn alice fresh');
  });

  it.each<[string, readonly Missing[]]>([
    ['Web Locks', ['locks']],
    ['Web Locks and BroadcastChannel', ['locks', 'BroadcastChannel']],
  ])('signs nobody out without %s, and the newest token stays (R20, R25)', async (_, missing) => {
    const tabs = await stage.openSignedIn(5, missing);
    await stage.passHours(2);

    const owners = await Promise.all(tabs.map((it) => it.tokens()));

    expect(owners.map(({ username }) => username)).toEqual(Array(5).fill('alice'));
    const stored = await tabs[0].stored();
    const live = stage.pool.tokenFamilies().flatMap(({ liveTokens }) => liveTokens);
    // Rotation leaves one refresh token alive: the storage holds it.
    expect(live.filter((token) => token.split('.').length === 5).every((it) => stored.includes(it))).toBe(
      true,
    );
    for (const it of tabs) {
      await it.shows('signedIn alice fresh');
      expect(await it.events()).not.toContain('signedOut');
    }
  });

  it('waits for the tokens that another tab was given for the same refresh token, where there are no locks (R20, R21)', async () => {
    const [winner, loser] = await stage.openSignedIn(2, ['locks', 'BroadcastChannel']);
    await stage.passHours(2);
    const answer = stage.pool.faults.on(REFRESH, { hang: 'afterEffect' });
    const won = winner.tokens();
    await answer.reached;
    const refused = stage.pool.faults.on(REFRESH, { delayBeforeMs: 1 });
    const lost = loser!.tokens();
    await refused.reached;
    // The refusal is on its way, or there.
    await loser!.hasShown('signedIn alice refreshing');

    setTimeout(answer.release, 500);

    expect(await lost).toEqual(await won);
    expect(stage.pool.requests.list(REFRESH).map(({ error }) => error)).toEqual([
      undefined,
      'RefreshTokenReuseException',
    ]);
    expect(await loser!.events()).not.toContain('signedOut');
  });

  it('goes on in another tab at once when the one that holds the lock is closed (R22)', async () => {
    const [holder, other] = await stage.openSignedIn(2);
    await stage.passHours(2);
    const held = stage.pool.faults.on(REFRESH, { hang: true });
    const lost = holder.tokens().catch(() => 'closed');
    await held.reached;
    const next = other!.tokens();

    await holder.page.close();

    await expect(next).resolves.toMatchObject({ username: 'alice' });
    await expect(lost).resolves.toBe('closed');
    await other!.shows('signedIn alice fresh');
  });

  it('goes on in another tab within a bound when the one that holds the lock is frozen, and both stay signed in (R22)', async () => {
    const [holder, other] = await stage.openSignedIn(2);
    await stage.passHours(2);
    const held = stage.pool.faults.on(REFRESH, { hang: true });
    const late = holder.tokens();
    await held.reached;
    await holder.freeze();

    const { accessToken } = await other!.tokens();
    held.release();
    await holder.thaw();

    await expect(late).resolves.toEqual({ accessToken, username: 'alice' });
    await holder.shows('signedIn alice fresh');
    await other!.shows('signedIn alice fresh');
    expect(stage.pool.requests.list(REFRESH).map(({ error }) => error)).toStrictEqual([
      'RefreshTokenReuseException',
      undefined,
    ]);
  });

  it('brings nothing back in a tab that slept through a sign-out (R19, R22)', async () => {
    const [sleeper, other] = await stage.openSignedIn(2);
    await stage.passHours(2);
    const held = stage.pool.faults.on(REFRESH, { hang: 'afterEffect' });
    const late = sleeper.tokens().catch(() => 'refused');
    await held.reached;
    await sleeper.freeze();
    await other!.signOut();
    held.release();

    await sleeper.thaw();

    await expect(late).resolves.toBe('refused');
    await sleeper.shows('signedOut signedOutInOtherTab');
    expect(await sleeper.stored()).not.toContain('refreshToken');
    await revokesAll(stage);
  });

  it('waits for the connection, stale meanwhile, and makes up for it when that is back (R30)', async () => {
    const [alone] = await stage.openSignedIn(1);
    await stage.context.setOffline(true);
    await stage.passHours(2);

    await expect(alone.tokens()).rejects.toThrow(/offline/i);
    await alone.shows('signedIn alice stale');
    await stage.context.setOffline(false);

    await alone.shows('signedIn alice fresh');
    expect(stage.pool.requests.list(REFRESH)).toHaveLength(1);
  });
});

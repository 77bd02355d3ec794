import { openTheatre } from './stage';
import type { Stage, Theatre } from './stage';

describe('createEncryptedStorage in real tabs', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
    stage = await theatre.createStage();
  }, 60_000);

  afterAll(async () => {
    await stage.close();
    await theatre.close();
  });

  it('restores the session in another tab, after a reload too, and ends it in all (R19)', async () => {
    const [first, second] = [await stage.openPage(), await stage.openPage()];
    const before = await stage.start(first, {}, 'encrypted');
    await stage.start(second, {}, 'encrypted');
    await first.shows('signedOut');
    await first.signIn('alice');
    await second.shows('signedIn alice fresh');
    const stored = await first.stored();
    await second.page.reload();
    await stage.start(second, {}, 'encrypted');
    await second.shows('signedIn alice fresh');
    const { accessToken } = await second.tokens();
    await first.signOut();
    await second.shows('signedOut signedOutInOtherTab');

    expect(before).toEqual({ status: 'restoring' });
    expect(stored).toContain(`rx-cognito.${stage.pool.userPoolClientId}`);
    expect(stored).not.toContain('refreshToken');
    expect(stored).not.toContain(accessToken);
    expect(await first.page.evaluate(() => localStorage.length)).toBe(1);
  });
});

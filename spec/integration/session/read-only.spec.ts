import { firstValueFrom } from 'rxjs';
import type { KeyValueStorage } from '../../../src';
import {
  clientOf,
  errorOf,
  PASSWORD,
  requestsOf,
  setUpSignedIn,
  stopAll,
  TOKEN_LIFE_MS,
} from '../sign-out/fixture';
import type { Stage } from '../sign-out/fixture';

/** The server's half of a rendered page: the cookies of the request, which it cannot write. */
function serverOver({ pool, storage, time }: Stage): Stage {
  const readOnly: KeyValueStorage = {
    isReadOnly: true,
    getItem: (key) => storage.getItem(key),
    setItem: () => {
      throw new Error('read-only');
    },
    removeItem: () => {
      throw new Error('read-only');
    },
  };
  return clientOf(pool, time, { auth: { storage: readOnly } });
}

describe('createAuth over a storage that can only be read', () => {
  afterEach(stopAll);

  it('hands the tokens out while they are good, and refreshes none, so that the browser’s stay the newest (#12)', async () => {
    const browser = await setUpSignedIn({
      pool: { clients: [{ refreshTokenRotation: { graceSeconds: 0 } }] },
    });
    const { accessToken } = await firstValueFrom(browser.auth.tokens$());
    const server = serverOver(browser);
    expect((await firstValueFrom(server.auth.tokens$())).accessToken).toBe(accessToken);
    browser.time.advance(TOKEN_LIFE_MS - 60_000);
    expect((await firstValueFrom(serverOver(browser).auth.tokens$())).accessToken).toBe(accessToken);
    browser.time.advance(60_000);
    expect(await errorOf(firstValueFrom(serverOver(browser).auth.tokens$()))).toMatchObject({
      kind: 'storage',
      code: 'StorageIsReadOnly',
    });
    expect(requestsOf(browser)).toEqual([]);
    expect((await firstValueFrom(browser.auth.tokens$())).accessToken).not.toBe(accessToken);
    expect(browser.auth.state).toMatchObject({ status: 'signedIn', freshness: 'fresh' });
  });

  it('refuses a sign-in before asking (#12)', async () => {
    const browser = await setUpSignedIn();
    await firstValueFrom(browser.auth.signOut$());
    browser.pool.requests.clear();
    const { auth } = serverOver(browser);
    expect(
      await errorOf(firstValueFrom(auth.signIn$({ username: 'ada', password: PASSWORD }))),
    ).toMatchObject({
      code: 'StorageIsReadOnly',
    });
    expect(browser.pool.requests.list()).toEqual([]);
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'noSession' });
  });
});

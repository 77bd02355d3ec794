import { begun, clientOf, errorOf, liveTokens, setUpSignedIn, stopAll, until } from '../sign-out/fixture';

describe('a refresh whose tokens the storage does not take, with rotation (#12)', () => {
  afterEach(stopAll);

  it('lives on in its page; after a reload it is over, and none of its tokens lives', async () => {
    const pool = {
      users: [{ username: 'ada', password: 'Passw0rd!' }],
      clients: [{ refreshTokenRotation: { graceSeconds: 0 } }],
    };
    const stage = await setUpSignedIn({ pool });
    const { auth, storage, time } = stage;
    const works = storage.setItem;
    storage.setItem = () => {
      throw new DOMException('Full.', 'QuotaExceededError');
    };
    const { accessToken } = await begun(auth.tokens$({ forceRefresh: true }));
    expect((await begun(auth.tokens$())).accessToken).toBe(accessToken);
    expect(stage.errors.map(({ code }) => code)).toEqual(['SessionNotStored']);
    storage.setItem = works;
    auth.destroy();

    const reloaded = clientOf(stage.pool, time, { storage });
    const refused = errorOf(begun(reloaded.auth.tokens$({ forceRefresh: true })));
    await until(() => {
      time.advance(250);
      return reloaded.auth.state.status === 'signedOut';
    });
    expect(await refused).toMatchObject({ kind: 'sessionExpired', code: 'RefreshTokenReuseException' });
    expect(reloaded.auth.state).toMatchObject({ reason: 'sessionRevoked' });
    await until(() => liveTokens(stage).length === 0);
    expect([...storage.entries.values()].join()).not.toContain('eyJ');
  });
});

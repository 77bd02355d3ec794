import { asyncScheduler } from 'rxjs';
import { begun, liveTokens, setUpSignedIn, stopAll, storedTokens, until } from './fixture';

const HOUR_MS = 3_600_000;

describe('signOut$ while somebody sets the clock of the device (R4, R32, #12)', () => {
  afterEach(async () => {
    jest.restoreAllMocks();
    await stopAll();
  });

  /** A hook of the application, which the sign-out waits for before its first request. */
  const setBy = (byMs: number) => ({
    name: 'a clock that is set',
    beforeRevoke: () => {
      const clock = Date.now.bind(Date);
      jest.spyOn(Date, 'now').mockImplementation(() => clock() + byMs);
    },
  });

  it.each([HOUR_MS, -HOUR_MS])('asks the server all the same: by %d ms', async (byMs) => {
    const stage = await setUpSignedIn({ auth: { scheduler: asyncScheduler, cleanups: [setBy(byMs)] } });
    expect(await begun(stage.auth.signOut$())).toMatchObject({
      outcome: 'complete',
      steps: { revokeToken: 'done' },
    });
    expect([liveTokens(stage), storedTokens(stage.storage)]).toEqual([[], []]);
  });

  it('is over in its time where the server does not answer, though the clock says that there is an hour left', async () => {
    const auth = { scheduler: asyncScheduler, remoteTimeoutMs: 100, cleanups: [setBy(-HOUR_MS)] };
    const stage = await setUpSignedIn({ auth });
    stage.pool.faults.on('RevokeToken', { hang: true });
    expect(await begun(stage.auth.signOut$())).toMatchObject({ steps: { revokeToken: 'unknown' } });
    await until(() => stage.pool.requests.list('RevokeToken')[0]?.aborted === true);
  });
});

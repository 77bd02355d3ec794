import {
  begun,
  clientOf,
  errorOf,
  liveTokens,
  PASSWORD,
  setUp,
  setUpSignedIn,
  stopAll,
  until,
} from '../sign-out/fixture';
import type { Stage } from '../sign-out/fixture';

const ROTATION = { clients: [{ refreshTokenRotation: { graceSeconds: 0 } }] };
const FORCED = { forceRefresh: true };

const countOf = ({ pool }: Stage, operation: string): number =>
  pool.requests.list().filter((request) => request.operation === operation).length;

describe('a page that goes in the middle of a request whose answer carries tokens', () => {
  afterEach(stopAll);

  it('leaves it to the next page to revoke the original of a family that has rotated (#12.11)', async () => {
    const killed = await setUpSignedIn({ pool: ROTATION });
    await begun(killed.auth.tokens$(FORCED));
    const lost = killed.pool.faults.on('GetTokensFromRefreshToken', { hang: 'afterEffect' });
    void errorOf(begun(killed.auth.tokens$(FORCED)));
    await lost.reached;
    // Whoever is killed writes nothing any more: the next page finds what was stored by then.
    const storage = { ...killed.storage, getItem: (key: string) => killed.storage.entries.get(key) };
    const next = clientOf(killed.pool, killed.time, { storage });
    expect(await begun(next.auth.signOut$())).toMatchObject({
      outcome: 'complete',
      steps: { revokeToken: 'done' },
    });
    expect(countOf(next, 'RevokeToken')).toBe(2);
    expect(liveTokens(next)).toEqual([]);
  });

  it.each([
    ['with rotation', ROTATION],
    ['without', {}],
  ])('costs no other page its session, by a destroy() in a refresh: %s (R38, R45)', async (_how, pool) => {
    const stage = await setUpSignedIn({ pool });
    const other = clientOf(stage.pool, stage.time, { storage: stage.storage });
    const late = stage.pool.faults.on('GetTokensFromRefreshToken', { hang: 'afterEffect' });
    const before = [...stage.storage.entries.values()];
    const waiting = errorOf(begun(stage.auth.tokens$(FORCED)));
    await late.reached;
    stage.auth.destroy();
    expect(await waiting).toMatchObject({ kind: 'invalidState' });
    late.release();
    await until(() => [...stage.storage.entries.values()].join() !== before.join());
    const { accessToken } = await begun(other.auth.tokens$(FORCED));
    expect(liveTokens(other)).toContain(accessToken);
    expect(other.auth.state).toMatchObject({ status: 'signedIn' });
  });

  it.each([
    [
      'destroy()',
      async (stage: Stage) =>
        Promise.resolve().then(() => {
          stage.auth.destroy();
        }),
    ],
    [
      'a sign-out and destroy()',
      async (stage: Stage) => {
        expect(await begun(stage.auth.signOut$())).toMatchObject({ outcome: 'complete' });
        stage.auth.destroy();
      },
    ],
  ])('has the tokens of its sign-in revoked when they come: %s (R3, R38)', async (_what, leave) => {
    const stage = await setUp();
    const late = stage.pool.faults.on('InitiateAuth', { hang: 'afterEffect' });
    const input = { username: 'ada', password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' } as const;
    const waiting = errorOf(begun(stage.auth.signIn$(input)));
    await late.reached;
    expect(liveTokens(stage)).not.toEqual([]);
    await leave(stage);
    await waiting;
    late.release();
    await until(() => countOf(stage, 'RevokeToken') === 1 && liveTokens(stage).length === 0);
    expect([...stage.storage.entries.values()].join()).not.toMatch(/eyJ/);
  });
});

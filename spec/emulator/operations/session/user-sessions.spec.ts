import { createLoginPool, authorizeUrl, exchange, signInAtPage, CALLBACK } from '../../oauth/fixture';
import { ask, verdict } from '../../ask';
import { createTestPool, PASSWORD, signIn, type TestPool } from '../../fixture';

const TRACKED = { sessionTracking: {} };

interface Session {
  readonly SessionId: string;
  readonly SessionType: string;
  readonly IsCurrentSession: boolean;
  readonly OriginSessionId?: string;
}

async function sessionsOf(pool: TestPool, AccessToken: unknown): Promise<readonly Session[]> {
  const { body } = await ask(pool, 'ListUserSessions', { AccessToken });
  return body['Sessions'] as readonly Session[];
}

/** Signs alice in at managed login, and returns what came of it. */
async function signInThere(pool: TestPool) {
  const { browser, place } = await signInAtPage(pool);
  const { body } = await exchange(pool, place);
  return { browser, AccessToken: String(body['access_token']), RefreshToken: String(body['refresh_token']) };
}

const isSilent = async ({ browser }: Awaited<ReturnType<typeof signInThere>>) =>
  (await browser.open(authorizeUrl())).url.searchParams.has('code');

describe('ListUserSessions', () => {
  it('tells where the user is signed in, this one marked, the latest first (#14)', async () => {
    const pool = createTestPool(TRACKED);
    const first = await ask(
      pool,
      'InitiateAuth',
      {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: pool.userPoolClientId,
        AuthParameters: { USERNAME: 'alice', PASSWORD },
      },
      { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/147.0.0.0 Safari/537.36' } },
    );
    pool.clock.advance(1000);
    const { AccessToken } = await signIn(pool);
    const sessions = await sessionsOf(pool, AccessToken);

    expect(first.status).toBe(200);
    expect(sessions).toMatchObject([
      {
        SessionType: 'TOKEN',
        IsCurrentSession: true,
        DeviceType: 'unknown',
        ClientId: pool.userPoolClientId,
      },
      {
        SessionId: expect.stringMatching(/^tkn[a-z0-9]{25}$/),
        IsCurrentSession: false,
        DeviceType: 'Chrome 147 / Linux',
        CreateDate: pool.clock.now() / 1000 - 1,
        LastActiveDate: pool.clock.now() / 1000 - 1,
      },
    ]);
  });

  it('moves a session to the front when it is refreshed, and drops what has ended (#14)', async () => {
    const pool = createTestPool(TRACKED);
    const first = await signIn(pool);
    pool.clock.advance(1000);
    const second = await signIn(pool);
    pool.clock.advance(1000);
    const ClientId = pool.userPoolClientId;
    await ask(pool, 'GetTokensFromRefreshToken', { RefreshToken: first.RefreshToken, ClientId });
    expect((await sessionsOf(pool, second.AccessToken)).map((s) => s.IsCurrentSession)).toEqual([
      false,
      true,
    ]);
    await ask(pool, 'RevokeToken', { Token: first.RefreshToken, ClientId });

    expect(await sessionsOf(pool, second.AccessToken)).toHaveLength(1);
  });

  it('lists browsers beside the applications that came through them (#14)', async () => {
    const pool = createLoginPool(TRACKED);
    const { AccessToken } = await signInThere(pool);
    const sessions = await sessionsOf(pool, AccessToken);
    const browser = sessions.find(({ SessionType }) => SessionType === 'SSO');

    expect(browser?.SessionId).toMatch(/^sso[a-z0-9]{25}$/);
    expect(sessions.find(({ SessionType }) => SessionType === 'TOKEN')?.OriginSessionId).toBe(
      browser?.SessionId,
    );
  });

  it('comes in pages (#14)', async () => {
    const pool = createTestPool({ sessionTracking: { maxPerUser: 100 } });
    for (let count = 0; count < 60; count++) await signIn(pool);
    const { AccessToken } = await signIn(pool);
    const first = await ask(pool, 'ListUserSessions', { AccessToken });
    const { NextToken } = first.body;
    const second = await ask(pool, 'ListUserSessions', { AccessToken, NextToken });

    expect([first, second].map(({ body }) => (body['Sessions'] as unknown[]).length)).toEqual([60, 1]);
    expect(second.body['NextToken']).toBeUndefined();
    expect(await verdict(pool, 'ListUserSessions', { AccessToken, NextToken: 'x' })).toBe(
      'InvalidParameterException',
    );
  });
});

describe('RevokeUserSession', () => {
  it('ends another session, and no other one (#14)', async () => {
    const pool = createTestPool(TRACKED);
    const [lost, kept, mine] = [await signIn(pool), await signIn(pool), await signIn(pool)];
    const { sessionId: SessionId } = pool
      .tokenFamilies()
      .find(({ liveTokens }) => liveTokens.includes(lost.AccessToken))!;
    const input = { AccessToken: mine.AccessToken, SessionId };
    expect(await verdict(pool, 'RevokeUserSession', input)).toBe('success');

    expect([lost, kept, mine].map(({ RefreshToken }) => pool.isTokenLive(RefreshToken))).toEqual([
      false,
      true,
      true,
    ]);
    expect(await verdict(pool, 'RevokeUserSession', input)).toBe('ResourceNotFoundException');
  });

  it('refuses the caller’s own session, and another user’s (#14)', async () => {
    const bob = { username: 'bob', password: PASSWORD };
    const pool = createTestPool({ ...TRACKED, users: [bob, { ...bob, username: 'alice' }] });
    const { AccessToken } = await signIn(pool);
    const bobs = await signIn(pool, 'bob');
    const [own] = await sessionsOf(pool, AccessToken);
    const [theirs] = await sessionsOf(pool, bobs.AccessToken);
    const revoke = (session: Session | undefined) =>
      verdict(pool, 'RevokeUserSession', { AccessToken, SessionId: session?.SessionId });

    expect(await revoke(own)).toBe('InvalidParameterException');
    expect(await revoke(theirs)).toBe('ResourceNotFoundException');
    expect(pool.isTokenLive(bobs.RefreshToken)).toBe(true);
  });

  it.each([
    ['the browser alone', 'NONE', [true, true, false]],
    ['the browser with what came through it', 'LINKED', [false, true, false]],
  ])('ends %s (#14)', async (_, RevokeAssociatedSessions, expected) => {
    const pool = createLoginPool(TRACKED);
    const there = await signInThere(pool);
    const { AccessToken, RefreshToken } = await signIn(pool);
    const browser = (await sessionsOf(pool, AccessToken)).find(({ SessionType }) => SessionType === 'SSO');
    const input = { AccessToken, SessionId: browser?.SessionId, RevokeAssociatedSessions };
    expect(await verdict(pool, 'RevokeUserSession', input)).toBe('success');

    expect([
      pool.isTokenLive(there.RefreshToken),
      pool.isTokenLive(RefreshToken),
      await isSilent(there),
    ]).toEqual(expected);
  });

  it.each([
    ['NONE', true],
    ['LINKED', false],
  ])(
    'with %s leaves the browser of an application signed in: %s (#14)',
    async (RevokeAssociatedSessions, expected) => {
      const pool = createLoginPool(TRACKED);
      const there = await signInThere(pool);
      const { AccessToken } = await signIn(pool);
      const application = (await sessionsOf(pool, AccessToken)).find(
        ({ OriginSessionId }) => OriginSessionId,
      );
      const input = { AccessToken, SessionId: application?.SessionId, RevokeAssociatedSessions };
      expect(await verdict(pool, 'RevokeUserSession', input)).toBe('success');

      expect(await isSilent(there)).toBe(expected);
    },
  );
});

describe('RevokeToken with RevokeAssociatedSessions', () => {
  it.each([
    ['LINKED', TRACKED, false],
    ['NONE', TRACKED, true],
    [undefined, TRACKED, true],
    ['LINKED', {}, true],
  ])(
    '%s in a pool with %j leaves the browser signed in: %s (#14)',
    async (RevokeAssociatedSessions, options, expected) => {
      const pool = createLoginPool(options);
      const there = await signInThere(pool);
      const sibling = await exchange(pool, await there.browser.open(authorizeUrl()));
      const input = { Token: there.RefreshToken, ClientId: 'web', RevokeAssociatedSessions };
      expect(await verdict(pool, 'RevokeToken', input)).toBe('success');

      expect(await isSilent(there)).toBe(expected);
      expect(pool.isTokenLive(String(sibling.body['refresh_token']))).toBe(true);
    },
  );
});

describe('session tracking', () => {
  it.each(['ListUserSessions', 'RevokeUserSession'] as const)('is what %s needs (#14)', async (operation) => {
    const pool = createTestPool();
    const { AccessToken } = await signIn(pool);
    const input = { AccessToken, SessionId: `tkn${'a'.repeat(25)}` };

    expect(await verdict(pool, operation, input)).toBe('OperationNotEnabledException');
  });

  it('ends the session that was used least recently when there are more than allowed (#14)', async () => {
    const pool = createTestPool({ sessionTracking: { maxPerUser: 2 } });
    const ClientId = pool.userPoolClientId;
    const first = await signIn(pool);
    pool.clock.advance(1000);
    const second = await signIn(pool);
    pool.clock.advance(1000);
    await ask(pool, 'GetTokensFromRefreshToken', { RefreshToken: first.RefreshToken, ClientId });
    const third = await signIn(pool);

    expect([first, second, third].map(({ RefreshToken }) => pool.isTokenLive(RefreshToken))).toEqual([
      true,
      false,
      true,
    ]);
    const refused = { RefreshToken: second.RefreshToken, ClientId };
    expect(await verdict(pool, 'GetTokensFromRefreshToken', refused)).toBe('NotAuthorizedException');
  });

  it('lets each client say for how long a browser is signed in silently (#14)', async () => {
    const oauth = { callbackUrls: [CALLBACK], ssoMaxValidityMinutes: 120 };
    const pool = createLoginPool({
      ...TRACKED,
      clients: [
        { clientId: 'web', oauth },
        { clientId: 'strict', oauth: { ...oauth, ssoMaxValidityMinutes: 0 } },
      ],
    });
    const there = await signInThere(pool);
    expect((await there.browser.open(authorizeUrl({ client_id: 'strict' }))).url.pathname).toBe('/login');
    pool.clock.advance(119 * 60_000);
    expect(await isSilent(there)).toBe(true);
    pool.clock.advance(60_000);

    expect(await isSilent(there)).toBe(false);
  });
});

import { BehaviorSubject, defer, firstValueFrom, of, Subject } from 'rxjs';
import type { AuthState, AuthTokens } from 'rx-cognito';
import { createIdentityPool, type IdentityPool, type SessionSource } from 'rx-cognito/identity-pool';
import { failureOf } from './stage';

const IDENTITY_POOL_ID = 'eu-west-1:12345678-90ab-cdef-1234-567890abcdef';

const userOf = (userId: string, expiresAt = 1): AuthState => ({
  status: 'signedIn',
  user: { username: userId, userId, groups: [] },
  freshness: 'fresh',
  expiresAt,
});

const idTokenOf = (sub: string, session: string): string => {
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
  const iss = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e';
  return `${part({})}.${part({ iss, sub, origin_jti: session })}.signature`;
};

const tokensWith = (idToken: string): AuthTokens => {
  const tokens: unknown = { idToken };
  return tokens as AuthTokens;
};

/** An Auth as everybody sees it, whose state may move before that is told. */
function createSource(first: AuthState) {
  const told$ = new BehaviorSubject(first);
  const refreshed$ = new Subject<AuthTokens>();
  const now = { state: first, idToken: '' };
  const source: SessionSource = {
    get state() {
      return now.state;
    },
    state$: told$,
    tokens$: () => defer(() => (now.idToken === '' ? refreshed$ : of(tokensWith(now.idToken)))),
  };
  return {
    source,
    told$,
    /** Ends a refresh, for which an empty id token stands. */
    refresh: (idToken: string) => {
      refreshed$.next(tokensWith(idToken));
    },
    move: (state: AuthState, idToken = now.idToken) => Object.assign(now, { state, idToken }),
    tell: () => {
      told$.next(now.state);
    },
  };
}

/** An identity pool that answers when it is told to, each time with another key. */
function createServer() {
  const asked: { readonly target: string; readonly body: string; readonly answer: () => void }[] = [];
  const fetched = jest.spyOn(globalThis, 'fetch').mockImplementation(
    (_, init) =>
      new Promise((resolve) => {
        const target = new Headers(init?.headers).get('x-amz-target') ?? '';
        const keys = { AccessKeyId: `ASIA${asked.length}`, SecretKey: 'secret', SessionToken: 'token' };
        const body = {
          IdentityId: 'eu-west-1:0',
          Credentials: { ...keys, Expiration: Date.now() / 1000 + 3600 },
        };
        const headers = { 'content-type': 'application/x-amz-json-1.1' };
        const answer = (): void => {
          resolve(new Response(JSON.stringify(body), { headers }));
        };
        asked.push({ target, body: typeof init?.body === 'string' ? init.body : '', answer });
        if (target.endsWith('.GetId')) answer();
      }),
  );
  const answered = async (identityPool: IdentityPool) => {
    const before = asked.length;
    const credentials = firstValueFrom(identityPool.credentials$());
    while (!asked.slice(before).some(({ target }) => target.endsWith('Identity'))) await turn();
    asked.at(-1)?.answer();
    return credentials;
  };
  return { asked, answered, close: () => fetched.mockRestore() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('createIdentityPool, over a session that changes', () => {
  let server: ReturnType<typeof createServer>;
  const open = (first: AuthState) => {
    const stage = createSource(first);
    return { ...stage, identityPool: createIdentityPool(stage.source, { identityPoolId: IDENTITY_POOL_ID }) };
  };
  const asAlice = async () => {
    const stage = open(userOf('alice'));
    stage.move(userOf('alice'), idTokenOf('alice', 'first'));
    return { ...stage, alices: await server.answered(stage.identityPool) };
  };

  beforeEach(() => {
    server = createServer();
  });
  afterEach(() => server.close());

  it('lets go of them where the user changes in one step (R77)', async () => {
    const { identityPool, move, tell, alices } = await asAlice();
    move(userOf('bob'), idTokenOf('bob', 'second'));
    tell();
    const bobs = await server.answered(identityPool);

    expect(bobs.accessKeyId).not.toBe(alices.accessKeyId);
    expect(server.asked.at(-1)?.body).toContain(idTokenOf('bob', 'second'));
  });

  it('lets go of them where the user has changed and nobody was told yet (R77)', async () => {
    const { identityPool, move, alices } = await asAlice();
    move(userOf('bob'), idTokenOf('bob', 'second'));

    expect((await server.answered(identityPool)).accessKeyId).not.toBe(alices.accessKeyId);
  });

  it.each([true, false])(
    'lets go of them where the same user is in another session; told: %s (R77)',
    async (isTold) => {
      const { identityPool, move, tell, alices } = await asAlice();
      move(userOf('alice', 2), idTokenOf('alice', 'second'));
      if (isTold) tell();

      expect((await server.answered(identityPool)).accessKeyId).not.toBe(alices.accessKeyId);
    },
  );

  it('cuts off who waits as soon as the same user is in another session (R77)', async () => {
    const { identityPool, move, tell } = open(userOf('alice'));
    move(userOf('alice'), idTokenOf('alice', 'first'));
    const waiting = failureOf(identityPool.credentials$());
    move(userOf('alice', 2), idTokenOf('alice', 'second'));
    tell();

    expect(await waiting).toMatchObject({ kind: 'signedOut' });
  });

  it('cuts off who waits for tokens where the user changes in one step (R77)', async () => {
    const { identityPool, move, tell } = open(userOf('alice'));
    const waiting = failureOf(identityPool.credentials$());
    move(userOf('bob'));
    tell();

    expect(await waiting).toMatchObject({ kind: 'signedOut' });
    expect(server.asked).toEqual([]);
  });

  it('asks nothing with tokens that a refresh brings of another session of the user (R77)', async () => {
    const { identityPool, move, refresh } = open(userOf('alice'));
    move(userOf('alice'), idTokenOf('alice', 'first'));
    await firstValueFrom(identityPool.identityId$());
    move(userOf('alice'), '');
    const waiting = failureOf(identityPool.credentials$());
    refresh(idTokenOf('alice', 'second'));

    expect(await waiting).toMatchObject({ kind: 'signedOut' });
    expect(server.asked).toHaveLength(1);
  });

  it('keeps them over a refresh (#13)', async () => {
    const { identityPool, move, tell, alices } = await asAlice();
    move(userOf('alice', 2), idTokenOf('alice', 'first'));
    tell();

    expect(await firstValueFrom(identityPool.credentials$())).toBe(alices);
  });

  it('ignores an answer that comes as the state has moved, and before that was told (R77)', async () => {
    const { identityPool, move } = open(userOf('alice'));
    move(userOf('alice'), idTokenOf('alice', 'first'));
    const waiting = failureOf(identityPool.credentials$());
    while (server.asked.length < 2) await turn();
    move({
      status: 'signingOut',
      user: { username: 'alice', userId: 'alice', groups: [] },
      scope: 'local',
      step: 'revokeToken',
    });
    server.asked[1]?.answer();

    expect(await waiting).toMatchObject({ kind: 'signedOut' });
    expect(identityPool.stillValidUntil).toBeUndefined();
  });

  it.each([
    ['of another user', idTokenOf('bob', 'second')],
    ['of nobody', 'no.token.at-all'],
    ['of a list', `e.${Buffer.from('[]').toString('base64url')}.e`],
  ])('asks nothing with a token %s (R77)', async (_, idToken) => {
    const { identityPool, move } = open(userOf('alice'));
    move(userOf('alice'), idToken);

    expect(await failureOf(identityPool.credentials$())).toMatchObject({ kind: 'signedOut' });
    expect(server.asked).toEqual([]);
  });

  it('asks nothing more with a token of another session of the user (R77)', async () => {
    const { identityPool, move, told$ } = open(userOf('alice'));
    move(userOf('alice'), idTokenOf('alice', 'first'));
    told$.next({ ...userOf('alice'), status: 'signedIn' } as AuthState);
    await firstValueFrom(identityPool.identityId$());
    move({ ...userOf('alice'), freshness: 'refreshing' } as AuthState, idTokenOf('alice', 'second'));
    await server.answered(identityPool);

    expect(server.asked.at(-1)?.body).toContain(idTokenOf('alice', 'second'));
    expect(server.asked.filter(({ target }) => target.endsWith('.GetId'))).toHaveLength(2);
  });

  it('errors where the Auth is destroyed before its storage has answered (#13)', async () => {
    const { identityPool, told$ } = open({ status: 'restoring' });
    const waiting = [
      failureOf(identityPool.credentials$()),
      identityPool.provider().catch((error: unknown) => error),
    ];
    told$.complete();

    expect(await Promise.all(waiting)).toMatchObject([{ code: 'AuthDestroyed' }, { code: 'AuthDestroyed' }]);
  });
});

import { inspect } from 'node:util';
import { ForgotPasswordCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { createMemoryStorage } from '../src/adapters/storage/memory-storage';
import { recordKeyOf } from '../src/adapters/storage/key-value-session-store';
import type { Auth } from '../src/auth';
import type { AuthOptions } from '../src/auth-options';
import { createAuth } from '../src/create-auth';
import type { Session } from '../src/model/session';
import type { AuthError } from '../src/model/auth-error';
import { writeRecord } from '../src/model/write-record';
import type { KeyValueStorage } from '../src/ports/key-value-storage';
import { createFakeClock } from './fakes/fake-clock';
import { fakeSession, fakeTokens, IDENTITY } from './fakes/fake-tokens';
import { watch } from './fakes/marbles';

const { userPoolId, userPoolClientId } = IDENTITY;

const RECORD_KEY = recordKeyOf(IDENTITY);

const storageWith = (session: Session, epoch = 'epoch-1'): KeyValueStorage => {
  const storage = createMemoryStorage();
  storage.setItem(RECORD_KEY, writeRecord({ epoch, session }, IDENTITY) ?? '');
  return storage;
};

const asynchronous = (storage: KeyValueStorage): KeyValueStorage => ({
  getItem: (key) => Promise.resolve(storage.getItem(key)),
  setItem: (key, value) => Promise.resolve(storage.setItem(key, value)),
  removeItem: (key) => Promise.resolve(storage.removeItem(key)),
});

/** One `Auth` with a clock that stands still, an endpoint that nobody may call, and its own storage. */
const setUp = (options: Partial<AuthOptions> = {}) => {
  const send = jest.fn(() => new Promise<never>(() => undefined));
  const scheduler = createFakeClock(new TestScheduler(() => undefined));
  const schedule = jest.spyOn(scheduler, 'schedule');
  const auth = createAuth({
    userPoolId,
    userPoolClientId,
    storage: createMemoryStorage(),
    client: { send },
    scheduler,
    ...options,
  });
  return { auth, send, schedule };
};

const signedInAuth = (session = fakeSession()) => setUp({ storage: storageWith(session) });
const destroyed = { kind: 'invalidState', code: 'AuthDestroyed' };

const operations: readonly [string, (auth: Auth) => Observable<unknown>][] = [
  ['signIn$', (auth) => auth.signIn$({ username: 'ada', password: 'password' })],
  ['confirmSignIn$', (auth) => auth.confirmSignIn$({ challengeResponse: '123456' })],
  ['tokens$', (auth) => auth.tokens$()],
  ['send$', (auth) => auth.send$(() => ({}) as never)],
  ['sendPublic$', (auth) => auth.sendPublic$(() => ({}) as never)],
  ['signOut$', (auth) => auth.signOut$()],
];

describe('createAuth', () => {
  it('throws at once for a malformed option, before anything is touched', () => {
    const storage = createMemoryStorage();
    const getItem = jest.spyOn(storage, 'getItem');
    expect(() => setUp({ storage, remoteTimeoutMs: -1 })).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('remoteTimeoutMs') }),
    );
    expect(getItem).not.toHaveBeenCalled();
  });

  it('knows the first state synchronously, over a synchronous storage (R47)', () => {
    const { auth } = signedInAuth();
    expect(auth.state).toMatchObject({ status: 'signedIn', user: { username: 'ada' }, freshness: 'fresh' });
    expect(watch(auth.state$).values).toEqual([auth.state]);
    auth.destroy();
  });

  it('restores first, over an asynchronous storage', async () => {
    const { auth } = setUp({ storage: asynchronous(storageWith(fakeSession())) });
    const { values } = watch(auth.state$);
    // Not by time: each turn lets the promises of the storage settle.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(values).toMatchObject([{ status: 'restoring' }, { status: 'signedIn' }]);
    auth.destroy();
  });

  it('tells of a session that an asynchronous storage held, once (#12)', async () => {
    const session = fakeSession();
    const { auth } = setUp({ storage: asynchronous(storageWith(session)) });
    const { values } = watch(auth.events$);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(values).toEqual([{ type: 'sessionRestored', user: session.user }]);
    auth.destroy();
  });

  it('has told of it before anybody can listen, where the storage is synchronous: the state says it (#12)', async () => {
    const { auth } = signedInAuth();
    const { values } = watch(auth.events$);
    await Promise.resolve();
    expect([values, auth.state.status]).toEqual([[], 'signedIn']);
    auth.destroy();
  });

  it('sends no request and sets no timer at creation', () => {
    const { auth, send, schedule } = signedInAuth();
    expect([send.mock.calls, schedule.mock.calls]).toEqual([[], []]);
    auth.destroy();
  });

  it('does nothing by being asked: each operation is cold', () => {
    const { auth, send, schedule } = signedInAuth();
    operations.forEach(([, operation$]) => void operation$(auth));
    expect([send.mock.calls, schedule.mock.calls, auth.state.status]).toEqual([[], [], 'signedIn']);
    auth.destroy();
  });

  it.each([
    ['garbage', '{"version":1,"epoch":'],
    ['a record of another version', '{"version":99}'],
    ['a prototype', '{"__proto__":{"version":1}}'],
  ])('takes a stored record of %s for none (R39)', (_what, record) => {
    const storage = createMemoryStorage();
    storage.setItem(RECORD_KEY, record);
    const { auth } = setUp({ storage });
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'noSession' });
    auth.destroy();
  });

  it('finds no session in a storage that throws', () => {
    const refuse = (): never => {
      throw new Error('SecurityError');
    };
    const { auth } = setUp({ storage: { getItem: refuse, setItem: refuse, removeItem: refuse } });
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'noSession' });
    auth.destroy();
  });

  it('refuses tokens of another issuer, unless an endpoint of its own is set', () => {
    const iss = `http://localhost:9229/${userPoolId}`;
    const { AccessToken: accessToken, IdToken: idToken } = fakeTokens({
      accessClaims: { iss },
      idClaims: { iss },
    });
    const session = { ...fakeSession(), accessToken, idToken };
    const states = [undefined, 'http://localhost:9229'].map((userPoolEndpoint) => {
      const endpoint = userPoolEndpoint === undefined ? {} : { userPoolEndpoint };
      const { auth } = setUp({ storage: storageWith(session), ...endpoint });
      const { status } = auth.state;
      auth.destroy();
      return status;
    });
    expect(states).toEqual(['signedOut', 'signedIn']);
  });

  it('reports what an operation errors with on errors$ as well, once', () => {
    const { auth } = setUp();
    const errors = watch(auth.errors$);
    const { error } = watch(auth.tokens$());
    expect(errors.values).toEqual([error]);
    auth.destroy();
  });

  it.each<[string, (auth: Auth, unreadable: never) => Observable<unknown>]>([
    ['signIn$', (auth, unreadable) => auth.signIn$(unreadable)],
    ['tokens$', (auth, unreadable) => auth.tokens$(unreadable)],
    ['signOut$', (auth, unreadable) => auth.signOut$(unreadable)],
  ])('types and reports what an argument of %s throws as it is looked at (R54, R68)', (_what, operation$) => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const { auth } = signedInAuth();
    const { values } = watch(auth.errors$);
    const { error } = watch(operation$(auth, proxy as never));
    expect(error).toMatchObject({ name: 'AuthError', kind: 'unknown' });
    expect(values).toEqual([error]);
  });

  it('cuts a command off that waits for the code to send it with, when the session ends (R16)', () => {
    const { auth, send } = signedInAuth();
    const build = jest.fn();
    const sent = watch(auth.send$(build));
    auth.signOut$().subscribe();
    expect(sent.error).toMatchObject({ kind: 'signedOut' });
    expect(build).not.toHaveBeenCalled();
    expect(send).not.toHaveBeenCalled();
    auth.destroy();
  });

  it('sends what needs no access token for the app client, without a session (#14)', async () => {
    const { auth, send } = setUp();
    const build = (ClientId: string) => new ForgotPasswordCommand({ ClientId, Username: 'ada' });
    send.mockResolvedValue({ CodeDeliveryDetails: {} } as never);
    await expect(firstValueFrom(auth.sendPublic$(build))).resolves.toEqual({ CodeDeliveryDetails: {} });
    expect(send.mock.calls).toMatchObject([[{ input: { ClientId: userPoolClientId, Username: 'ada' } }, {}]]);
    auth.destroy();
  });

  it('tells the refusal of what needs no access token on errors$ too, without what was sent (#14, R43)', async () => {
    const { auth, send } = setUp();
    const errors = watch(auth.errors$);
    send.mockRejectedValue(
      Object.assign(new Error('no c4nary-password'), { name: 'InvalidPasswordException', $fault: 'client' }),
    );
    const sent$ = auth.sendPublic$(
      (ClientId) => new SignUpCommand({ ClientId, Username: 'ada', Password: 'c4nary-password' }),
    );
    const refused: unknown = await firstValueFrom(sent$).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'InvalidPasswordException', message: 'no [redacted]' });
    expect(errors.values).toEqual([refused]);
    expect(inspect(errors.values, { depth: 9, showHidden: true })).not.toContain('c4nary');
    auth.destroy();
  });

  it('cuts off at destroy what needs no access token and waits for the code to send it with (#14, R45)', () => {
    const { auth, send } = setUp();
    const sent = watch(auth.sendPublic$(jest.fn()));
    auth.destroy();
    expect(sent.error).toMatchObject(destroyed);
    expect(send).not.toHaveBeenCalled();
  });

  it.each<[string, (auth: Auth) => Observable<unknown>, string | undefined]>([
    ['tokens$', (auth) => auth.tokens$(null as never), undefined],
    ['signOut$', (auth) => auth.signOut$(null as never), undefined],
    ['signIn$', (auth) => auth.signIn$(null as never), 'validation'],
    ['confirmSignIn$', (auth) => auth.confirmSignIn$(null as never), 'invalidState'],
  ])('does not crash where %s is given null (R68)', (_name, asked$, kind) => {
    const { auth } = signedInAuth();
    const { error } = watch(asked$(auth));
    expect((error as AuthError | undefined)?.kind).toBe(kind);
    auth.destroy();
  });

  it('signs out, and says so, over a storage that could not be read at the start (R53)', () => {
    const stored = storageWith(fakeSession());
    let isBroken = true;
    const getItem: KeyValueStorage['getItem'] = (key) => {
      if (isBroken) throw new Error('SecurityError');
      return stored.getItem(key);
    };
    const { auth } = setUp({ storage: { ...stored, getItem } });
    expect(auth.state).toEqual({ status: 'signedOut', reason: 'noSession' });
    isBroken = false;
    const states = watch(auth.state$);
    auth.signOut$().subscribe();
    expect(auth.state).toMatchObject({ status: 'signingOut', user: { username: 'ada' } });
    expect(states.values).toMatchObject([{ status: 'signedOut' }, { status: 'signingOut' }]);
    expect(stored.getItem(RECORD_KEY)).not.toContain('refresh-token-of-ada');
    auth.destroy();
  });

  it('shows no token of its session (R43)', () => {
    const { auth } = signedInAuth();
    const shown = inspect(auth, { depth: 12, showHidden: true });
    expect(shown).not.toMatch(/eyJ|refresh-token-of/);
    auth.destroy();
  });

  it('is its state in JSON', () => {
    const { auth } = signedInAuth();
    expect(JSON.parse(JSON.stringify(auth))).toEqual({ state: auth.state });
  });

  it('is frozen', () => {
    const { auth } = setUp();
    expect(Object.isFrozen(auth)).toBe(true);
    auth.destroy();
  });

  it('shares nothing with another in the same process (R46)', () => {
    const ada = signedInAuth();
    const bob = signedInAuth(fakeSession({ userId: 'bob-sub', username: 'bob' }));
    const nobody = setUp();
    const tokensOf = ({ auth }: typeof ada): unknown => watch(auth.tokens$()).values[0]?.accessToken;
    expect(tokensOf(ada)).not.toBe(tokensOf(bob));
    expect(watch(nobody.auth.tokens$()).error).toMatchObject({ kind: 'signedOut' });
    ada.auth.destroy();
    expect(bob.auth.state).toMatchObject({ status: 'signedIn', user: { username: 'bob' } });
    expect(watch(bob.auth.state$).isComplete).toBe(false);
    bob.auth.destroy();
    nobody.auth.destroy();
  });

  describe('what is passed (#12)', () => {
    /** Options that count how often each of them is looked at. */
    const counted = <Given extends object>(given: Given) => {
      const reads: Record<string, number> = {};
      const proxy = new Proxy(given, {
        get: (target, name) => {
          reads[String(name)] = (reads[String(name)] ?? 0) + 1;
          return Reflect.get(target, name) as unknown;
        },
      });
      return { reads, given: proxy };
    };
    const once = (reads: Readonly<Record<string, number>>): boolean =>
      Object.values(reads).every((count) => count === 1);

    it.each<[string, object, (auth: Auth, given: never) => Observable<unknown>]>([
      [
        'signIn$',
        { username: 'ada', password: 'password', authFlowType: 'USER_PASSWORD_AUTH', clientMetadata: {} },
        (auth, given) => auth.signIn$(given),
      ],
      ['signOut$', { globalSignOut: true, hostedUi: 'skip' }, (auth, given) => auth.signOut$(given)],
      ['tokens$', { forceRefresh: true, refused: 'token' }, (auth, given) => auth.tokens$(given)],
    ])('is read once by %s', async (what, options, ask$) => {
      const { send, ...given } = { send: jest.fn(() => Promise.resolve({})), ...counted(options) };
      const storage = what === 'signIn$' ? createMemoryStorage() : storageWith(fakeSession());
      const { auth } = setUp({ client: { send }, storage });
      const ended = new Promise((resolve) => {
        ask$(auth, given.given as never).subscribe({ complete: () => resolve(0), error: resolve });
      });
      await Promise.race([ended, new Promise((resolve) => setImmediate(resolve))]);
      expect(Object.keys(given.reads).sort()).toEqual(expect.arrayContaining(Object.keys(options)));
      expect([given.reads, once(given.reads)]).toEqual([given.reads, true]);
      auth.destroy();
    });

    it('is read once by createAuth, and what is changed later has no effect', async () => {
      const send = jest.fn(() => Promise.reject(new Error('No.')));
      const { reads, given } = counted({
        userPoolId,
        userPoolClientId,
        storage: createMemoryStorage(),
        client: { send },
      });
      const auth = createAuth(given);
      (given as { client: object }).client = {};
      await firstValueFrom(
        auth.signIn$({ username: 'ada', password: 'x', authFlowType: 'USER_PASSWORD_AUTH' }),
      ).catch(() => undefined);
      expect([send.mock.calls.length, reads, once(reads)]).toEqual([1, reads, true]);
      auth.destroy();
    });
  });

  describe('destroy', () => {
    it('completes every stream, and keeps the last state', () => {
      const { auth } = signedInAuth();
      const streams = [watch(auth.state$), watch(auth.events$), watch(auth.errors$)];
      auth.destroy();
      expect(streams.map(({ isComplete }) => isComplete)).toEqual([true, true, true]);
      expect(auth.state).toMatchObject({ status: 'signedIn' });
    });

    it('keeps the session stored', () => {
      const storage = storageWith(fakeSession());
      const { auth } = setUp({ storage });
      auth.destroy();
      expect(storage.getItem(RECORD_KEY)).toContain('ada-sub');
    });

    it.each(operations)('lets %s error with kind invalidState', (_name, operation$) => {
      const { auth, send } = signedInAuth();
      const asked$ = operation$(auth);
      auth.destroy();
      expect(watch(asked$).error).toMatchObject(destroyed);
      expect(send).not.toHaveBeenCalled();
    });

    it('ends what waits', () => {
      const waiting = setUp({
        storage: { ...createMemoryStorage(), getItem: () => new Promise(() => undefined) },
      });
      const tokens = watch(waiting.auth.tokens$());
      waiting.auth.destroy();
      expect(tokens.error).toMatchObject(destroyed);
    });

    it('can be called twice, and from inside a subscriber', () => {
      const { auth } = signedInAuth();
      auth.state$.subscribe(() => {
        auth.destroy();
      });
      expect(() => {
        auth.destroy();
      }).not.toThrow();
    });

    it('gives a late subscriber a completed stream', () => {
      const { auth } = signedInAuth();
      auth.destroy();
      expect(watch(auth.state$)).toMatchObject({ values: [], isComplete: true });
    });
  });
});

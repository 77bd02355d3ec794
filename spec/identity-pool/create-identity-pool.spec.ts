import { inspect } from 'node:util';
import { filter, firstValueFrom, VirtualTimeScheduler } from 'rxjs';
import type { Auth, AuthState } from 'rx-cognito';
import { createIdentityPool } from 'rx-cognito/identity-pool';
import type { FaultPlan, OperationName } from '../../src/emulator';
import { failureOf, sees, setStage, signIn, type Stage } from './stage';

const MINUTE_MS = 60_000;
const CALLS = ['GetId', 'GetCredentialsForIdentity'] as const satisfies readonly OperationName[];

describe('createIdentityPool', () => {
  let stage: Stage;
  const calls = () => CALLS.map((name) => stage.pool.requests.callsOf(name));
  const issued = () => stage.pool.identityPool.issued;
  const sessionsOf = (name: string) => stage.pool.tokenFamilies(name).length;
  const fault = (operation: OperationName, plan: FaultPlan) => stage.pool.faults.on(operation, plan);

  afterEach(() => stage.close());

  describe('credentials$', () => {
    it('asks for an identity, then for its credentials, with the id token under its issuer (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const { idToken } = await firstValueFrom(stage.auth.tokens$());
      const identityPool = stage.createIdentityPool();
      const before = calls();
      const credentials = await firstValueFrom(identityPool.credentials$());
      const [first] = issued();

      expect(before).toEqual([0, 0]);
      expect(stage.pool.requests.list('GetId')[0]?.body).toEqual({
        IdentityPoolId: stage.pool.identityPool.identityPoolId,
        Logins: { [`cognito-idp.eu-west-1.amazonaws.com/${stage.pool.userPoolId}`]: idToken },
      });
      expect([credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken]).toEqual([
        first?.accessKeyId,
        first?.secretKey,
        first?.sessionToken,
      ]);
      expect(credentials.identityId).toBe(first?.identityId);
      expect(credentials.expiration).toEqual(new Date(first?.expiresAt ?? 0));
    });

    it('asks once for all who wait, and hands out from memory at once (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const all = await Promise.all([1, 2, 3].map(() => firstValueFrom(identityPool.credentials$())));
      const seen: unknown[] = [];
      identityPool.credentials$().subscribe((credentials) => seen.push(credentials));

      expect(new Set([...all, ...seen]).size).toBe(1);
      expect(seen).toHaveLength(1);
      expect(calls()).toEqual([1, 1]);
    });

    it('asks once for all who ask again when they hear of a failure (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      fault('GetId', { error: 'TooManyRequestsException' });
      const again = await new Promise<readonly unknown[]>((resolve) => {
        identityPool.credentials$().subscribe({
          error: () => {
            const held = fault('GetId', { hang: true });
            const inTheCallback = firstValueFrom(identityPool.credentials$());
            setTimeout(() => {
              resolve(Promise.all([inTheCallback, firstValueFrom(identityPool.credentials$())]));
              setTimeout(() => {
                held.release();
              });
            });
          },
        });
      });

      expect(again[0]).toBe(again[1]);
      expect(calls()).toEqual([2, 1]);
    });

    it('goes on for the others where one gives up, and aborts where all do (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const held = fault('GetId', { hang: true });
      const first = identityPool.credentials$().subscribe();
      const second = firstValueFrom(identityPool.credentials$());
      await held.reached;
      first.unsubscribe();
      held.release();
      await second;
      stage.advance(56 * MINUTE_MS);
      const again = fault('GetCredentialsForIdentity', { hang: true });
      const last = identityPool.credentials$().subscribe();
      await again.reached;
      last.unsubscribe();

      expect(calls()).toEqual([1, 2]);
      expect(stage.pool.requests.list('GetCredentialsForIdentity').at(-1)?.aborted).toBe(true);
    });

    it.each([0, 3, -3])(
      'keeps them until five minutes before they expire, whatever the clock here says: %j hours off (R77)',
      async (hours) => {
        stage = setStage({ deviceAheadMs: hours * 60 * MINUTE_MS });
        await signIn(stage.auth);
        const identityPool = stage.createIdentityPool();
        const first = await firstValueFrom(identityPool.credentials$());
        stage.advance(54 * MINUTE_MS);
        const second = await firstValueFrom(identityPool.credentials$());
        stage.advance(2 * MINUTE_MS);
        const third = await firstValueFrom(identityPool.credentials$());

        expect(second).toBe(first);
        expect(third).not.toBe(first);
        expect(calls()).toEqual([1, 2]);
      },
    );

    it.each([0, 3, -3])(
      'trusts an hour at most where it may not read the clock of the server: %j hours off (R77)',
      async (hours) => {
        const answer: NonNullable<Parameters<typeof setStage>[0]>['answer'] =
          (handler) => async (request) => {
            const response = await handler(request);
            response.headers.delete('date');
            return response;
          };
        stage = setStage({ deviceAheadMs: hours * 60 * MINUTE_MS, answer });
        await signIn(stage.auth);
        const identityPool = stage.createIdentityPool();
        const first = await firstValueFrom(identityPool.credentials$());
        stage.advance(54 * MINUTE_MS);

        expect(await firstValueFrom(identityPool.credentials$())).toBe(first);
        stage.advance(2 * MINUTE_MS);
        expect(await firstValueFrom(identityPool.credentials$())).not.toBe(first);
      },
    );

    it('hands out what still works where renewing fails for now (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const first = await firstValueFrom(identityPool.credentials$());
      fault('GetCredentialsForIdentity', { call: 'every', dropSocket: true });
      stage.advance(57 * MINUTE_MS);
      const second = await firstValueFrom(identityPool.credentials$());
      stage.advance(4 * MINUTE_MS);

      expect(second).toBe(first);
      expect(await failureOf(identityPool.credentials$())).toMatchObject({
        kind: 'network',
        retryable: true,
      });
    });

    it('does not where renewing was refused (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      await firstValueFrom(identityPool.credentials$());
      for (const call of CALLS) fault(call, { call: 'every', error: 'NotAuthorizedException' });
      stage.advance(57 * MINUTE_MS);

      expect(await failureOf(identityPool.credentials$())).toMatchObject({ kind: 'notAuthorized' });
    });

    it('believes in no life of over twelve hours (R68)', async () => {
      stage = setStage({ identityPool: { credentialsValidityMs: 48 * 60 * MINUTE_MS } });
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const first = await firstValueFrom(identityPool.credentials$());
      stage.advance(11 * 60 * MINUTE_MS);
      const second = await firstValueFrom(identityPool.credentials$());
      stage.advance(56 * MINUTE_MS);

      expect(second).toBe(first);
      expect(await firstValueFrom(identityPool.credentials$())).not.toBe(first);
    });

    it('errors where nobody is signed in, and asks nothing (R77)', async () => {
      stage = setStage();
      const identityPool = stage.createIdentityPool();

      expect(await failureOf(identityPool.credentials$())).toMatchObject({ kind: 'signedOut' });
      expect(calls()).toEqual([0, 0]);
    });

    it.each(CALLS)(
      'is cut off by a sign-out during %s, at once, and ignores what comes late (R77)',
      async (call) => {
        stage = setStage();
        await signIn(stage.auth);
        const identityPool = stage.createIdentityPool();
        const held = fault(call, { hang: 'afterEffect' });
        const waiting = failureOf(identityPool.credentials$());
        await held.reached;
        const signingOut = firstValueFrom(stage.auth.signOut$());
        const { status } = stage.auth.state;
        const error = await waiting;
        held.release();
        await signingOut;

        expect(status).toBe('signingOut');
        expect(error).toMatchObject({ kind: 'signedOut' });
        expect(await failureOf(identityPool.credentials$())).toMatchObject({ kind: 'signedOut' });
        expect(identityPool.stillValidUntil).toBeUndefined();
      },
    );

    it('hands out nothing from the fence on, not even to who is told of it first (R77)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const failures: Promise<unknown>[] = [];
      let ask: () => Promise<unknown> = () => Promise.resolve();
      stage.auth.state$.subscribe(({ status }: AuthState) => {
        if (status === 'signingOut') failures.push(ask());
      });
      const identityPool = stage.createIdentityPool();
      await firstValueFrom(identityPool.credentials$());
      ask = () => failureOf(identityPool.credentials$());
      await firstValueFrom(stage.auth.signOut$());

      expect(await Promise.all(failures)).toMatchObject(failures.map(() => ({ kind: 'signedOut' })));
      expect(failures.length).toBeGreaterThan(0);
    });

    it.each(CALLS)(
      'never gives one user what another asked for, from another tab, during %s (R77)',
      async (call) => {
        stage = setStage();
        const other = stage.openTab();
        await signIn(stage.auth, 'alice', other);
        const identityPool = stage.createIdentityPool({}, other);
        const held = fault(call, { hang: 'afterEffect' });
        const waiting = failureOf(identityPool.credentials$());
        await held.reached;
        await firstValueFrom(stage.auth.signOut$());
        await signIn(stage.auth, 'bob', other);
        held.release();
        const credentials = await firstValueFrom(identityPool.credentials$());
        const bob = issued().at(-1);

        expect(await waiting).toMatchObject({ kind: 'signedOut' });
        expect(credentials.accessKeyId).toBe(bob?.accessKeyId);
        expect(bob?.sub).toBe(userIdIn(other));
        expect(sessionsOf('bob')).toBe(1);
      },
    );

    it('never gives another user those at hand, not even within one turn (R77)', async () => {
      stage = setStage();
      const other = stage.openTab();
      await signIn(stage.auth, 'alice', other);
      const identityPool = stage.createIdentityPool({}, other);
      const alices = await firstValueFrom(identityPool.credentials$());
      const bobIsIn = sees(other, 'bob').then(() => firstValueFrom(identityPool.credentials$()));
      await firstValueFrom(stage.auth.signOut$());
      await signIn(stage.auth, 'bob');
      const bobs = await bobIsIn;

      expect(bobs.accessKeyId).not.toBe(alices.accessKeyId);
      expect(issued().at(-1)).toMatchObject({ sub: userIdIn(other), accessKeyId: bobs.accessKeyId });
    });

    it('lets go of them when the same user is in another session, from another tab (R77)', async () => {
      stage = setStage();
      const other = stage.openTab();
      await signIn(stage.auth, 'alice', other);
      const identityPool = stage.createIdentityPool({}, other);
      const first = await firstValueFrom(identityPool.credentials$());
      const before = (await firstValueFrom(other.tokens$())).idToken;
      await firstValueFrom(stage.auth.signOut$());
      await signIn(stage.auth);
      while ((await firstValueFrom(other.tokens$()).catch(() => ({ idToken: before }))).idToken === before) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const second = await firstValueFrom(identityPool.credentials$());

      expect(second).not.toBe(first);
    });

    it('keeps them over a refresh of the tokens: the session is the same (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const first = await firstValueFrom(identityPool.credentials$());
      await firstValueFrom(stage.auth.tokens$({ forceRefresh: true }));

      expect(await firstValueFrom(identityPool.credentials$())).toBe(first);
    });

    it('asks once again where a remembered identity is refused (R77)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      await firstValueFrom(identityPool.identityId$());
      fault('GetCredentialsForIdentity', { error: 'NotAuthorizedException' });
      await firstValueFrom(identityPool.credentials$());

      expect(calls()).toEqual([2, 2]);
    });

    it('forgets a remembered identity that is there no more, and asks for it once again (R77)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const { identityId } = await firstValueFrom(identityPool.credentials$());
      stage.pool.identityPool.disable(identityId);
      stage.advance(56 * MINUTE_MS);
      const renewed = await firstValueFrom(identityPool.credentials$());

      expect(renewed.identityId).not.toBe(identityId);
      expect(await firstValueFrom(identityPool.identityId$())).toBe(renewed.identityId);
      expect(calls()).toEqual([2, 3]);
    });

    it('asks for it once again only, and only for a remembered one (R77)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      fault('GetCredentialsForIdentity', { call: 'every', error: 'ResourceNotFoundException' });
      const fresh = await failureOf(identityPool.credentials$());
      const afterFresh = calls();
      const remembered = await failureOf(identityPool.credentials$());

      expect([fresh, remembered]).toMatchObject([{ kind: 'configuration' }, { kind: 'configuration' }]);
      expect(afterFresh).toEqual([1, 1]);
      expect(calls()).toEqual([2, 3]);
    });

    it('takes the identity that the answer names, where it is another one (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const merged = 'eu-west-1:00000000-0000-4000-8000-000000000000';
      fault('GetCredentialsForIdentity', { body: answerWith({ IdentityId: merged }) });

      expect((await firstValueFrom(identityPool.credentials$())).identityId).toBe(merged);
      expect(await firstValueFrom(identityPool.identityId$())).toBe(merged);
    });

    it('waits while the session is being restored (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const { storage } = stage;
      const later = <T>(value: T): Promise<Awaited<T>> => Promise.resolve(value);
      Object.assign(stage.storage, {
        getItem: (
          (getItem) => (key: string) =>
            later(getItem(key))
        )(storage.getItem.bind(storage)),
      });
      const tab = stage.openTab();
      const identityPool = stage.createIdentityPool({}, tab);
      const { status } = tab.state;

      expect(status).toBe('restoring');
      expect((await firstValueFrom(identityPool.credentials$())).identityId).toMatch(/^eu-west-1:/);
    });

    it('gives up after ten seconds (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const scheduler = new VirtualTimeScheduler();
      const identityPool = stage.createIdentityPool({ scheduler });
      const held = fault('GetId', { hang: true });
      const failure = failureOf(identityPool.credentials$());
      await held.reached;
      scheduler.flush();

      expect(await failure).toMatchObject({ kind: 'timeout', retryable: true });
      expect(stage.pool.requests.list('GetId')[0]?.aborted).toBe(true);
    });

    it('ends with the Auth: who waits, who asks later (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool({ allowGuestAccess: true });
      const held = fault('GetId', { hang: true });
      const waiting = failureOf(identityPool.credentials$());
      await held.reached;
      stage.auth.destroy();

      expect(await waiting).toMatchObject({ kind: 'invalidState', code: 'AuthDestroyed' });
      expect(await failureOf(identityPool.credentials$())).toMatchObject({ code: 'AuthDestroyed' });
      expect(await failureOf(identityPool.identityId$())).toMatchObject({ code: 'AuthDestroyed' });
    });
  });

  describe('what an answer must be', () => {
    const dead = { Expiration: Date.now() / 1000 - 60 };

    it.each<[string, FaultPlan]>([
      ['202', { status: 202 }],
      ['203', { status: 203 }],
      ['empty', { body: '' }],
      ['a page', { body: '<html>', headers: { 'content-type': 'text/html' } }],
      ['JSON of a portal', { headers: { 'content-type': 'application/json' } }],
      ['a gateway’s', { html502: true }],
      ['half', { truncatedJson: true }],
      ['an error inside a 200', { body: answerWith({ __type: 'InternalErrorException' }) }],
      ['a list', { body: '[]' }],
      ['huge', { body: answerWith({ Padding: 'x'.repeat(300_000) }) }],
      ['without credentials', { body: '{"IdentityId":"eu-west-1:0"}' }],
      ['of no identity', { body: answerWith({ IdentityId: 7 }) }],
      ['without a key', { body: answerWith({}, { SecretKey: '' }) }],
      ['without an end', { body: answerWith({}, { Expiration: null }) }],
      ['with a text for an end', { body: answerWith({}, { Expiration: '2030-01-01' }) }],
      ['with an end that is no date', { body: answerWith({}, { Expiration: 1.7e308 }) }],
      ['with an end below nothing', { body: answerWith({}, { Expiration: -1 }) }],
      ['with an end that has been', { body: answerWith({}, dead) }],
    ])('refuses one that is %s (R60)', async (_, plan) => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      fault('GetCredentialsForIdentity', plan);

      expect(await failureOf(identityPool.credentials$())).toMatchObject({
        name: 'AuthError',
        kind: 'service',
        code: 'UnreadableAnswer',
        retryable: true,
      });
      expect(identityPool.stillValidUntil).toBeUndefined();
    });

    it.each([
      ['NotAuthorizedException', 'notAuthorized', false],
      ['ResourceNotFoundException', 'configuration', false],
      ['InvalidIdentityPoolConfigurationException', 'configuration', false],
      ['TooManyRequestsException', 'service', true],
      ['InternalErrorException', 'service', true],
      ['ExternalServiceException', 'service', true],
      ['InvalidParameterException', 'service', false],
    ] as const)('tells %s as an error of kind %s (#13)', async (error, kind, retryable) => {
      stage = setStage();
      await signIn(stage.auth);
      fault('GetId', { error });
      const failure = await failureOf(stage.createIdentityPool().credentials$());

      expect(failure).toMatchObject({ name: 'AuthError', kind, code: error, retryable });
      expect(failure.recoverySuggestion).not.toBe('');
    });

    it.each<[string, (idToken: string) => string]>([
      ['whole', (idToken) => idToken],
      ['grown together with other words', (idToken) => `x${idToken}x`],
      ['cut off', (idToken) => idToken.slice(0, 100)],
      ['from the middle', (idToken) => idToken.slice(200, 240)],
      ['behind a sign', (idToken) => `token=${idToken.slice(-40)};`],
      ['before a full stop', (idToken) => `${idToken.slice(-40)}.`],
      ['grown together with words, cut off', (idToken) => `Token_${idToken.slice(-40)}-x`],
      ['of somebody else', () => `eyJhbGciOiJSUzI1NiJ9.${'e'.repeat(30)}`],
      ['at the end of a long text', (idToken) => `${'very '.repeat(90)}${idToken}`],
    ])('tells what the identity pool said, without the token: %s (R43)', async (_, echoOf) => {
      stage = setStage();
      await signIn(stage.auth);
      const { idToken } = await firstValueFrom(stage.auth.tokens$());
      const echo = echoOf(idToken);
      const message = `Token is not from a supported provider: ${echo}`;
      fault('GetId', {
        status: 400,
        body: JSON.stringify({ __type: 'a.b#NotAuthorizedException', message }),
      });
      const failure = await failureOf(stage.createIdentityPool().credentials$());
      const told = inspect(failure, { depth: 9 }) + JSON.stringify(failure);
      const secretParts = echo.match(/[\w-]{20,}/g) ?? [];

      expect(failure.code).toBe('NotAuthorizedException');
      expect(failure.message).toMatch(/^Token is not from a supported provider: /);
      expect(secretParts.length).toBeGreaterThan(0);
      expect(secretParts.filter((part) => told.includes(part.slice(1, 19)))).toEqual([]);
    });

    it('tells no part of the token as the name of an exception (R43)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const { idToken } = await firstValueFrom(stage.auth.tokens$());
      const part = /[A-Za-z0-9]{14,70}/.exec(idToken.split('.')[1] ?? '')?.[0] ?? '';
      fault('GetId', { status: 400, body: JSON.stringify({ __type: `E${part}`, message: '' }) });
      const failure = await failureOf(stage.createIdentityPool().credentials$());

      expect(part).not.toBe('');
      expect(failure.code).toBe('UnknownError');
      expect(inspect(failure)).not.toContain(part);
    });

    it('tells what is no secret as it came (R69)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const message = "Identity 'eu-west-1:12345678-90ab-cdef-1234-567890abcdef' not found.";
      fault('GetId', { status: 400, body: JSON.stringify({ __type: 'ResourceNotFoundException', message }) });

      expect((await failureOf(stage.createIdentityPool().credentials$())).message).toBe(message);
    });

    it('tells a lost connection as one (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      fault('GetId', { dropSocket: true });

      expect(await failureOf(stage.createIdentityPool().credentials$())).toMatchObject({
        kind: 'network',
        retryable: true,
      });
    });
  });

  describe('identityId$', () => {
    it('asks once in a session (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const all = [1, 2].map(() => firstValueFrom(identityPool.identityId$()));
      const [first, second] = await Promise.all(all);
      const { identityId } = await firstValueFrom(identityPool.credentials$());

      expect([second, identityId]).toEqual([first, first]);
      expect(calls()).toEqual([1, 1]);
    });

    it('is cut off by a sign-out (R77)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const held = fault('GetId', { hang: true });
      const waiting = failureOf(identityPool.identityId$());
      await held.reached;
      const signingOut = firstValueFrom(stage.auth.signOut$());

      expect(await waiting).toMatchObject({ kind: 'signedOut' });
      held.release();
      await signingOut;
      expect(await failureOf(identityPool.identityId$())).toMatchObject({ kind: 'signedOut' });
    });
  });

  describe('allowGuestAccess', () => {
    it('makes one guest of whoever asks for the id and for credentials at once (#13)', async () => {
      stage = setStage();
      await firstValueFrom(stage.auth.state$.pipe(filter(({ status }) => status === 'signedOut')));
      const identityPool = stage.createIdentityPool({ allowGuestAccess: true });
      const [early, credentials, late] = await Promise.all([
        firstValueFrom(identityPool.identityId$()),
        firstValueFrom(identityPool.credentials$()),
        firstValueFrom(identityPool.identityId$()),
      ]);

      expect([early, late]).toEqual([credentials.identityId, credentials.identityId]);
      expect(calls()).toEqual([1, 1]);
    });

    it('gives who is not signed in credentials of a guest, without a login (#13)', async () => {
      stage = setStage();
      const identityPool = stage.createIdentityPool({ allowGuestAccess: true });
      const credentials = await firstValueFrom(identityPool.credentials$());

      expect(issued()).toMatchObject([{ identityId: credentials.identityId, sub: undefined }]);
      expect(stage.pool.requests.list('GetCredentialsForIdentity')[0]?.body).toEqual({
        IdentityId: credentials.identityId,
      });
      expect(identityPool.stillValidUntil).toBeUndefined();
    });

    it('ends with a sign-in: those at hand, and those on the way (R77)', async () => {
      stage = setStage();
      const identityPool = stage.createIdentityPool({ allowGuestAccess: true });
      const guests = await firstValueFrom(identityPool.credentials$());
      stage.advance(56 * MINUTE_MS);
      const held = fault('GetCredentialsForIdentity', { hang: 'afterEffect' });
      const waiting = failureOf(identityPool.credentials$());
      await held.reached;
      await signIn(stage.auth);
      held.release();
      const users = await firstValueFrom(identityPool.credentials$());

      expect(await waiting).toMatchObject({ kind: 'cancelled', code: 'IdentityChanged' });
      expect(users.identityId).not.toBe(guests.identityId);
      expect(issued().at(-1)).toMatchObject({ sub: userIdIn(stage.auth), accessKeyId: users.accessKeyId });
    });

    it('gives nothing while a sign-out runs, then a guest’s again (R77)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool({ allowGuestAccess: true });
      const users = await firstValueFrom(identityPool.credentials$());
      const signingOut = firstValueFrom(stage.auth.signOut$());
      const meanwhile = await failureOf(identityPool.credentials$());
      await signingOut;
      const guests = await firstValueFrom(identityPool.credentials$());

      expect(meanwhile).toMatchObject({ kind: 'signedOut' });
      expect(guests.identityId).not.toBe(users.identityId);
      expect(identityPool.stillValidUntil).toBe(users.expiration.getTime());
    });
  });

  describe('stillValidUntil', () => {
    it('is what the server knows, stays after a sign-out, and is gone with the next session (#13)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const identityPool = stage.createIdentityPool();
      const before = identityPool.stillValidUntil;
      await firstValueFrom(identityPool.credentials$());
      await firstValueFrom(stage.auth.signOut$());
      const after = identityPool.stillValidUntil;
      await signIn(stage.auth, 'bob');

      expect(before).toBeUndefined();
      expect(after).toBe(issued()[0]?.expiresAt);
      expect(identityPool.stillValidUntil).toBeUndefined();
    });
  });

  describe('provider', () => {
    it('resolves with a plain object that is to be asked for again soon, however long it lives (R77)', async () => {
      stage = setStage();
      await signIn(stage.auth);
      const { provider } = stage.createIdentityPool();
      const credentials = await provider();
      const [first] = issued();

      expect({ ...credentials }).toEqual({
        accessKeyId: first?.accessKeyId,
        secretAccessKey: first?.secretKey,
        sessionToken: first?.sessionToken,
        expiration: expect.any(Date),
      });
      // Clients of the SDK ask again from five minutes before the end on.
      expect(credentials.expiration.getTime()).toBeLessThan(stage.scheduler.now() + 5 * MINUTE_MS);
    });

    it('rejects with an AuthError where nobody is signed in (R77)', async () => {
      stage = setStage();

      await expect(stage.createIdentityPool().provider()).rejects.toMatchObject({ kind: 'signedOut' });
    });
  });

  it('shows no secret in what is printed, logged or spread (R43)', async () => {
    stage = setStage();
    await signIn(stage.auth);
    const identityPool = stage.createIdentityPool();
    const credentials = await firstValueFrom(identityPool.credentials$());
    const shown =
      inspect([credentials, identityPool], { depth: 9, showHidden: true }) +
      JSON.stringify([credentials, Object.assign({}, credentials), identityPool]);
    const [first] = issued();

    expect(shown).toContain(credentials.identityId);
    expect(shown).not.toContain(first?.accessKeyId);
    expect(shown).not.toContain(first?.secretKey);
    expect(shown).not.toContain(first?.sessionToken.slice(0, 60));
  });

  it.each([
    ['identityPoolId', { identityPoolId: '' }],
    ['identityPoolId', { identityPoolId: 'eu-west-1_a1B2c3D4e' }],
    ['identityPoolId', { identityPoolId: `eu-west-1:${'0'.repeat(60)}` }],
    ['identityPoolId', { identityPoolId: undefined }],
    ['identityPoolEndpoint', { identityPoolEndpoint: 'nowhere' }],
    ['identityPoolEndpoint', { identityPoolEndpoint: 'https://user:word@example.com/' }],
    ['allowGuestAccess', { allowGuestAccess: 'yes' }],
    ['scheduler', { scheduler: {} }],
  ])('refuses a malformed option: %s in %j (#13)', (option, options) => {
    stage = setStage();

    expect(() => stage.createIdentityPool(options as object)).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(option) }),
    );
  });

  it.each([null, undefined, {}, { state$: 1, tokens$: () => undefined }])(
    'refuses an auth that is none: %j (#13)',
    (auth) => {
      expect(() => createIdentityPool(auth as never, { identityPoolId: 'eu-west-1:0' })).toThrow(
        expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('auth') }),
      );
    },
  );

  it.each([
    ['eu-west-1', 'https://cognito-identity.eu-west-1.amazonaws.com/'],
    ['cn-north-1', 'https://cognito-identity.cn-north-1.amazonaws.com.cn/'],
    ['eusc-de-east-1', 'https://cognito-identity.eusc-de-east-1.amazonaws.eu/'],
  ])('finds the endpoint of %s (R65)', async (region, endpoint) => {
    stage = setStage();
    await signIn(stage.auth);
    const identityPool = stage.createIdentityPool({
      identityPoolId: `${region}:0`,
      identityPoolEndpoint: undefined,
    } as object);
    await failureOf(identityPool.credentials$());

    expect(jest.mocked(fetch).mock.calls.at(-1)?.[0]).toBe(endpoint);
  });
});

/** The answer to GetCredentialsForIdentity, with other members. */
function answerWith(more: object, credentials: object = {}): string {
  return JSON.stringify({
    IdentityId: 'eu-west-1:0',
    Credentials: {
      AccessKeyId: 'ASIA',
      SecretKey: 'secret',
      SessionToken: 'session',
      Expiration: Date.now() / 1000 + 3600,
      ...credentials,
    },
    ...more,
  });
}

function userIdIn({ state }: Auth): string | undefined {
  return state.status === 'signedIn' ? state.user.userId : undefined;
}

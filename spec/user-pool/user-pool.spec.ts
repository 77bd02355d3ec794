import { NEVER } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { createKeyValueSessionStore, recordKeyOf } from '../../src/adapters/storage/key-value-session-store';
import { writeRecord } from '../../src/model/write-record';
import { createDeviceEntries } from '../../src/adapters/storage/device-entries';
import { createMemoryStorage } from '../../src/adapters/storage/memory-storage';
import type { AuthOptions } from '../../src/auth-options';
import { createTokenSource } from '../../src/flows/session/tokens';
import type { UserPool } from '../../src/flows/load-user-pool';
import { createUserPool } from '../../src/user-pool/user-pool';
import { userPoolOver } from '../../src/user-pool/user-pool-over';
import { createFakeContext } from '../fakes/fake-context';
import type { FakeContext } from '../fakes/fake-context';
import { serviceError } from '../fakes/fake-errors';
import { fakeAnswer, IDENTITY } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { dueSession, freshSession, renewal, rotation, sessionOfBob } from '../fakes/parts';

const OPERATION = 'GetTokensFromRefreshToken';

const poolOver = (context: FakeContext): ReturnType<typeof userPoolOver> => {
  const pool: ReturnType<typeof userPoolOver> = userPoolOver(
    context,
    createTokenSource(context, (options) => pool.refresh$(options)),
  );
  return pool;
};

describe('userPoolOver', () => {
  it('does nothing before it is used', () => {
    const { api, store } = marbles((context) => {
      context.signedInWith(dueSession);
      void poolOver(context);
    });
    expect([api.calls, store.calls]).toEqual([[], []]);
  });

  it('sends a command with the access token of the session', () => {
    const { api } = marbles((context) => {
      context.signedInWith(freshSession);
      context.api.scriptSend(NEVER);
      watch(poolOver(context).send$((accessToken) => ({ accessToken })));
      context.destroy();
    });
    expect(api.calls).toMatchObject([{ input: { accessToken: freshSession.accessToken } }]);
  });

  it('takes the session of another tab where that replaced the one to refresh (R21)', () => {
    const { machine } = marbles((context) => {
      context.signedInWith(dueSession);
      context.api.script(OPERATION, serviceError('NotAuthorizedException'));
      context.store.stored = { epoch: 'of another tab', session: sessionOfBob, from: 'epoch-1b' };
      watch(poolOver(context).refresh$());
    });
    expect(machine.now.session).toEqual(sessionOfBob);
  });

  it('revokes the tokens of a session of its own that crossed with the one of another tab (R50)', () => {
    const { api } = marbles((context) => {
      context.signedInWith(dueSession);
      context.api.script('RevokeToken', {});
      context.store.stored = { epoch: 'of another tab', session: sessionOfBob, from: undefined };
      watch(poolOver(context).refresh$());
    });
    expect(api.calls).toMatchObject([
      { operation: 'RevokeToken', input: { Token: dueSession.refreshToken }, options: { keepalive: true } },
    ]);
  });

  it('revokes the original refresh token of a family that has rotated as well (#12.11)', () => {
    const { api } = marbles((context) => {
      context.api.script('RevokeToken', {}, {});
      poolOver(context).revokeUnwanted({
        ...freshSession,
        refreshToken: 'newest',
        originalRefreshToken: 'original',
      });
    });
    expect(api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual(['newest', 'original']);
  });

  it('refreshes nothing by itself before it is asked to keep the session fresh', () => {
    const { api } = marbles((context) => {
      context.signedInWith(dueSession);
      context.api.script(OPERATION, fakeAnswer(renewal));
      const pool = poolOver(context);
      expect(context.api.calls).toEqual([]);
      pool.keepFresh();
      expect(context.api.calls).toHaveLength(1);
      context.destroy();
    });
    expect(api.callsOf(OPERATION)).toHaveLength(1);
  });

  it('fetches the AWS SDK ahead', () => {
    const { api } = marbles((context, { expectObservable }) => {
      expectObservable(poolOver(context).preload$()).toBe('|');
    });
    expect(api.preloads).toBe(1);
  });

  describe('claimRefresh$', () => {
    const ended = () => ({ session: dueSession, isRefreshPending: false });

    it('has nothing to claim where no refresh is under way', () => {
      marbles((context) => {
        context.signedInWith(dueSession);
        expect(poolOver(context).claimRefresh$(ended(), 1_000)).toBeUndefined();
      });
    });

    it('takes over the tokens of one that is under way, for the sign-out to revoke (R2)', () => {
      const taken = ended();
      const { api } = marbles((context, { cold, expectObservable }) => {
        context.signedInWith(dueSession);
        context.api.script(OPERATION, cold('---(a|)', { a: fakeAnswer(rotation) }));
        const pool = poolOver(context);
        watch(pool.refresh$());
        const claimed$ = pool.claimRefresh$(taken, 1_000) ?? NEVER;
        context.machine.send({ type: 'sessionEnded', reason: 'signedOut', epoch: 'epoch-2', isOwn: true });
        expectObservable(claimed$).toBe('---(a|)', { a: undefined });
      });
      expect(taken.session.refreshToken).toBe('rotated-refresh-token');
      expect(api.callsOf('RevokeToken')).toEqual([]);
    });
  });
});

describe('createUserPool', () => {
  const optionsOf = (more: Partial<AuthOptions> = {}): AuthOptions => ({
    userPoolId: IDENTITY.userPoolId,
    userPoolClientId: IDENTITY.userPoolClientId,
    ...more,
  });
  const tokenSource = { session$: () => NEVER };

  const createdIn = (context: FakeContext, more?: Partial<AuthOptions>): UserPool => {
    const { identity, scheduler } = context;
    const storage = createMemoryStorage();
    // What the machine holds is stored.
    const record = writeRecord(context.store.stored, identity) ?? '';
    storage.setItem(recordKeyOf(identity), record);
    const store = createKeyValueSessionStore({ storage, identity, scheduler });
    const devices = createDeviceEntries({ storage, identity, scheduler });
    return createUserPool({ ...context, store, devices }, optionsOf(more), { tokenSource, storage });
  };

  it('sends nothing, and listens to nothing, before it is used', () => {
    const send = jest.fn();
    const { environment } = marbles((context) => {
      createdIn(context, { client: { send } });
    });
    expect([send.mock.calls, environment.resumed$.observed]).toEqual([[], false]);
  });

  it('listens for the focus where that is asked for, until destroy', () => {
    const { environment } = marbles((context) => {
      createdIn(context, { validateOnFocus: true });
      expect(context.environment.resumed$.observed).toBe(true);
      context.destroy();
    });
    expect(environment.resumed$.observed).toBe(false);
  });

  describe('over a client of the application', () => {
    /** Resolves with the input of the first command that is sent. */
    const sentBy = (
      use: (pool: UserPool) => void,
      more: Partial<AuthOptions>,
    ): Promise<Readonly<Record<string, unknown>>> =>
      new Promise((resolve) => {
        const context = createFakeContext(new TestScheduler(() => undefined));
        context.signedInWith(dueSession);
        const client = {
          send: (command: { readonly input: Readonly<Record<string, unknown>> }) => {
            resolve(command.input);
            return new Promise<never>(() => undefined);
          },
        };
        use(createdIn(context, { client: client, ...more }));
      });
    const refresh = (pool: UserPool): void => {
      watch(pool.refresh$());
    };

    it('refreshes with the refresh token, and without metadata where none are asked for', async () => {
      expect(await sentBy(refresh, {})).toEqual({
        ClientId: IDENTITY.userPoolClientId,
        RefreshToken: dueSession.refreshToken,
      });
    });

    it('sends the metadata for Lambda triggers along with a refresh (#12)', async () => {
      const clientMetadata = (): Readonly<Record<string, string>> => ({ tenant: 'a' });
      expect(await sentBy(refresh, { clientMetadata })).toMatchObject({ ClientMetadata: { tenant: 'a' } });
    });

    it('proves the secret of a client that has one', async () => {
      const revoke = (pool: UserPool): void => {
        pool.revokeUnwanted(freshSession);
      };
      expect(await sentBy(revoke, { userPoolClientSecret: 'hunter2' })).toEqual({
        Token: freshSession.refreshToken,
        ClientId: IDENTITY.userPoolClientId,
        ClientSecret: 'hunter2',
      });
    });
  });
});

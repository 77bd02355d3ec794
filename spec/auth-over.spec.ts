import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { NEVER, of, switchMap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from '../src/auth';
import { createAuthOver } from '../src/auth-over';
import type { LeftSession } from '../src/model/left-session';
import type { Session } from '../src/model/session';
import type { AdoptableSession } from '../src/ports/session-adoption';
import { userPoolOver } from '../src/user-pool/user-pool-over';
import { EPOCH } from './fakes/fake-context';
import type { FakeContext } from './fakes/fake-context';
import { fakeAnswer } from './fakes/fake-tokens';
import { marbles, watch } from './fakes/marbles';
import { expiredSession, freshSession, renewal } from './fakes/parts';

const NOT_LOADED = expect.objectContaining({
  kind: 'network',
  code: 'SdkNotLoaded',
  retryable: true,
}) as unknown;

const storing = ({ store }: FakeContext, session: Session): void => {
  store.stored = { epoch: EPOCH, session };
};

const getUser = (accessToken: string): GetUserCommand => new GetUserCommand({ AccessToken: accessToken });

/** An `Auth` whose user pool's code takes its time; without end where none is given. */
const authOver = (context: FakeContext, loadMs?: number): Auth =>
  createAuthOver(context, (tokenSource) =>
    loadMs === undefined
      ? NEVER
      : timer(loadMs, context.scheduler).pipe(switchMap(() => of(userPoolOver(context, tokenSource)))),
  );

describe('createAuthOver', () => {
  /** An `Auth` over a stored session, and how often the code of the user pool was asked for. */
  const stored = () => {
    const asked$ = jest.fn(() => NEVER);
    const auths: Auth[] = [];
    const context = marbles((fake) => {
      storing(fake, freshSession);
      auths.push(createAuthOver(fake, asked$));
    });
    return {
      auth: auths[0]!,
      asked$,
      idle: () => {
        context.environment.idle$.next();
      },
    };
  };

  it('fetches the code of the user pool ahead once somebody looks at the state, and the browser is idle (#16)', async () => {
    const { auth, asked$, idle } = stored();
    idle();
    expect(asked$).not.toHaveBeenCalled();
    auth.state$.subscribe();
    // The first state does not wait for that.
    await Promise.resolve();
    expect(asked$).not.toHaveBeenCalled();
    idle();
    expect(asked$).toHaveBeenCalledTimes(1);
    auth.destroy();
  });

  it('fetches nothing for an Auth that is destroyed in the same turn (R45)', async () => {
    const { auth, asked$, idle } = stored();
    auth.state$.subscribe();
    auth.destroy();
    await Promise.resolve();
    idle();
    expect(asked$).not.toHaveBeenCalled();
  });
});

describe('createAuthOver, where the code of the user pool hangs', () => {
  it.each<[string, Session | undefined, (auth: Auth) => Observable<unknown>]>([
    ['signIn$', undefined, (auth) => auth.signIn$({ username: 'ada', password: 'secret' })],
    ['tokens$', expiredSession, (auth) => auth.tokens$()],
    ['tokens$, forced,', freshSession, (auth) => auth.tokens$({ forceRefresh: true })],
    ['send$', freshSession, (auth) => auth.send$(getUser)],
    ['sendPublic$', undefined, (auth) => auth.sendPublic$(getUser)],
  ])('errors %s within a bound (#12)', (_name, session, asked$) => {
    marbles((context, { expectObservable }) => {
      if (session) storing(context, session);
      expectObservable(asked$(authOver(context))).toBe('10s #', undefined, NOT_LOADED);
    });
  });

  it('gives up to make a sign-in ready within the same (#12)', () => {
    marbles((context, { expectObservable }) => {
      expectObservable(authOver(context).prepareSignIn$()).toBe('10s |');
    });
  });

  it('ends the attempt with that, and the session of a refresh stays, as stale (#12)', () => {
    const signingIn = marbles((context) => {
      watch(authOver(context).signIn$({ username: 'ada', password: 'secret' }));
    });
    const refreshing = marbles((context) => {
      storing(context, expiredSession);
      watch(authOver(context).tokens$());
    });
    expect(signingIn.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'noSession' });
    expect(refreshing.states.at(-1)).toMatchObject({ status: 'signedIn', freshness: 'stale' });
  });

  it('serves the next caller with the load that went on (#12)', () => {
    const { api } = marbles((context, { expectObservable }) => {
      storing(context, expiredSession);
      context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal));
      const auth = authOver(context, 12_000);
      expectObservable(auth.tokens$()).toBe('10s #', undefined, NOT_LOADED);
      expectObservable(auth.tokens$(), '11s ^').toBe('12s (t|)', { t: expect.anything() as unknown });
    });
    expect(api.calls).toHaveLength(1);
  });

  it('restores no longer than that bound over what another library left (R52)', () => {
    const left: LeftSession = { ...freshSession, clockBehindMs: 0 };
    const adoptable: AdoptableSession = {
      find$: () => of(left),
      claim$: () => NEVER,
      release$: () => NEVER,
      remove$: () => NEVER,
    };
    const { machine } = marbles((context, { expectObservable }) => {
      const auth = authOver({ ...context, adoptable });
      expectObservable(auth.state$).toBe('a 9999ms b', {
        a: { status: 'restoring' },
        b: { status: 'signedOut', reason: 'noSession' },
      });
    });
    expect(machine.now.isUnread).toBe(true);
  });
});

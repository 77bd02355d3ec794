import { defer, EMPTY, NEVER, of, throwError } from 'rxjs';
import type { ObservableInput } from 'rxjs';
import { createAttempts } from '../../../src/flows/sign-in/attempt';
import { connectHostedUi } from '../../../src/flows/sign-in/connect-hosted-ui';
import type { ConnectedHostedUi } from '../../../src/flows/sign-in/connect-hosted-ui';
import { createSignIn } from '../../../src/flows/sign-in/sign-in';
import { cancelledError } from '../../../src/model/errors';
import type { HostedUi, HostedUiConnection, HostedUiParts } from '../../../src/ports/hosted-ui';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError } from '../../fakes/fake-errors';
import { fakeTokens } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import type { Watched } from '../../fakes/marbles';
import { userPoolOf } from '../../fakes/parts';
import { restore } from '../../fakes/restore';

/** Managed login that keeps what it is given. */
function createConnection(resume: HostedUi['resume'] = () => false) {
  const given: { parts?: HostedUiParts } = {};
  const connection: HostedUiConnection = (parts) => {
    given.parts = parts;
    return { result$: EMPTY, signIn$: () => NEVER, resume, browserSession: () => undefined };
  };
  const parts = (): HostedUiParts => {
    if (!given.parts) throw new Error('It was not connected.');
    return given.parts;
  };
  return { connection, parts };
}

const connect = (context: FakeContext, connection: HostedUiConnection | undefined): ConnectedHostedUi => {
  const userPool = userPoolOf(context);
  const attempts = createAttempts(context);
  const signIn = createSignIn(context, attempts, userPool.inTime$);
  return connectHostedUi(context, connection, { attempts, signIn, userPool, guarded$: defer });
};

const NOT_LOADED = { values: [], error: { code: 'SdkNotLoaded' } };
const exchange$ = () => of(fakeTokens({ idClaims: { nonce: 'n' } }));

describe('connectHostedUi', () => {
  it('connects nothing where an application does without', () => {
    marbles((context) => {
      const { hostedUi, resumeSignIn } = connect(context, undefined);
      expect([hostedUi, resumeSignIn('e', true), resumeSignIn('e', false)]).toStrictEqual([
        undefined,
        undefined,
        undefined,
      ]);
    });
  });

  it('hands over what managed login works with', () => {
    const { connection, parts } = createConnection();
    const { errors, environment, identity } = marbles((context) => {
      connect(context, connection);
      parts().report(networkError());
    });
    environment.online = false;
    expect(parts().isOnline()).toBe(false);
    expect(parts().userPoolClientId).toBe(identity.userPoolClientId);
    expect(errors).toEqual([networkError()]);
  });

  it.each<[string, () => ObservableInput<string>, number, object]>([
    ['emits what comes', () => of('chunk'), 0, { values: ['chunk'], error: undefined }],
    ['errors where nothing can be loaded', () => throwError(() => new TypeError('404')), 0, NOT_LOADED],
    ['gives up what does not come (R73)', () => NEVER, 10_000, NOT_LOADED],
  ])('loads code: %s', (_, import$, afterMs, expected) => {
    const { connection, parts } = createConnection();
    marbles((context) => {
      connect(context, connection);
      const watched = watch(parts().load$(import$));
      context.at(afterMs, () => {
        expect(watched).toMatchObject(expected);
      });
    });
  });

  it('begins a session by an attempt without a user name', () => {
    const { connection, parts } = createConnection();
    let watched: Watched<unknown> | undefined;
    const { states } = marbles((context) => {
      connect(context, connection);
      context.signedOut();
      watched = watch(parts().attempt$((attempt) => attempt.begin$(attempt.epoch, exchange$, 'n')));
    });
    expect(watched?.values).toMatchObject([{ username: 'ada' }]);
    expect(states.slice(-2)).toMatchObject([{ status: 'signingIn' }, { status: 'signedIn' }]);
  });

  it.each([
    ['noSession', networkError()],
    ['signInCancelled', cancelledError('SignInCancelled', 'It was given up.')],
  ])('ends the attempt as %s where it fails (R70)', (reason, error) => {
    const { connection, parts } = createConnection();
    let watched: Watched<unknown> | undefined;
    const { states } = marbles((context) => {
      connect(context, connection);
      context.signedOut();
      watched = watch(parts().attempt$(() => throwError(() => error)));
    });
    expect(watched?.error).toBe(error);
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason });
  });

  it('gives way to a newer attempt (R70)', () => {
    const { connection, parts } = createConnection();
    let watched: Watched<unknown> | undefined;
    marbles((context) => {
      connect(context, connection);
      context.signedOut();
      watched = watch(parts().attempt$(() => NEVER));
      watch(parts().attempt$(() => NEVER));
    });
    expect(watched?.error).toMatchObject({ code: 'SignInSuperseded' });
  });

  it('carries the sign-in on that a page returned from, without showing signedOut (R74)', () => {
    const ran: Watched<unknown>[] = [];
    const { connection } = createConnection((epoch, run$) => {
      // In a later turn: the attempt has to be taken up first.
      queue.push(() => ran.push(watch(run$((attempt) => attempt.begin$(epoch, exchange$, 'n')))));
      return true;
    });
    const queue: (() => void)[] = [];
    const { states } = marbles((context) => {
      const { resumeSignIn } = connect(context, connection);
      restore(context, { resumeSignIn });
      for (const later of queue) later();
    });
    expect(states.map(({ status }) => status)).toEqual(['restoring', 'signingIn', 'signedIn']);
    expect(ran[0]?.values).toMatchObject([{ username: 'ada' }]);
  });

  it('resumes a challenge where no page returned', () => {
    const { connection } = createConnection();
    const { states } = marbles((context) => {
      const { resumeSignIn } = connect(context, connection);
      restore(context, { resumeSignIn });
    });
    expect(states.at(-1)).toEqual({ status: 'signedOut', reason: 'noSession' });
  });
});

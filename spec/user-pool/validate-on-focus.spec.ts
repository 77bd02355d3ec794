import { createSendAuthorised } from '../../src/user-pool/send';
import { createTokenSource } from '../../src/flows/session/tokens';
import { validateOnFocus } from '../../src/user-pool/validate-on-focus';
import type { FakeContext } from '../fakes/fake-context';
import { networkError, serviceError } from '../fakes/fake-errors';
import { marbles } from '../fakes/marbles';
import { freshSession, refresherOf } from '../fakes/parts';

const validate = (context: FakeContext): void => {
  const refresher = refresherOf(context);
  const tokenSource = createTokenSource(context, (options) => refresher.refresh$(options));
  validateOnFocus(context, createSendAuthorised(context, tokenSource, refresher));
};
const focusAt = (context: FakeContext, ...frames: readonly number[]): void => {
  frames.forEach((frame) => {
    context.at(frame, () => {
      context.environment.resumed$.next();
    });
  });
};

describe('validateOnFocus', () => {
  it('asks nothing by itself', () => {
    const { api } = marbles((context) => {
      context.signedInWith(freshSession);
      validate(context);
    });
    expect(api.calls).toEqual([]);
  });

  it('asks with the access token on focus, once a minute at most', () => {
    const { api } = marbles((context) => {
      context.api.script('GetUser', {}, {});
      context.signedInWith(freshSession);
      validate(context);
      focusAt(context, 1, 2, 60_000, 60_002, 60_003);
    });
    expect(api.callsOf('GetUser').map(({ sentAt, input }) => [sentAt, input.AccessToken])).toEqual([
      [1, freshSession.accessToken],
      [60_002, freshSession.accessToken],
    ]);
  });

  it('asks nothing while nobody is signed in, or offline', () => {
    const { api } = marbles((context) => {
      context.signedOut();
      validate(context);
      focusAt(context, 1);
      context.at(2, () => {
        context.environment.online = false;
        context.machine.send({ type: 'sessionReplaced', epoch: 'e', session: freshSession });
      });
      focusAt(context, 3);
    });
    expect(api.calls).toEqual([]);
  });

  it.each(['signed out', 'offline'])('counts no focus that came while it was %s', (how) => {
    const { api } = marbles((context) => {
      context.api.script('GetUser', {});
      if (how === 'offline') context.signedInWith(freshSession);
      else context.signedOut();
      context.environment.online = how !== 'offline';
      validate(context);
      focusAt(context, 1);
      context.at(2, () => {
        context.machine.send({ type: 'sessionReplaced', epoch: 'epoch-2', session: freshSession });
        context.environment.online = true;
      });
      focusAt(context, 3);
    });
    expect(api.callsOf('GetUser').map(({ sentAt }) => sentAt)).toEqual([3]);
  });

  it('ends a session that was ended elsewhere', () => {
    const { states } = marbles((context) => {
      context.api.script('GetUser', serviceError('NotAuthorizedException'));
      context.api.script('GetTokensFromRefreshToken', serviceError('NotAuthorizedException'));
      context.signedInWith(freshSession);
      validate(context);
      focusAt(context, 1);
    });
    expect(states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'sessionRevoked' });
  });

  it('changes nothing where the question fails, and asks again at the next focus', () => {
    const { api, states } = marbles((context) => {
      context.api.script('GetUser', networkError(), {});
      context.signedInWith(freshSession);
      validate(context);
      focusAt(context, 1, 70_000);
    });
    expect([api.calls.length, states.length]).toEqual([2, 2]);
  });

  it('listens no more after destroy (R45)', () => {
    const { environment } = marbles((context) => {
      context.signedInWith(freshSession);
      validate(context);
      context.destroy();
    });
    expect(environment.resumed$.observed).toBe(false);
  });
});

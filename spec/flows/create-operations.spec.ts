import { NEVER } from 'rxjs';
import { serviceError } from '../fakes/fake-errors';
import { fakeAnswer } from '../fakes/fake-tokens';
import { marbles, watch } from '../fakes/marbles';
import { dueSession, freshSession, operationsOf, renewal, sessionOfBob } from './parts';

describe('createOperations', () => {
  it('sends a command with the access token of the session', () => {
    marbles((context) => {
      context.signedInWith(freshSession);
      const sent: unknown[] = [];
      context.api.send$ = (command) => (sent.push(command), NEVER);
      operationsOf(context).load$.subscribe(({ send$ }) => {
        watch(send$((accessToken) => ({ accessToken })));
      });
      expect(sent).toEqual([{ accessToken: freshSession.accessToken }]);
    });
  });

  it('takes the session of another tab where that replaced the one to refresh (R21)', () => {
    const { current } = marbles((context) => {
      context.signedInWith(dueSession);
      context.api.script('GetTokensFromRefreshToken', serviceError('NotAuthorizedException'));
      const { values } = watch(operationsOf(context).load$);
      context.store.stored = { epoch: 'of another tab', session: sessionOfBob };
      values[0]?.refresh$().subscribe({ error: () => undefined });
    });
    expect(current.session).toEqual(sessionOfBob);
  });

  it('refreshes nothing by itself before it is asked to keep the session fresh', () => {
    const { api } = marbles((context) => {
      context.signedInWith(dueSession);
      context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal));
      const { values } = watch(operationsOf(context).load$);
      expect(context.api.calls).toEqual([]);
      values[0]?.keepFresh();
      expect(context.api.calls).toHaveLength(1);
      context.destroy();
    });
    expect(api.callsOf('GetTokensFromRefreshToken')).toHaveLength(1);
  });
});

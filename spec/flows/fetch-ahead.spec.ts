import { defer, throwError } from 'rxjs';
import { fetchAhead } from '../../src/flows/fetch-ahead';
import { fakeAnswer, fakeSession } from '../fakes/fake-tokens';
import { marbles } from '../fakes/marbles';
import { dueSession, freshSession, operationsOf, renewal } from './parts';

describe('fetchAhead', () => {
  it('fetches once, with the AWS SDK, when the browser is idle and a session is there', () => {
    let loads = 0;
    const { api } = marbles((context) => {
      const { load$ } = operationsOf(context, { load$: (it$) => defer(() => ((loads += 1), it$)) });
      context.environment.visible = false;
      fetchAhead(context, load$);
      context.environment.idle$.next();
      context.signedInWith(freshSession);
      expect(loads).toBe(0);
      context.environment.idle$.next();
      context.environment.resumed$.next();
      context.environment.idle$.next();
      context.destroy();
    });
    expect([loads, api.preloads]).toEqual([1, 1]);
  });

  it('keeps the tokens fresh from then on', () => {
    const { api, current } = marbles((context) => {
      context.signedInWith(dueSession);
      context.api.script('GetTokensFromRefreshToken', fakeAnswer(renewal));
      fetchAhead(context, operationsOf(context).load$);
      expect(context.api.calls).toEqual([]);
      context.environment.idle$.next();
      context.destroy();
    });
    expect(api.callsOf('GetTokensFromRefreshToken')).toHaveLength(1);
    expect(current.session?.accessToken).toBe(fakeSession(renewal).accessToken);
  });

  it('tries again when the page is focused or online again, where it could not be fetched', () => {
    let loads = 0;
    marbles((context) => {
      context.signedInWith(freshSession);
      const broken$ = defer(() => ((loads += 1), throwError(() => new TypeError('Failed to fetch'))));
      fetchAhead(context, operationsOf(context, { load$: () => broken$ }).load$);
      context.environment.idle$.next();
      expect(loads).toBe(1);
      context.environment.resumed$.next();
      context.environment.idle$.next();
      context.destroy();
      context.environment.resumed$.next();
      context.environment.idle$.next();
    });
    expect(loads).toBe(2);
  });
});

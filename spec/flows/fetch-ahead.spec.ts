import { defer, NEVER, Subject, throwError } from 'rxjs';
import { fetchAhead } from '../../src/flows/fetch-ahead';
import { marbles } from '../fakes/marbles';
import { freshSession, operationsOf } from './parts';

describe('fetchAhead', () => {
  it('fetches once, with the AWS SDK, when the browser is idle and a session is there', () => {
    const done: string[] = [];
    marbles((context) => {
      const idle$ = new Subject<void>();
      const { load$ } = operationsOf(context, { load: (it$) => defer(() => (done.push('load'), it$)) });
      context.api.preload$ = () => defer(() => (done.push('preload'), NEVER));
      fetchAhead({ ...context, environment: { ...context.environment, isVisible: () => false, idle$ } }, load$);
      idle$.next();
      context.signedInWith(freshSession);
      expect(done).toEqual([]);
      idle$.next();
      context.environment.resume();
      idle$.next();
      context.destroy();
    });
    expect(done).toEqual(['load', 'preload']);
  });

  it('tries again when the page is focused or online again, where it could not be fetched', () => {
    let loads = 0;
    marbles((context) => {
      context.signedInWith(freshSession);
      const broken$ = defer(() => ((loads += 1), throwError(() => new TypeError('Failed to fetch'))));
      fetchAhead(context, broken$);
      expect(loads).toBe(1);
      context.environment.resume();
      context.destroy();
      context.environment.resume();
    });
    expect(loads).toBe(2);
  });
});

import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { NEVER, of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { withLogging } from '../src/logging';
import type { LogEntry } from '../src/logging';
import { transition } from '../src/model/transition';
import type { Situation } from '../src/model/situation';
import { createFakeClock } from './fakes/fake-clock';
import { createFakeCognitoApi } from './fakes/fake-cognito-api';
import { networkError, serviceError } from './fakes/fake-errors';
import { watch } from './fakes/marbles';

const microtasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const setUp = () => {
  const entries: LogEntry[] = [];
  const scheduler = createFakeClock(new TestScheduler(() => undefined));
  const api = createFakeCognitoApi(scheduler);
  const logger = withLogging((entry) => {
    entries.push(entry);
  });
  return { entries, scheduler, api, logger, watched: logger.watchRequests(api, scheduler) };
};

const restoring: Situation = { state: { status: 'restoring' } };

describe('withLogging', () => {
  it('tells an input that was taken, with where it led (#18)', async () => {
    const { entries, logger, scheduler } = setUp();
    const judge = logger.watchInputs(transition, scheduler);
    const after = judge(restoring, { type: 'noSessionFound', epoch: 'one' });
    expect(after).toEqual(transition(restoring, { type: 'noSessionFound', epoch: 'one' }));
    await microtasks();
    expect(entries).toEqual([
      {
        type: 'input',
        at: scheduler.now(),
        input: 'noSessionFound',
        isTaken: true,
        from: 'restoring',
        to: 'signedOut',
      },
    ]);
  });

  it('tells an input that was not taken, and one that is an event alone (#18)', async () => {
    const { entries, logger, scheduler } = setUp();
    const judge = logger.watchInputs(transition, scheduler);
    const signedOut: Situation = { state: { status: 'signedOut', reason: 'noSession' } };
    judge(signedOut, { type: 'refreshStarted', epoch: 'one' });
    judge(signedOut, { type: 'lateTokensRevoked' });
    await microtasks();
    expect(entries).toMatchObject([
      { input: 'refreshStarted', isTaken: false, from: 'signedOut', to: 'signedOut' },
      { input: 'lateTokensRevoked', isTaken: true },
    ]);
  });

  it('tells each request once, with its outcome (#18)', async () => {
    const { api, entries, watched } = setUp();
    const refused = serviceError('NotAuthorizedException', { httpStatus: 400 });
    api.script('GetUser', of({ $metadata: { httpStatusCode: 200 } }), refused, networkError());
    api.scriptSend(of({}), of({}));
    for (let request = 0; request < 3; request += 1)
      watch(watched.call$('GetUser', { AccessToken: 'canary' }));
    watch(watched.send$(new GetUserCommand({ AccessToken: 'canary' })));
    watch(watched.send$({}));
    await microtasks();
    expect(entries).toMatchObject([
      { type: 'request', operation: 'GetUser', outcome: 'answered', status: 200, durationMs: 0 },
      { operation: 'GetUser', outcome: 'failed', status: 400, code: 'NotAuthorizedException' },
      { operation: 'GetUser', outcome: 'failed', code: 'NetworkError' },
      { operation: 'GetUser', outcome: 'answered' },
      { operation: 'command', outcome: 'answered' },
    ]);
    expect(entries[2]).not.toHaveProperty('status');
    expect(JSON.stringify(entries)).not.toContain('canary');
  });

  it('says command for what hides or makes up a name (#18)', async () => {
    const { api, entries, watched } = setUp();
    api.scriptSend(of({}), of({}), of(undefined));
    const hostile = {
      get schema(): never {
        throw new Error('looked at');
      },
    };
    for (const command of [hostile, { schema: [9, 'a', 'a secret: canary'] }, null]) {
      watch(watched.send$(command));
    }
    await microtasks();
    expect(entries.map((entry) => entry.type === 'request' && entry.operation)).toEqual([
      'command',
      'command',
      'command',
    ]);
  });

  it('tells a request as aborted that nobody waits for any more (#18)', async () => {
    const { api, entries, watched } = setUp();
    api.script('GetUser', NEVER);
    watched.call$('GetUser', { AccessToken: 'x' }).subscribe().unsubscribe();
    await microtasks();
    expect(api.calls).toMatchObject([{ status: 'aborted' }]);
    expect(entries).toMatchObject([{ operation: 'GetUser', outcome: 'aborted' }]);
  });

  it('passes a log over that throws, and goes on (#18)', async () => {
    const told: string[] = [];
    const { api, scheduler } = setUp();
    const watched = withLogging((entry) => {
      told.push(entry.type);
      throw new Error('disk full');
    }).watchRequests(api, scheduler);
    api.script('GetUser', of({}), of({}));
    const seen = [1, 2].map(() => watch(watched.call$('GetUser', { AccessToken: 'x' })));
    await microtasks();
    expect(seen.map(({ values }) => values)).toEqual([[{}], [{}]]);
    expect(told).toEqual(['request', 'request']);
  });

  it('fetches ahead as ever', () => {
    const { api, watched } = setUp();
    watch(watched.preload$());
    expect(api.preloads).toBe(1);
  });

  it('writes a line each to the console by default (#18)', async () => {
    const debug = jest.spyOn(console, 'debug').mockImplementation(() => undefined);
    const { api, scheduler } = setUp();
    const logger = withLogging();
    const judge = logger.watchInputs(transition, scheduler);
    judge(restoring, { type: 'noSessionFound', epoch: 'one' });
    judge(restoring, { type: 'signOutWidened' });
    api.script('RevokeToken', serviceError('TooManyRequestsException', { httpStatus: 429 }));
    watch(logger.watchRequests(api, scheduler).call$('RevokeToken', { Token: 'x', ClientId: 'y' }));
    await microtasks();
    expect(debug.mock.calls.flat()).toEqual([
      'rx-cognito noSessionFound: restoring → signedOut',
      'rx-cognito signOutWidened: not taken while restoring',
      'rx-cognito RevokeToken: failed 429 TooManyRequestsException, 0 ms',
    ]);
    debug.mockRestore();
  });
});

import { NEVER, Subject, firstValueFrom, lastValueFrom, of } from 'rxjs';
import { createAwsCognitoApi } from '../../../src/adapters/aws/aws-cognito-api';
import type { CognitoRequests } from '../../../src/adapters/aws/client-options';
import { errorOf, INPUTS } from './fixtures';

type Wrap = (requests: CognitoRequests) => CognitoRequests;

const wrapOf =
  (requests: Partial<CognitoRequests>): Wrap =>
  () => ({ call$: () => NEVER, send$: () => NEVER, ...requests });

describe('createAwsCognitoApi', () => {
  it('loads nothing before the first request', () => {
    const load = jest.fn(() => Promise.resolve(wrapOf({})));
    const api = createAwsCognitoApi({ region: 'eu-west-1', load });
    const cold = [api.call$('GetUser', INPUTS.GetUser), api.send$({}), api.preload$()];
    expect(cold).toHaveLength(3);
    expect(load).not.toHaveBeenCalled();
  });

  it('sends everything through what it has loaded, once', async () => {
    const load = jest.fn(() =>
      Promise.resolve(wrapOf({ call$: () => of({}), send$: () => of('sent') as never })),
    );
    const api = createAwsCognitoApi({ region: 'eu-west-1', load });
    await expect(firstValueFrom(api.call$('GetUser', INPUTS.GetUser))).resolves.toEqual({});
    await expect(firstValueFrom(api.send$({}))).resolves.toBe('sent');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('loads ahead', async () => {
    const load = jest.fn(() => Promise.resolve(wrapOf({})));
    const api = createAwsCognitoApi({ region: 'eu-west-1', load });
    await expect(lastValueFrom(api.preload$(), { defaultValue: 'completed' })).resolves.toBe('completed');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('has nothing to load ahead where nothing is needed (#16)', async () => {
    const api = createAwsCognitoApi({ region: 'eu-west-1' });
    await expect(lastValueFrom(api.preload$(), { defaultValue: 'completed' })).resolves.toBe('completed');
  });

  it('errors where the chunk cannot be loaded, and tries again at the next request', async () => {
    const load = jest
      .fn<Promise<Wrap>, []>()
      .mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'))
      .mockResolvedValue(wrapOf({ call$: () => of({}) }));
    const api = createAwsCognitoApi({ region: 'eu-west-1', load });
    const call$ = api.call$('GetUser', INPUTS.GetUser);
    const error = await errorOf(call$);
    expect(error).toMatchObject({ kind: 'network', code: 'SdkNotLoaded', retryable: true });
    expect(error.recoverySuggestion).not.toBe('');
    await expect(firstValueFrom(call$)).resolves.toEqual({});
  });

  it('errors for a command as well where the chunk cannot be loaded', async () => {
    const load = () => Promise.reject<Wrap>(new TypeError('offline'));
    const api = createAwsCognitoApi({ region: 'eu-west-1', load });
    expect(await errorOf(api.send$({}))).toMatchObject({ code: 'SdkNotLoaded' });
  });

  it('completes a preload that fails', async () => {
    const api = createAwsCognitoApi({
      region: 'eu-west-1',
      load: () => Promise.reject(new TypeError('offline')),
    });
    await expect(lastValueFrom(api.preload$(), { defaultValue: 'completed' })).resolves.toBe('completed');
  });

  it('sends nothing for who left while it was loading', async () => {
    const asked$ = jest.fn(() => NEVER);
    const chunk = Promise.resolve(wrapOf({ call$: asked$ }));
    const api = createAwsCognitoApi({ region: 'eu-west-1', load: () => chunk });
    api.call$('GetUser', INPUTS.GetUser).subscribe().unsubscribe();
    await lastValueFrom(api.preload$(), { defaultValue: undefined });
    expect(asked$).not.toHaveBeenCalled();
  });

  it('passes the unsubscription on to the request', async () => {
    const request$ = new Subject<never>();
    const chunk = Promise.resolve(wrapOf({ call$: () => request$ }));
    const api = createAwsCognitoApi({ region: 'eu-west-1', load: () => chunk });
    const subscription = api.call$('GetUser', INPUTS.GetUser).subscribe();
    await lastValueFrom(api.preload$(), { defaultValue: undefined });
    const wasAsked = request$.observed;
    subscription.unsubscribe();
    expect([wasAsked, request$.observed]).toEqual([true, false]);
  });

  it('says what is missing, and loads nothing, on a platform without fetch (#12)', async () => {
    const load = jest.fn(() => Promise.resolve(wrapOf({})));
    const api = createAwsCognitoApi({ region: 'eu-west-1', load });
    const kept = Object.getOwnPropertyDescriptor(globalThis, 'fetch')!;
    Reflect.deleteProperty(globalThis, 'fetch');
    const error = await errorOf(api.call$('GetUser', INPUTS.GetUser)).finally(() => {
      Object.defineProperty(globalThis, 'fetch', kept);
    });
    expect(error).toMatchObject({ kind: 'configuration', code: 'PlatformIncomplete', delivery: 'notSent' });
    expect(error.message).toContain('fetch');
    expect(load).not.toHaveBeenCalled();
  });
});

import { of, throwError } from 'rxjs';
import { loaded$, operation$ } from '../../src/account/operation';
import { serviceError } from '../fakes/fake-errors';
import { outcomeOf, refusalOf } from './fake-auth';

describe('loaded$', () => {
  it('errors where the chunk does not come, and tries again at the next subscription', async () => {
    const load = jest.fn<Promise<string>, []>().mockRejectedValueOnce(new TypeError('Failed to fetch'));
    load.mockResolvedValueOnce('chunk');
    const chunk$ = loaded$(load);
    expect(await refusalOf(chunk$)).toMatchObject({ kind: 'network', code: 'SdkNotLoaded', retryable: true });
    expect(await outcomeOf(chunk$)).toEqual({ values: ['chunk'] });
  });
});

describe('operation$', () => {
  it('begins at each subscription', async () => {
    const begin$ = jest.fn(() => of('answer'));
    const begun$ = operation$(begin$);
    expect(begin$).not.toHaveBeenCalled();
    await outcomeOf(begun$);
    expect(await outcomeOf(begun$)).toEqual({ values: ['answer'] });
    expect(begin$).toHaveBeenCalledTimes(2);
  });

  it('passes an AuthError on as it is', async () => {
    const refused = serviceError('CodeMismatchException');
    expect(
      await refusalOf(
        operation$(() => {
          throw refused;
        }),
      ),
    ).toBe(refused);
  });

  it.each([
    ['c4nary', 'string'],
    [new RangeError('c4nary'), 'RangeError'],
    [undefined, 'undefined'],
  ])('makes an AuthError of %p, without its text (R43)', async (thrown, name) => {
    const error = await refusalOf(operation$(() => throwError(() => thrown)));
    expect(error).toMatchObject({ kind: 'unknown', cause: { name } });
    expect(JSON.stringify([error, (error as Error).cause])).not.toContain('c4nary');
  });
});

import { of, throwError } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { explainGone, loaded$, operation$, readBy } from '../../src/account/operation';
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

  it('errors past ten seconds where the load hangs (#12)', () => {
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    }).run(({ expectObservable }) => {
      const hanging$ = loaded$(() => new Promise<never>(() => undefined));
      const error = expect.objectContaining({ kind: 'network', code: 'SdkNotLoaded' });
      expectObservable(hanging$).toBe('10s #', undefined, error);
    });
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

describe('readBy', () => {
  it('emits what is read of an answer', async () => {
    expect(await outcomeOf(of(1).pipe(readBy((answer) => answer + 1)))).toEqual({ values: [2] });
  });

  it('tells an answer that cannot be read by its own error, without its text (R60)', async () => {
    const read$ = of('c4nary').pipe(
      readBy((answer) => {
        throw new TypeError(answer);
      }),
    );
    const error = await refusalOf(read$);
    expect(error).toMatchObject({ kind: 'service', code: 'UnreadableAnswer', retryable: false });
    expect(JSON.stringify([error, (error as Error).cause])).not.toContain('c4nary');
  });

  it('passes an AuthError on as it is', async () => {
    const refused = serviceError('NoTotpSecret');
    const read$ = of({}).pipe(
      readBy(() => {
        throw refused;
      }),
    );
    expect(await refusalOf(read$)).toBe(refused);
  });
});

describe('explainGone', () => {
  it('says what is not there any more, and that the app client is as it should be', async () => {
    const gone = serviceError('ResourceNotFoundException', { kind: 'configuration' });
    expect(await refusalOf(throwError(() => gone).pipe(explainGone('device')))).toMatchObject({
      kind: 'service',
      code: 'ResourceNotFoundException',
      message: gone.message,
      recoverySuggestion: 'Fetch the list again: there is no such device any more.',
      retryable: false,
    });
  });

  it.each([serviceError('NotAuthorizedException'), new TypeError()])(
    'passes every other error on: %p',
    async (error) => {
      expect(await refusalOf(throwError(() => error).pipe(explainGone('device')))).toBe(error);
    },
  );
});

import { setImmediate as turn } from 'node:timers/promises';
import { firstValueFrom } from 'rxjs';
import { request$ } from '../../../src/adapters/aws/send-request';

describe('request$', () => {
  it('breaks a request off that nobody wants any more (R38)', async () => {
    let signal: AbortSignal | undefined;
    const request = request$({}, false, ({ abortSignal }) => {
      signal = abortSignal;
      return new Promise(() => undefined);
    }).subscribe();
    await turn();
    expect(signal?.aborted).toBe(false);
    request.unsubscribe();
    expect(signal?.aborted).toBe(true);
  });

  it('leaves alone what was answered: there is nothing to break off (#11)', async () => {
    let signal: AbortSignal | undefined;
    const answered$ = request$({}, false, ({ abortSignal }) => {
      signal = abortSignal;
      return Promise.resolve('answer');
    });
    await expect(firstValueFrom(answered$)).resolves.toBe('answer');
    expect(signal?.aborted).toBe(false);
  });

  it('breaks off one whose answer was refused: its body may come on for ever (R45)', async () => {
    let signal: AbortSignal | undefined;
    const refused$ = request$({}, false, ({ abortSignal }) => {
      signal = abortSignal;
      return Promise.reject(new Error('redirected'));
    });
    await expect(firstValueFrom(refused$)).rejects.toBeDefined();
    expect(signal?.aborted).toBe(true);
  });
});

import { firstValueFrom } from 'rxjs';
import { loadedChunk$ } from '../../src/adapters/loaded-chunk';

const chunk = { name: 'chunk' };

describe('loadedChunk$', () => {
  it('asks for a file once, and has it at hand from then on', async () => {
    const load = jest.fn(() => Promise.resolve(chunk));
    const loaded$ = loadedChunk$(load);
    await expect(firstValueFrom(loaded$)).resolves.toBe(chunk);
    const emitted: unknown[] = [];
    loaded$.subscribe((again) => emitted.push(again));
    expect([emitted, load.mock.calls.length]).toEqual([[chunk], 1]);
  });

  it('asks again for one that did not come (R61)', async () => {
    const load = jest
      .fn<Promise<object>, []>()
      .mockRejectedValueOnce(new TypeError('offline'))
      .mockResolvedValue(chunk);
    const loaded$ = loadedChunk$(load);
    await expect(firstValueFrom(loaded$)).rejects.toMatchObject({ code: 'SdkNotLoaded' });
    await expect(firstValueFrom(loaded$)).resolves.toBe(chunk);
  });
});

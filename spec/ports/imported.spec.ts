import { firstValueFrom } from 'rxjs';
import { imported$ } from '../../src/ports/imported';

const CHUNK = 'https://app.example.com/assets/chunk-1A.js';
/** As browsers put it; the one of Safari names no module, and asks again by itself. */
const OF_CHROMIUM = `Failed to fetch dynamically imported module: ${CHUNK}`;
const OF_FIREFOX = `error loading dynamically imported module: ${CHUNK}`;
const OF_SAFARI = 'Importing a module script failed.';

describe('imported$', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    jest.resetModules();
  });

  it('asks once a subscriber, and not before (#12)', async () => {
    const load = jest.fn(() => Promise.resolve('chunk'));
    const chunk$ = imported$(load);
    expect(load).not.toHaveBeenCalled();
    await expect(firstValueFrom(chunk$)).resolves.toBe('chunk');
    await expect(firstValueFrom(chunk$)).resolves.toBe('chunk');
    expect(load).toHaveBeenCalledTimes(2);
  });

  it.each([OF_CHROMIUM, OF_FIREFOX])(
    'asks for the same file under another fragment after "%s" (#12)',
    async (message) => {
      jest.spyOn(Date, 'now').mockReturnValue(1_700);
      jest.doMock(`${CHUNK}#1700`, () => ({ name: 'chunk' }), { virtual: true });
      const load = jest.fn(() => Promise.reject(new TypeError(message)));
      await expect(firstValueFrom(imported$(load))).resolves.toMatchObject({ name: 'chunk' });
      expect(load).toHaveBeenCalledTimes(1);
    },
  );

  it('finds what a bundler has put into one file with other modules (#12)', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_800);
    const file = {
      a: (): void => undefined,
      l: ['list'],
      u: Object.freeze({ createUserPool: 'pool' }),
      v: { adopt: 'adopted' },
    };
    jest.doMock(`${CHUNK}#1800`, () => file, { virtual: true });
    const load = (): Promise<object> => Promise.reject(new TypeError(OF_CHROMIUM));
    await expect(firstValueFrom(imported$(load))).resolves.toMatchObject({
      createUserPool: 'pool',
      adopt: 'adopted',
    });
  });

  it('asks under a fragment of its own each time: one that failed is remembered as well (#12)', async () => {
    const asked: string[] = [];
    const now = jest.spyOn(Date, 'now');
    const missing = (time: number): void => {
      now.mockReturnValue(time);
      const url = `${CHUNK}#${time}`;
      const factory = (): never => {
        asked.push(url);
        throw new TypeError(OF_CHROMIUM);
      };
      jest.doMock(url, factory, { virtual: true });
    };
    const chunk$ = imported$(() => Promise.reject(new TypeError(OF_CHROMIUM)));
    for (const time of [1, 2]) {
      missing(time);
      await expect(firstValueFrom(chunk$)).rejects.toThrow(OF_CHROMIUM);
    }
    expect(asked).toEqual([`${CHUNK}#1`, `${CHUNK}#2`]);
  });

  it.each<[string, unknown]>([
    ['that names no module', new TypeError(OF_SAFARI)],
    ['of a bundler that asks again by itself', new Error(`Loading chunk 12 failed.\n(error: ${CHUNK})`)],
    ['of the code itself', new RangeError('of the module')],
    ['that is none', undefined],
  ])('passes an error on %s (#12)', async (_, thrown) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever is thrown
    await expect(firstValueFrom(imported$(() => Promise.reject(thrown)))).rejects.toBe(thrown);
  });
});

import { createManualClock, createSystemClock } from '../../src/emulator';

describe('createManualClock', () => {
  it('stands still', () => {
    const clock = createManualClock(1000);

    expect([clock.now(), clock.now()]).toEqual([1000, 1000]);
  });

  it('runs what falls due in its order, each at its own instant', () => {
    const clock = createManualClock(0);
    const seen: [string, number][] = [];
    clock.schedule(() => seen.push(['late', clock.now()]), 20);
    clock.schedule(() => seen.push(['early', clock.now()]), 10);
    clock.schedule(() => seen.push(['never', clock.now()]), 31);
    clock.advance(30);

    expect(seen).toEqual([
      ['early', 10],
      ['late', 20],
    ]);
    expect(clock.now()).toBe(30);
  });

  it('runs what is scheduled on the way', () => {
    const clock = createManualClock(0);
    const seen: number[] = [];
    clock.schedule(() => clock.schedule(() => seen.push(clock.now()), 5), 5);
    clock.advance(10);

    expect(seen).toEqual([10]);
  });

  it('does not run what was taken back', () => {
    const clock = createManualClock(0);
    const seen: number[] = [];
    const takeBack = clock.schedule(() => seen.push(1), 5);
    takeBack();
    clock.advance(10);

    expect(seen).toEqual([]);
  });
});

describe.each([
  ['createManualClock', createManualClock],
  ['createSystemClock', createSystemClock],
])('%s', (_, create) => {
  it.each([-1, NaN, -Infinity, Infinity, 1e300])(
    'refuses to move by %d, and stays as it was (#17)',
    (byMs) => {
      const clock = create();
      const before = clock.now();

      expect(() => {
        clock.advance(byMs);
      }).toThrow(RangeError);
      expect(clock.now() - before).toBeLessThan(60_000);
    },
  );
});

describe('createSystemClock', () => {
  it('waits for longer than a timer of the platform can be set to (#17)', () => {
    jest.useFakeTimers();
    const clock = createSystemClock();
    const run = jest.fn();
    clock.schedule(run, 2 ** 32);
    jest.advanceTimersByTime(2 ** 32 - 1);
    expect(run).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);

    expect(run).toHaveBeenCalledTimes(1);
    jest.useRealTimers();
  });

  it("tells the machine's time", () => {
    const before = Date.now();

    expect(createSystemClock().now()).toBeGreaterThanOrEqual(before);
  });

  it('does not keep a process alive', () => {
    const unref = jest.fn();
    const timer = jest
      .spyOn(globalThis, 'setTimeout')
      .mockReturnValue({ unref } as unknown as NodeJS.Timeout);
    createSystemClock().schedule(() => undefined, 60_000);
    timer.mockRestore();

    expect(unref).toHaveBeenCalledTimes(1);
  });

  it('may be moved ahead, and runs once what falls due by that, in its order (#17)', () => {
    const clock = createSystemClock();
    const before = clock.now();
    const seen: string[] = [];
    const takeBack = clock.schedule(() => seen.push('taken back'), 60_000);
    clock.schedule(() => seen.push('late'), 90_000);
    clock.schedule(() => seen.push('early'), 30_000);
    clock.schedule(() => seen.push('not yet'), 7_200_000);
    takeBack();
    clock.advance(3_600_000);
    clock.advance(0);

    expect(seen).toEqual(['early', 'late']);
    expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
  });
});

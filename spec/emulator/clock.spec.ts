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

describe('createSystemClock', () => {
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
});

import { kB, machineText, ms, table, times, withSpread } from '../../bench/tables';

describe('table', () => {
  it('aligns figures to the right', () => {
    expect(
      table(
        ['client', 'ms', '÷'],
        [
          ['a', '1', '2'],
          ['b', '3', '4'],
        ],
      ),
    ).toBe(['| client | ms | ÷ |', '| --- | --: | --: |', '| a | 1 | 2 |', '| b | 3 | 4 |'].join('\n'));
  });
});

describe('ms', () => {
  it.each([
    [0.04, '0.0 ms'],
    [9.94, '9.9 ms'],
    [10.4, '10 ms'],
    [1_234.5, '1235 ms'],
  ])('writes %p as %p', (value, text) => {
    expect(ms(value)).toBe(text);
  });
});

describe('withSpread', () => {
  it.each([
    [{ lower: 8.04, median: 9.06, upper: 11.26 }, '9.1 (8.0–11.3)'],
    [{ lower: 9.4, median: 12.3, upper: 15.6 }, '12 (9–16)'],
  ])('writes the quartiles with the digits of the median', (value, text) => {
    expect(withSpread(value)).toBe(text);
  });
});

describe('times', () => {
  it.each([
    [1.04, '1.0 ×'],
    [9.96, '10.0 ×'],
    [21.4, '21 ×'],
  ])('writes %p as %p', (ratio, text) => {
    expect(times(ratio)).toBe(text);
  });
});

describe('kB', () => {
  it('counts 1 000 bytes', () => {
    expect([kB(29_650), kB(999)]).toEqual(['29.6 kB', '1.0 kB']);
  });
});

describe('machineText', () => {
  it('says all that another one has to know', () => {
    const machine = {
      processor: 'A processor',
      threads: 2,
      load: 3,
      node: '20.1.0',
      chromium: '147.0',
      day: '2026-11-26',
    };
    const text = machineText(machine);
    for (const part of Object.values(machine)) expect(text).toContain(String(part));
  });
});

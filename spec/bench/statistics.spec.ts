import fc from 'fast-check';
import { inTurns, median, quartiles, rounded, roundedQuartiles } from '../../bench/statistics';

describe('quartiles', () => {
  it.each([
    [[5], { lower: 5, median: 5, upper: 5 }],
    [[1, 2], { lower: 1.25, median: 1.5, upper: 1.75 }],
    [[9, 1, 5], { lower: 3, median: 5, upper: 7 }],
    [[4, 1, 3, 2, 5], { lower: 2, median: 3, upper: 4 }],
    // In the order of numbers, not of their digits.
    [[100, 9, 20], { lower: 14.5, median: 20, upper: 60 }],
  ])('of %p lie between the values where they fall there', (values, expected) => {
    expect(quartiles(values)).toEqual(expected);
  });

  it('of nothing are no figures', () => {
    expect(quartiles([])).toEqual({ lower: NaN, median: NaN, upper: NaN });
  });

  it('have as many values on one side as on the other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const { lower, median: middle, upper } = quartiles(values);
        const mirrored = quartiles(values.map((value) => -value));
        expect([lower, middle, upper].map((value) => -value + 0)).toEqual(
          [mirrored.upper, mirrored.median, mirrored.lower].map((value) => value + 0),
        );
        expect(values.filter((value) => value < lower).length).toBeLessThanOrEqual(values.length / 4 + 0.75);
        expect(lower <= middle && middle <= upper).toBe(true);
      }),
    );
  });

  it('leave the measurements in the order in which they were taken', () => {
    const values = [3, 1, 2];
    quartiles(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('median', () => {
  it('is hardly moved by one measurement that went wrong', () => {
    expect(median([10, 11, 12, 11, 9_000])).toBe(11);
  });
});

describe('rounded', () => {
  it.each([
    [0.123456, 0.1235],
    [123.456, 123.5],
    [98_765.4, 98_770],
    [0, 0],
  ])('writes %p as %p', (value, expected) => {
    expect(rounded(value)).toBe(expected);
  });

  it('is what roundedQuartiles does to each', () => {
    expect(roundedQuartiles({ lower: 1.00004, median: 2.34567, upper: 34_567.8 })).toEqual({
      lower: 1,
      median: 2.346,
      upper: 34_570,
    });
  });
});

describe('inTurns', () => {
  it('lets each begin as often as the others, and each follow another one', () => {
    const rounds = [0, 1, 2, 3].map((round) => inTurns(['a', 'b', 'c'], round).join(''));
    expect(rounds).toEqual(['abc', 'bca', 'cab', 'abc']);
  });
});

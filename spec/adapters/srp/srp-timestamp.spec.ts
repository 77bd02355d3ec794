import { srpTimestamp } from '../../../src/adapters/srp/srp-timestamp';

describe('srpTimestamp', () => {
  it.each([
    ['2025-11-02T05:04:09.999Z', 'Sun Nov 2 05:04:09 UTC 2025'],
    ['2024-02-29T23:59:59Z', 'Thu Feb 29 23:59:59 UTC 2024'],
    ['2027-01-01T00:00:00Z', 'Fri Jan 1 00:00:00 UTC 2027'],
  ])('writes %s as %s', (instant, timestamp) => {
    expect(srpTimestamp(Date.parse(instant))).toBe(timestamp);
  });

  it('is read back as the same second', () => {
    const at = Date.UTC(2030, 6, 9, 8, 7, 6);

    expect(Date.parse(srpTimestamp(at))).toBe(at);
  });
});

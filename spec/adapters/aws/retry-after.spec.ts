import { readRetryAfter } from '../../../src/adapters/aws/retry-after';

const NOW = Date.UTC(2026, 10, 23, 8, 0, 0);
const now = () => NOW;

describe('readRetryAfter', () => {
  it.each([
    ['0', 0],
    [' 120 ', 120_000],
    ['Mon, 23 Nov 2026 08:00:30 GMT', 30_000],
    ['Monday, 23-Nov-26 08:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 07:00:00 GMT', 0],
  ])('reads %p as %p ms', (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });

  it.each([undefined, null, 7, '', 'soon', '-5', '1.5', '1e3', '99999999999999999999', 'Mon, never'])(
    'reads nothing from %p',
    (header) => {
      expect(readRetryAfter(header, now)).toBeUndefined();
    },
  );
});

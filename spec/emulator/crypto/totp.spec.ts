import { totpCode } from '../../../src/emulator';

describe('totpCode', () => {
  // RFC 6238 appendix B, the last six of its eight digits; the secret is "12345678901234567890".
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('shows at %i s the code of RFC 6238', async (seconds, code) => {
    expect(await totpCode('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 1000 * seconds)).toBe(code);
  });
});

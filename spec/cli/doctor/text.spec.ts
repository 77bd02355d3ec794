import { printable, printableJson, wrapped } from '../../../src/cli/doctor/text';

describe('wrapped', () => {
  it('breaks a text between words, behind an indent (#13)', () => {
    const lines = wrapped('word '.repeat(40).trim(), '    ').split('\n');

    expect(lines).toEqual([
      `    ${'word '.repeat(15).trim()}`,
      `    ${'word '.repeat(15).trim()}`,
      `    ${'word '.repeat(10).trim()}`,
      '',
    ]);
  });

  it('cuts what is longer than a line (#13)', () => {
    expect(wrapped('x'.repeat(170))).toBe(`${'x'.repeat(80)}\n${'x'.repeat(80)}\n${'x'.repeat(10)}\n`);
  });
});

describe('printable', () => {
  it.each([
    ['\u001b[2J', '\\u001b[2J'],
    ['a\nb\tc\u0000', 'a\\u000ab\\u0009c\\u0000'],
    ['\u009b31m', '\\u009b31m'],
    ['safe\u202egnp.exe', 'safe\\u202egnp.exe'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['größer → 日本', 'größer → 日本'],
  ])('writes %j so that nothing happens but reading', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe('printableJson', () => {
  it('stays JSON of the same value (#13)', () => {
    const value = { found: 'a\u009b\u202e\n"\\\u2028', list: [1, null] };

    expect(printableJson(value)).not.toMatch(/[\u007f-\u009f\u2028\u202e]/);
    expect(JSON.parse(printableJson(value))).toEqual(value);
  });
});

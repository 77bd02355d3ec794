import fc from 'fast-check';
import { redact } from '../../../src/model/redact';
import { redactEscaped } from '../../../src/adapters/text/redact-escaped';

describe('redactEscaped (R69)', () => {
  it.each([
    ['of an earlier request, which is none of the given secrets', 'd3735eb8'.repeat(96)],
    ['of which a server repeats the beginning only', 'D3735EB8'.repeat(8)],
  ])('hides a value of SRP %s (R43)', (_, value) => {
    const shown = redactEscaped(`Got {"USERNAME":"ada","SRP_A":"${value}`, ['the password']);
    expect(shown).toBe('Got {"USERNAME":"ada","SRP_A":"[redacted]');
    expect(redactEscaped(`SRP_A ${value}.`)).toBe('SRP_A [redacted].');
  });

  it('shows the ids and sums that help to find a fault: they are shorter', () => {
    const id = 'Request 0f8fad5b-d9cd-469f-a165-70867728950e, sum da39a3ee5e6b4b0d3255bfef95601890afd80709.';
    expect(redactEscaped(id)).toBe(id);
  });

  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
  const inAscii = (text: string): string =>
    text.replace(/[^a-zA-Z0-9]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const inSlashes = (text: string): string => inJson(text).replace(/\//g, '\\/');
  const inForm = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  const inBytes = (text: string): string =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const ways = [inJson, inAscii, inSlashes, inForm, inBytes, encodeURIComponent, encodeURI];
  const secret = fc
    .array(
      fc.oneof(
        fc.constantFrom(...Array.from('"\\/%+ &<>\'\n\t\u00e9🙂25u0041')),
        fc.string({ unit: 'grapheme-ascii' }),
      ),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map((parts) => `s${parts.join('')}s`);

  it('hides it however it was escaped, and however often', () => {
    fc.assert(
      fc.property(secret, fc.array(fc.constantFrom(...ways), { maxLength: 4 }), (text, layers) => {
        const echoed = layers.reduce((escaped, escape) => escape(escaped), text);
        expect(redactEscaped(`<${echoed}>`, [text])).toBe('<[redacted]>');
      }),
      { numRuns: 2_000 },
    );
  });

  it('hides it behind what makes an escape of its first characters', () => {
    expect(redactEscaped('100%ab12cd and \\u00ab12cd', ['ab12cd'])).toBe(
      '100%[redacted] and \\u00[redacted]',
    );
  });

  const LENGTHS = [10, 900, 65_530, 65_536, 100_000];

  it.each(LENGTHS.flatMap((length) => [redact, redactEscaped].map((hide) => ({ length, hide }))))(
    'hides it at the end of a text of $length characters, by $hide.name',
    ({ length, hide }) => {
      const password = 'correct horse battery staple';
      const shown = hide(`${'x'.repeat(length)}${password}`, [password]);
      for (let end = 4; end <= password.length; end += 1) expect(shown).not.toContain(password.slice(0, end));
    },
  );

  it.each([redact, redactEscaped])('hides the beginning of a token that was cut off: %p', (hide) => {
    expect(hide(`${'x '.repeat(32_760)}eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.sig`)).not.toContain('eyJ');
  });

  it('hides the beginning of a secret whose escaped rest was cut off', () => {
    const password = 'a"b"c"d"e"f"g"h"i"j"k"l"m"';
    const text = `${'x'.repeat(65_500)}${inAscii(password)}`;
    expect(redactEscaped(text, [password])).not.toMatch(/a|b|\\/);
  });

  it('hides secrets that overlap', () => {
    expect(redactEscaped('<abcdef>', ['abcd', 'cdef', 'cd'])).toBe('<[redacted]>');
  });

  it('shows nothing that it has not looked through', () => {
    const secret = 'hunter"2'.repeat(4_000);
    const text = secret + secret + JSON.stringify(secret);
    expect(redactEscaped(text, [secret])).not.toContain('hunter');
  });

  it('hides the whole of a secret that looks like a value of SRP in its middle, behind what makes an escape of its beginning', () => {
    const secret = `ab-${'0123456789abcdef'.repeat(4)}-tail`;
    expect(redactEscaped(`%${secret}`, [secret])).toBe('%[redacted]');
  });

  it('shows what is no secret as it stands, its escapes included', () => {
    const text = 'a%20b \\u0041 \\\\ "é" 🙂 %zz %25 100% \\';
    expect(redactEscaped(text, ['hunter2'])).toBe(text);
  });

  it.each<[string, string, string]>([
    ['@', '@'.repeat(80_000), '@'],
    ['a run of what the secret repeats', 'a'.repeat(80_000), `${'a'.repeat(2_000)}b`],
    ['backslashes', '\\'.repeat(80_000), '\\"'],
    ['percent signs', '%25'.repeat(30_000), '%41'],
    ['beginnings of tokens', 'eyJ-'.repeat(20_000), 'x'],
    ['parts of tokens', 'eyJ.'.repeat(20_000), 'x'],
    ['beginnings of long tokens', 'eyJabcdefgh'.repeat(8_000), 'x'],
    ['a megabyte', 'x'.repeat(1_048_576), 'y'],
  ])('takes no longer than a blink for %s', (_what, text, password) => {
    // Of the processor's time: on a busy machine any wait is long.
    const before = process.cpuUsage();
    redact(text, [password, password]);
    redactEscaped(text, [password, password]);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(3_000);
  });
});

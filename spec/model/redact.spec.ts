import fc from 'fast-check';
import { redact, redactedCause } from '../../src/model/redact';
import { fakeTokens } from '../fakes/fake-tokens';

describe('redact', () => {
  it('replaces every occurrence of every given secret', () => {
    expect(redact('code 123456, again 123456, password hunter2', ['123456', 'hunter2'])).toBe(
      'code [redacted], again [redacted], password [redacted]',
    );
  });

  it('leaves a text alone where the secret is empty', () => {
    expect(redact('nothing to hide', [''])).toBe('nothing to hide');
  });

  it('replaces what looks like a JWT, given or not (R43)', () => {
    expect(redact(`Bearer ${fakeTokens().AccessToken} was refused`)).toBe('Bearer [redacted] was refused');
  });

  it('replaces a refresh token of five parts as a whole (R43)', () => {
    const token = 'eyJjdHkiOiJKV1Qi.abcdefghijklmnop.qrstuvwxyz012345.payloadpayload.tagtagtag';
    expect(redact(`<${token}>`)).toBe('<[redacted]>');
  });

  it('leaves host names and versions alone', () => {
    const text = 'cognito-idp.eu-west-1.amazonaws.com answered with version 3.1.2';
    expect(redact(text)).toBe(text);
  });
});

describe('redact of what a server made of a secret (R69)', () => {
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
        expect(redact(`<${echoed}>`, [text])).toBe('<[redacted]>');
      }),
      { numRuns: 2_000 },
    );
  });

  it('hides it behind what makes an escape of its first characters', () => {
    expect(redact('100%ab12cd and \\u00ab12cd', ['ab12cd'])).toBe('100%[redacted] and \\u00[redacted]');
  });

  it.each([10, 900, 65_530, 65_536, 100_000])('hides it at the end of a text of %i characters', (length) => {
    const password = 'correct horse battery staple';
    const shown = redact(`${'x'.repeat(length)}${password}`, [password]);
    for (let end = 4; end <= password.length; end += 1) expect(shown).not.toContain(password.slice(0, end));
  });

  it('hides the beginning of a token that was cut off', () => {
    expect(redact(`${'x '.repeat(32_760)}eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.sig`)).not.toContain('eyJ');
  });

  it('hides secrets that overlap', () => {
    expect(redact('<abcdef>', ['abcd', 'cdef', 'cd'])).toBe('<[redacted]>');
  });

  it('shows what is no secret as it stands, its escapes included', () => {
    const text = 'a%20b \\u0041 \\\\ "é" 🙂 %zz %25 100% \\';
    expect(redact(text, ['hunter2'])).toBe(text);
  });

  it.each<[string, string, string]>([
    ['@', '@'.repeat(80_000), '@'],
    ['a run of what the secret repeats', 'a'.repeat(80_000), `${'a'.repeat(2_000)}b`],
    ['backslashes', '\\'.repeat(80_000), '\\"'],
    ['percent signs', '%25'.repeat(30_000), '%41'],
    ['beginnings of tokens', 'eyJ-'.repeat(20_000), 'x'],
    ['parts of tokens', 'eyJ.'.repeat(20_000), 'x'],
    ['a megabyte', 'x'.repeat(1_048_576), 'y'],
  ])('takes no longer than a blink for %s', (_what, text, password) => {
    const startedAt = performance.now();
    redact(text, [password, password]);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('redactedCause', () => {
  it('keeps the name, the code and the message of an error, redacted', () => {
    const thrown = Object.assign(new TypeError('fetch failed for hunter2'), { code: 'ECONNREFUSED hunter2' });
    expect(redactedCause(thrown, ['hunter2'])).toEqual({
      name: 'TypeError',
      message: 'fetch failed for [redacted]',
      code: 'ECONNREFUSED [redacted]',
    });
  });

  it('keeps nothing else: no stack, no cause, no request', () => {
    const thrown = Object.assign(new Error('refused'), { request: { password: 'hunter2' } });
    expect(Object.keys(redactedCause(thrown))).toEqual(['name', 'message']);
  });

  it.each<[unknown, { name: string; message: string }]>([
    ['a text with hunter2', { name: 'string', message: 'a text with [redacted]' }],
    [undefined, { name: 'undefined', message: 'undefined' }],
    [null, { name: 'object', message: 'null' }],
    [{}, { name: 'Error', message: '' }],
    [
      { name: 7, message: 7, code: 7 },
      { name: 'Error', message: '' },
    ],
  ])('reduces %p, which is no error', (thrown, expected) => {
    expect(redactedCause(thrown, ['hunter2'])).toEqual(expected);
  });

  it.each<[string, () => unknown]>([
    [
      'getters that throw',
      () => ({
        get name() {
          throw new Error('name');
        },
        get message() {
          throw new Error('message');
        },
        get code() {
          throw new Error('code');
        },
      }),
    ],
    [
      'a revoked Proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
    [
      'a revoked Proxy of a function',
      () => {
        const { proxy, revoke } = Proxy.revocable(() => undefined, {});
        revoke();
        return proxy;
      },
    ],
    ['a symbol', () => Symbol('s')],
    ['an object without a prototype', () => Object.create(null) as unknown],
    ['a bigint', () => 1n],
  ])('survives %s (R54)', (_what, thrown) => {
    const { name, message } = redactedCause(thrown());
    expect([typeof name, typeof message]).toEqual(['string', 'string']);
  });

  it('keeps a bounded part of a megabyte (R54)', () => {
    const long = 'x'.repeat(1_048_576);
    const cause = redactedCause({ name: long, message: long, code: long });
    expect(Object.values(cause).map(({ length }: string) => length)).toEqual([1_000, 1_000, 1_000]);
    expect(redactedCause(long).message).toHaveLength(1_000);
  });

  it('is frozen', () => {
    expect([redactedCause('x'), redactedCause(new Error('x'))].every(Object.isFrozen)).toBe(true);
  });
});

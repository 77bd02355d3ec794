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

  it('replaces a token behind what is none', () => {
    expect(redact(`keyJar.example.com%3D${fakeTokens().AccessToken}`)).toBe(
      'keyJar.example.com%3D[redacted]',
    );
  });

  it.each([
    'cognito-idp.eu-west-1.amazonaws.com answered with version 3.1.2',
    'keyJar.example.com',
    'eyJhbGciOiJub25lIn0 alone',
  ])('leaves alone what is none: %s', (text) => {
    expect(redact(text)).toBe(text);
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

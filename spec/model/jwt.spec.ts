import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { readJwtClaims } from '../../src/model/jwt';
import { fakeJwt } from '../fakes/fake-tokens';

const withPayload = (text: string): string => `eyJh.${Buffer.from(text).toString('base64url')}.sig`;

describe('readJwtClaims', () => {
  it('reads the claims', () => {
    expect(readJwtClaims(fakeJwt({ sub: 'ada-sub', exp: 1 }))).toEqual({ sub: 'ada-sub', exp: 1 });
  });

  it('reads text beyond ASCII, in base64url', () => {
    expect(readJwtClaims(fakeJwt({ username: 'Åsa 🙂 ÿÿÿ???' }))).toEqual({ username: 'Åsa 🙂 ÿÿÿ???' });
  });

  it('reads an empty signature', () => {
    expect(readJwtClaims(withPayload('{"sub":"x"}').replace('sig', ''))).toEqual({ sub: 'x' });
  });

  it.each<[string, unknown]>([
    ['a number', 7],
    ['nothing', undefined],
    ['an object', { split: () => ['a', 'e30', 'c'] }],
    ['an empty text', ''],
    ['two parts', 'eyJh.e30'],
    ['four parts', 'eyJh.e30.a.b'],
    ['an opaque token of five parts', 'a.b.c.d.e'],
    ['an empty header', '.e30.sig'],
    ['an empty payload', 'eyJh..sig'],
    ['a payload that is not base64url', 'eyJh.e30=.sig'],
    ['a payload of an impossible length', 'eyJh.e30aa.sig'],
    [
      'a text in a payload that is not UTF-8',
      `eyJh.${Buffer.from('{"sub":"\xff"}', 'latin1').toString('base64url')}.sig`,
    ],
    ['a payload that is not JSON', withPayload('{"sub":')],
    ['a payload that is a text', withPayload('"ada"')],
    ['a payload that is null', withPayload('null')],
    ['a payload that is an array', withPayload('[{"sub":"ada"}]')],
  ])('returns nothing for %s (R36)', (_what, token) => {
    expect(readJwtClaims(token)).toBeUndefined();
  });

  it('changes no prototype (R39)', () => {
    const claims = readJwtClaims(withPayload('{"__proto__":{"isAdmin":true},"sub":"ada"}'));
    expect(Object.getPrototypeOf(claims)).toBe(Object.prototype);
    expect(claims).not.toHaveProperty('isAdmin');
  });

  it('never throws', () => {
    const part = fc.oneof(fc.base64String(), fc.string(), fc.json());
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        expect(() => readJwtClaims(parts.join('.'))).not.toThrow();
      }),
    );
  });
});

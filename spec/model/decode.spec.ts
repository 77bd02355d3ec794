import fc from 'fast-check';
import { bytesOfBase64, textOfUtf8 } from '../../src/model/decode';
import { utf8 } from '../../src/adapters/text/encode';

describe('bytesOfBase64', () => {
  it('undoes base64 and base64url, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const texts = [
          Buffer.from(bytes).toString('base64'),
          Buffer.from(bytes).toString('base64').replace(/=/g, ''),
          Buffer.from(bytes).toString('base64url'),
        ];
        for (const text of texts) expect([...bytesOfBase64(text)]).toEqual([...bytes]);
      }),
    );
  });

  it.each(['a', 'abcde', 'ab c', 'ab=c', '====', 'äöüß', 'ab\n'])('throws for %j', (text) => {
    expect(() => bytesOfBase64(text)).toThrow(SyntaxError);
  });
});

describe('textOfUtf8', () => {
  it('undoes utf8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(textOfUtf8(utf8(text))).toBe(text);
      }),
    );
  });

  it('reads more than a call takes as arguments', () => {
    const text = 'é'.repeat(200_000);
    expect(textOfUtf8(utf8(text))).toBe(text);
  });

  it.each([[[0xff]], [[0xc3]], [[0xed, 0xa0, 0x80]], [[0xc0, 0x80]]])('throws for %p', (bytes) => {
    expect(() => textOfUtf8(Uint8Array.from(bytes))).toThrow(URIError);
  });
});

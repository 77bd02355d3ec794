import fc from 'fast-check';
import { codeAsSent } from '../../src/model/typed-code';

describe('codeAsSent', () => {
  it.each([
    ['as it is', '123456'],
    ['in two groups', '123 456'],
    ['with a line end', '123456\r\n'],
    ['with blanks around it', '\t 123456 '],
    ['with a no-break space', '123\u00a0456'],
    ['with a narrow one, as some mails have it', '123\u202f456'],
    ['with an ideographic one', '123\u3000456'],
    ['with a zero-width space', '123\u200b456'],
    ['with a byte order mark', '\ufeff123456'],
    ['with marks of direction', '\u200e123456\u200f\u2069'],
    ['with a soft hyphen', '123\u00ad456'],
  ])('reads a code %s (#12)', (_, typed) => {
    expect(codeAsSent(typed)).toBe('123456');
  });

  it('leaves what can be seen, for others to judge (R42)', () => {
    const seen = fc.string().filter((text) => !/[\s\p{Cf}]/u.test(text));
    fc.assert(fc.property(seen, (text) => codeAsSent(text) === text));
    expect(codeAsSent('ab-12 é')).toBe('ab-12é');
  });

  it('leaves nothing of what has nothing to be seen', () => {
    expect(codeAsSent(' \n\u200b')).toBe('');
  });
});

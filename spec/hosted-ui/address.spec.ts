import { isAt, readReturn, withoutAnswer } from '../../src/hosted-ui/address';

describe('withoutAnswer', () => {
  it.each([
    ['https://a.example/cb?code=1&state=2', 'https://a.example/cb'],
    ['https://a.example/cb?x=a%20b+c&code=1&state=2&y', 'https://a.example/cb?x=a%20b+c&y'],
    [
      'https://a.example/?error=e&error_description=d&state=s#/x?code=keep',
      'https://a.example/#/x?code=keep',
    ],
    ['https://a.example/cb?code=1&state=2&codes=3&xstate=4', 'https://a.example/cb?codes=3&xstate=4'],
    ['https://a.example/cb?&code=1', 'https://a.example/cb'],
    ['myapp://callback?code=1&state=2', 'myapp://callback'],
    ['https://a.example/cb#state=2', 'https://a.example/cb#state=2'],
    ['https://a.example/cb?%63ode=1&st%61te=2&x=%', 'https://a.example/cb?x=%'],
  ])('cuts the answer out of %s, and nothing else (R74)', (href, rest) => {
    expect(withoutAnswer(href)).toBe(rest);
  });
});

describe('readReturn', () => {
  it.each(['https://a.example/', 'https://a.example/?state=s', 'https://a.example/#code=1&state=2'])(
    'reads nothing in %s',
    (href) => {
      expect(readReturn(href)).toBeUndefined();
    },
  );

  it('reads a code, and an error', () => {
    expect(readReturn('https://a.example/?code=c&state=s')).toMatchObject({
      code: 'c',
      state: 's',
      isDoubled: false,
    });
    expect(readReturn('https://a.example/?error=e&error_description=d')).toEqual({
      code: undefined,
      state: undefined,
      error: 'e',
      description: 'd',
      isDoubled: false,
    });
  });

  it.each([
    'code=c&error=e',
    'code=c&code=d',
    'code=c&state=s&state=s',
    'error=e&error_description=1&error_description=2',
  ])('says of %s that it is doubled (R71)', (query) => {
    expect(readReturn(`https://a.example/?${query}`)?.isDoubled).toBe(true);
  });
});

describe('isAt', () => {
  it.each([
    ['https://a.example/cb?code=1#x', 'https://a.example/cb', true],
    ['https://a.example/cb?code=1', 'https://a.example/cb?tenant=1', true],
    ['https://a.example/cb/', 'https://a.example/cb', false],
    ['https://www.a.example/cb', 'https://a.example/cb', false],
    ['http://a.example/cb', 'https://a.example/cb', false],
    // A browser shows some addresses otherwise than they are registered.
    ['https://a.example/?code=1', 'https://a.example', true],
    ['https://a.example/cb?code=1', 'https://A.example:443/cb', true],
    ['https://a.example/gr%C3%BC%C3%9Fe?code=1', 'https://a.example/grüße', true],
    ['myapp://callback?code=1', 'myapp://callback', true],
    ['no address', 'https://a.example/cb', false],
  ])('of %s and %s is %s', (href, registered, expected) => {
    expect(isAt(href, registered)).toBe(expected);
  });
});

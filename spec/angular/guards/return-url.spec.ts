import { safeReturnUrl } from '../../../src/angular/guards/return-url';

describe('safeReturnUrl', () => {
  it.each(['/', '/orders', '/orders?page=2&of=%2Fall#end', '/a//b', '/@ada', '/https://x'])(
    'takes %j, which stays in the application',
    (url) => expect(safeReturnUrl(url)).toBe(url),
  );

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    'https://evil.example',
    'https:evil.example',
    'HTTPS://evil.example',
    '//here.invalid@evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'orders',
    '',
    undefined,
    null,
    ['/a', '/b'],
  ])('refuses %j (R44)', (url) => expect(safeReturnUrl(url, '/home')).toBe('/home'));
});

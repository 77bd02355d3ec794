import { createAllowJudge } from '../../../src/angular/interceptor/allow-list';
import type { AllowEntry } from '../../../src/angular/interceptor/allow-list';

const OWN = 'https://app.example.com';
const API = 'https://api.example.com';
const BASE = `${OWN}/shop/`;

const judged = (allow: readonly AllowEntry[], url: string) => createAllowJudge(allow)(url, BASE);

describe('createAllowJudge', () => {
  describe('for an origin with paths', () => {
    const paths = ['/api', '/v1/orders/'];

    it.each([
      '/api',
      '/api/',
      '/api/orders?page=2#top',
      '../api/orders',
      '/assets/../api/orders',
      '/api/a%2Fb',
      '/api/a%252Fb',
      '/api/caf%C3%A9',
      '/api//orders',
      '/api/x/../orders',
      '/api/a;v=1/b',
      '/v1/orders',
      '/v1/orders/7',
      `${OWN}/api/orders`,
    ])('allows %s (#12)', (url) => {
      expect(judged([{ origin: OWN, paths }], url)).toBe(true);
    });

    it.each([
      '/assets/i18n/en.json',
      'api/orders',
      '/',
      '/apis',
      '/api.json',
      '/api;x',
      '/api%2Forders',
      '/API/orders',
      '//api/orders',
      '/v1/ordersX',
      '/v1',
      '/api/../assets/en.json',
      '/api/%2e%2e/assets/en.json',
      '/api/..%2fassets/en.json',
      '/api/%2E%2E%2Fassets/en.json',
      '/api/%252e%252e%252fassets/en.json',
      '/api/%25252e%25252e%25252fassets',
      '/api/..%5cassets/en.json',
      '/api/..\\assets/en.json',
      '/api/..;/assets/en.json',
      '/api/..;x=1/assets/en.json',
      '/api/..%3b/assets/en.json',
      '/api/%c0%ae%c0%ae/assets/en.json',
      '/api/..%C0%AFassets/en.json',
      '/api/..%25c0%25afassets/en.json',
      '/assets/..%2fapi/orders',
      '/\\api/orders',
      `${API}/api/orders`,
      'http://app.example.com/api/orders',
      `${OWN}.evil.example/api/orders`,
      'https://ada@app.example.com/api/orders',
      'https://ada:pw@app.example.com/api/orders',
      'https://:pw@app.example.com/api/orders',
    ])('does not allow %s (R44, #12)', (url) => {
      expect(judged([{ origin: OWN, paths }], url)).toBe(false);
    });

    it('takes no paths for all, and an empty list for none (#12)', () => {
      expect(judged([{ origin: OWN }], '/assets/en.json')).toBe(true);
      expect(judged([{ origin: OWN, paths: ['/'] }], '/assets/en.json')).toBe(true);
      expect(judged([{ origin: OWN, paths: [] }], '/assets/en.json')).toBe(false);
    });
  });

  describe('for a predicate', () => {
    const isOfExample: AllowEntry = ({ protocol, hostname }) =>
      protocol === 'https:' && hostname.endsWith('.example.com');

    it('asks it for the resolved URL (#12)', () => {
      const asked: string[] = [];
      const note: AllowEntry = ({ href }) => asked.push(href) > 0;
      expect(judged([note], 'orders?page=2')).toBe(true);
      expect(asked).toEqual([`${BASE}orders?page=2`]);
    });

    it.each([
      [`${API}/orders`, true],
      ['https://example.com.evil.example/', false],
      ['https://ada@api.example.com/orders', false],
      ['data:text/plain,https://api.example.com', false],
      ['https://', false],
    ])('judges %s (R44, #12)', (url, isAllowed) => {
      expect(judged([isOfExample], url)).toBe(isAllowed);
    });

    it.each([1, 'yes', {}, Promise.resolve(false)])('takes %p for a no (R44, #12)', (answer) => {
      expect(judged([(() => answer) as unknown as AllowEntry], `${API}/orders`)).toBe(false);
    });

    it('cannot change what the next entry sees (R44)', () => {
      const meddle: AllowEntry = (url) => {
        url.hostname = 'api.example.com';
        return false;
      };
      expect(judged([meddle, API], 'https://evil.example/')).toBe(false);
    });
  });

  it.each([
    'https://*.example.com',
    'https://api.*',
    'https://*',
    'https://.example.com',
    'https://api..example.com',
    'https://(api|www).example.com',
    'https://$host',
    'https://api.example.com/',
    'https://API.example.com',
    'https://api.example.com:443',
    'https://ada@api.example.com',
    'wss://api.example.com',
    '/api',
    'self',
    '',
    null,
    7,
    {},
    { origin: 'https://*.example.com', paths: ['/api'] },
    { origin: '', paths: ['/api'] },
    { origin: API, paths: '/api' },
    { origin: API, paths: null },
    { origin: API, paths: ['api'] },
    { origin: API, paths: ['/api/*'] },
    { origin: API, paths: ['/api?x'] },
    { origin: API, paths: ['/api#x'] },
    { origin: API, paths: ['/a/../b'] },
    { origin: API, paths: ['/a/%2e%2e/b'] },
    { origin: API, paths: ['/a%2fb'] },
    { origin: API, paths: ['//api'] },
    { origin: API, paths: ['/a b'] },
    { origin: API, paths: [''] },
    { origin: API, paths: [7] },
  ])('refuses %j, which would not do what it says (#12)', (entry) => {
    expect(() => createAllowJudge([entry as AllowEntry])).toThrow(
      expect.objectContaining({ kind: 'configuration', code: 'InvalidOption' }),
    );
  });

  it.each([undefined, null, API, { origin: API }])('refuses %j in place of a list (#12)', (allow) => {
    expect(() => createAllowJudge(allow as unknown as AllowEntry[])).toThrow(
      expect.objectContaining({ kind: 'configuration' }),
    );
  });

  it.each([
    'http://localhost:4200',
    'http://[::1]:3000',
    'http://127.0.0.1',
    'https://my_host.internal',
    'https://api.example.com.',
  ])('takes the origin %s', (origin) => {
    expect(judged([origin], `${origin}/orders`)).toBe(true);
  });

  it('says what to write in place of a pattern (#12)', () => {
    expect(() => createAllowJudge(['https://*.example.com'])).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('"https://*.example.com"') as string,
        recoverySuggestion: expect.stringContaining("hostname.endsWith('.example.com')") as string,
      }),
    );
  });
});

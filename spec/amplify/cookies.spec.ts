/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://app.example.com/shop/cart"}
 */
import { CookieStorage } from 'aws-amplify/utils';
import { asyncScheduler } from 'rxjs';
import { amplifyCookies } from '../../src/amplify/cookies';
import { createAmplifySession } from '../../src/amplify/amplify-session';
import { createMemoryStorage } from '../../src/adapters/storage/memory-storage';
import { nowOf } from '../adapters/storage/fixtures';
import { IDENTITY } from '../fakes/fake-tokens';
import { CLAIM, DEVICE, PREFIX, run, TOKENS, write } from './fixtures';

const SPECIAL = 'ada+(lovelace)@exämple.com';

const left = (options = {}) =>
  createAmplifySession(
    { cookies: options },
    { storage: createMemoryStorage(), identity: IDENTITY, scheduler: asyncScheduler },
    { document, location },
  );

const names = (): string[] =>
  document.cookie
    .split('; ')
    .filter((pair) => pair !== '')
    .map((pair) => decodeURIComponent(pair.slice(0, pair.indexOf('='))));

describe("amplifySession over the cookies of Amplify's own CookieStorage (R59, #12)", () => {
  afterEach(() => {
    const cookies = amplifyCookies(document, location);
    for (const key of cookies.getAllKeys()) void cookies.removeItem(key);
  });

  it.each([
    ['for the page alone', {}],
    ['for the domain', { domain: 'example.com' }],
    ['for the domain, with a dot', { domain: '.example.com' }],
    ['for the host', { domain: 'app.example.com' }],
    ['for a path', { path: '/shop' }],
    ['for a path and a domain', { path: '/shop', domain: 'example.com' }],
    ['insecure', { secure: false }],
  ])('finds the session, and removes all of it, whatever Amplify was told: %s', async (_how, options) => {
    write(new CookieStorage(options), DEVICE, SPECIAL);
    expect(nowOf(left().find$()).values).toMatchObject([
      {
        refreshToken: TOKENS.RefreshToken,
        accessToken: TOKENS.AccessToken,
        device: { deviceKey: 'device-1' },
      },
    ]);
    await run(left().claim$());
    expect(names()).toContain(CLAIM);
    await run(left().remove$());
    expect(names()).toEqual(Object.keys(DEVICE).map((name) => `${PREFIX}.${SPECIAL}.${name}`));
  });

  it('finds what nobody owns any more', async () => {
    const cookies = new CookieStorage({});
    write(cookies);
    await cookies.setItem(`${PREFIX}.bob.refreshToken`, 'left');
    await run(left().claim$(), left().remove$());
    expect(names()).toEqual([]);
  });

  it('reads values as they were written', async () => {
    await new CookieStorage({}).setItem('key', 'a=b; "c" 100% é');
    expect(amplifyCookies(document, location).getItem('key')).toBe('a=b; "c" 100% é');
  });

  it.each(['%E0%A4%A', '"quoted"', ''])('reads what is no value of Amplify without throwing: %j', (value) => {
    document.cookie = `%E0%A4%A=x`;
    document.cookie = `key=${value}`;
    expect(typeof amplifyCookies(document, location).getItem('key')).toBe('string');
  });

  it('leaves the cookies alone where it was told so', () => {
    write(new CookieStorage({}));
    const blind = createAmplifySession(
      { cookies: false },
      { storage: createMemoryStorage(), identity: IDENTITY, scheduler: asyncScheduler },
      { document, location },
    );
    expect(nowOf(blind.find$()).values).toStrictEqual([undefined]);
  });

  it('throws where the browser keeps a cookie, or does not take one', () => {
    const stuck = Object.freeze({
      get cookie() {
        return 'key=value';
      },
      set cookie(_text: string) {
        // Refused without a word.
      },
    });
    const cookies = amplifyCookies(stuck, undefined);
    expect(() => cookies.removeItem('key')).toThrow('did not remove');
    expect(() => cookies.setItem('other', 'x')).toThrow('did not keep');
  });
});

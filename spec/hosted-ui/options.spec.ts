import { hostedUi } from 'rx-cognito/hosted-ui';
import type { HostedUiOptions } from 'rx-cognito/hosted-ui';
import { checkedOptions, pickUrl } from '../../src/hosted-ui/options';

const OPTIONS: HostedUiOptions = {
  domain: 'auth.example.com',
  redirectSignIn: ['https://app.example.com/callback'],
  redirectSignOut: ['https://app.example.com/'],
};

describe('hostedUi', () => {
  it.each([
    ['auth.example.com', 'https://auth.example.com'],
    ['https://auth.example.com', 'https://auth.example.com'],
    ['https://auth.example.com:8443', 'https://auth.example.com:8443'],
    ['http://localhost:9229', 'http://localhost:9229'],
    ['http://127.0.0.1:9229', 'http://127.0.0.1:9229'],
    ['http://[::1]:9229', 'http://[::1]:9229'],
  ])('takes %s for the domain', (domain, server) => {
    expect(checkedOptions({ ...OPTIONS, domain }).server).toBe(server);
  });

  it('has its defaults', () => {
    expect(checkedOptions(OPTIONS)).toMatchObject({
      endSession: 'redirect',
      scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
    });
  });

  it.each<[string, object]>([
    ['domain', { domain: 'http://auth.example.com' }],
    ['domain', { domain: 'http://localhost.evil.example' }],
    ['domain', { domain: 'auth.example.com/path' }],
    ['domain', { domain: 'https://auth.example.com/' }],
    ['domain', { domain: 'https://user@auth.example.com' }],
    ['domain', { domain: '' }],
    ['domain', { domain: undefined }],
    ['redirectSignIn', { redirectSignIn: [] }],
    ['redirectSignIn', { redirectSignIn: 'https://app.example.com/' }],
    ['redirectSignIn', { redirectSignIn: ['/callback'] }],
    ['redirectSignIn', { redirectSignIn: ['https://app.example.com/#/callback'] }],
    ['redirectSignIn', { redirectSignIn: ['http://app.example.com/'] }],
    ['redirectSignIn', { redirectSignIn: ['HTTP://app.example.com/'] }],
    ['redirectSignIn', { redirectSignIn: [' http://app.example.com/'] }],
    ['redirectSignIn', { redirectSignIn: [7] }],
    ['redirectSignOut', { redirectSignOut: undefined }],
    ['scopes', { scopes: ['email'] }],
    ['scopes', { scopes: 'openid' }],
    ['endSession', { endSession: 'popup' }],
    ['openAuthSession', { openAuthSession: {} }],
  ])('refuses a malformed %s, and names it: %j', (option, malformed) => {
    const options: HostedUiOptions = { ...OPTIONS, ...malformed };
    expect(() => hostedUi(options)).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        message: expect.stringContaining(`hostedUi.${option}`) as string,
      }),
    );
  });

  it.each([['myapp://callback'], ['http://localhost:4200/callback']])('takes %s to return to', (url) => {
    expect(checkedOptions({ ...OPTIONS, redirectSignIn: [url] }).redirectSignIn).toEqual([url]);
  });
});

describe('pickUrl', () => {
  const registered = ['https://a.example/cb', 'https://b.example/cb'];

  it.each([
    [undefined, 'https://b.example', 'https://b.example/cb'],
    [undefined, 'https://c.example', 'https://a.example/cb'],
    ['https://b.example/cb', 'https://a.example', 'https://b.example/cb'],
  ])('of %s at %s is %s', (asked, origin, picked) => {
    expect(pickUrl('redirectSignIn', registered, asked, origin)).toBe(picked);
  });

  it.each([['https://b.example/cb/'], ['https://www.b.example/cb'], [7]])('refuses %s', (asked) => {
    expect(() => pickUrl('redirectSignIn', registered, asked, undefined)).toThrow(
      expect.objectContaining({ kind: 'configuration' }),
    );
  });
});

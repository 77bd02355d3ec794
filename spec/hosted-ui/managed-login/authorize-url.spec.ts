import type { HostedUiProvider, SignInWithRedirectInput } from 'rx-cognito';
import { authorizeUrl, chosenFields } from '../../../src/hosted-ui/managed-login/authorize-url';
import { checkedOptions } from '../../../src/hosted-ui/options';

const settings = checkedOptions({
  domain: 'auth.example.com',
  redirectSignIn: ['https://app.example/callback'],
  redirectSignOut: ['https://app.example/'],
});
const PROOF = {
  clientId: 'client',
  redirectUrl: 'https://app.example/callback',
  state: 's',
  nonce: 'n',
  challenge: 'c',
};

const queryOf = (input: SignInWithRedirectInput) =>
  Object.fromEntries(new URL(authorizeUrl(settings, chosenFields(input), PROOF)).searchParams);

const OWN = {
  response_type: 'code',
  client_id: 'client',
  redirect_uri: 'https://app.example/callback',
  scope: 'openid email profile aws.cognito.signin.user.admin',
  state: 's',
  nonce: 'n',
  code_challenge: 'c',
  code_challenge_method: 'S256',
};

describe('authorizeUrl', () => {
  it('asks for a code, with a proof, at the domain', () => {
    expect(authorizeUrl(settings, {}, PROOF)).toMatch(
      /^https:\/\/auth\.example\.com\/oauth2\/authorize\?response_type=code&/,
    );
    expect(queryOf({})).toEqual(OWN);
  });

  it.each<[HostedUiProvider, object]>([
    ['Google', { identity_provider: 'Google' }],
    ['Facebook', { identity_provider: 'Facebook' }],
    ['Amazon', { identity_provider: 'LoginWithAmazon' }],
    ['Apple', { identity_provider: 'SignInWithApple' }],
    [{ custom: 'COGNITO' }, { identity_provider: 'COGNITO' }],
    [{ custom: 'Acme & Söhne' }, { identity_provider: 'Acme & Söhne' }],
    [{ idpIdentifier: 'acme.example' }, { idp_identifier: 'acme.example' }],
  ])('names the provider %j by the name that Cognito has for it', (provider, expected) => {
    expect(queryOf({ provider })).toEqual({ ...OWN, ...expected });
  });

  it('passes on what the caller chose, and nothing of the custom state', () => {
    const chosen = { loginHint: 'ada@example.com', lang: 'de', resource: 'https://api.example' };
    expect(queryOf({ ...chosen, prompt: 'SELECT_ACCOUNT', customState: 'secret basket' })).toEqual({
      ...OWN,
      login_hint: 'ada@example.com',
      lang: 'de',
      resource: 'https://api.example',
      prompt: 'select_account',
    });
  });
});

describe('chosenFields', () => {
  it.each([
    ['provider', { provider: 'Twitter' }],
    ['provider', { provider: 'constructor' }],
    ['provider', { provider: 'toString' }],
    ['provider', { provider: '' }],
    ['provider', { provider: {} }],
    ['provider', { provider: null }],
    ['provider', { provider: 7 }],
    ['provider', { provider: { custom: '' } }],
    ['provider', { provider: { custom: 7 } }],
    ['provider', { provider: { idpIdentifier: null } }],
    ['prompt', { prompt: 'none' }],
    ['prompt', { prompt: null }],
    ['loginHint', { loginHint: 7 }],
    ['lang', { lang: {} }],
    ['resource', { resource: ['https://api.example'] }],
  ])('refuses a malformed %s before anything is left: %j (R42)', (argument, input) => {
    expect(() => chosenFields(input as SignInWithRedirectInput)).toThrow(
      expect.objectContaining({
        kind: 'validation',
        code: 'InvalidArgument',
        message: expect.stringContaining(`argument ${argument} `) as string,
      }),
    );
  });
});

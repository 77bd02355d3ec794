import Provider from 'oidc-provider';

// An authorization server that nobody here wrote, at Cognito's paths: it demands PKCE, and judges each request by the letter.
const [, , redirectUri] = process.argv;
const provider = new Provider('http://127.0.0.1', {
  clients: [
    {
      client_id: 'web',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      application_type: 'native',
    },
  ],
  routes: { authorization: '/oauth2/authorize', token: '/oauth2/token' },
  scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  issueRefreshToken: () => true,
});
const server = provider.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});

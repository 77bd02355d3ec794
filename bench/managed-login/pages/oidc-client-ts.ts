import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { createEar, SCOPES } from '../peer';

const { userPoolClientId, issuer, redirectSignIn, redirectSignOut } = setting;
const manager = new UserManager({
  authority: issuer,
  client_id: userPoolClientId,
  redirect_uri: redirectSignIn,
  post_logout_redirect_uri: redirectSignOut,
  scope: SCOPES.join(' '),
  userStore: new WebStorageStateStore({ store: localStorage }),
  revokeTokensOnSignout: true,
  // What else it would revoke, `/oauth2/revoke` refuses: access tokens end with the refresh token.
  revokeTokenTypes: ['refresh_token'],
});
const ear = createEar();
const returned = location.search.includes('code=')
  ? manager.signinRedirectCallback().catch(() => undefined)
  : Promise.resolve();

globalThis.peer = {
  signIn: () => {
    void manager.signinRedirect();
  },
  signOut: () => {
    // Cognito has parameters of its own.
    const extraQueryParams = { client_id: userPoolClientId, logout_uri: redirectSignOut };
    ear.hear(manager.signoutRedirect({ extraQueryParams }));
  },
  isSignedIn: async () => {
    await returned;
    return (await manager.getUser()) !== null;
  },
  told: () => ear.told(),
};

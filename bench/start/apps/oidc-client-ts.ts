import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { configOf, issuerOf } from '../config';
import { watchFirstState } from '../first-state';

const pool = configOf();
const told = watchFirstState();
const manager = new UserManager({
  authority: issuerOf(pool),
  client_id: pool.userPoolClientId,
  redirect_uri: location.origin,
  userStore: new WebStorageStateStore({ store: localStorage }),
});
void manager.getUser().then((user) => {
  told(user !== null && user.expired === false);
});

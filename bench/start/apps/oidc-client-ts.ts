import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { issuerOf } from '../config';
import { watchFirstState } from '../first-state';

const told = watchFirstState();
const manager = new UserManager({
  authority: issuerOf(bench),
  client_id: bench.userPoolClientId,
  redirect_uri: location.origin,
  userStore: new WebStorageStateStore({ store: localStorage }),
});
void manager.getUser().then((user) => {
  told(user !== null && user.expired === false);
});

import { filter, firstValueFrom } from 'rxjs';
import { createAuth } from 'rx-cognito';
import { configOf } from '../config';
import { onClick } from '../on-click';

const { username, password, ...pool } = configOf();
const auth = createAuth(pool);
const signedIn = (): Promise<unknown> =>
  firstValueFrom(auth.state$.pipe(filter(({ status }) => status === 'signedIn')));
onClick(() => {
  auth.signIn$({ username, password }).subscribe();
  return signedIn();
});

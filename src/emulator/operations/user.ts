import type { User } from '../pool/user';
import { authenticate } from './access-token';
import { operation, token } from './operation';

/** Tells who the access token is of. */
export const getUser = operation({ AccessToken: token }, ({ AccessToken }, call) => {
  const { user } = authenticate(call, AccessToken);
  const { enabled, preferred } = user.mfa;
  return {
    Username: user.username,
    UserAttributes: attributesOf(user),
    ...(preferred && { PreferredMfaSetting: preferred }),
    ...(enabled.size > 0 && { UserMFASettingList: [...enabled] }),
  };
});

/** Lists a user's attributes, `sub` first. */
export function attributesOf(user: User): readonly { readonly Name: string; readonly Value: string }[] {
  return [['sub', user.sub] as const, ...user.attributes].map(([Name, Value]) => ({ Name, Value }));
}

import { invalidParameter } from '../../errors';
import {
  aliasExists,
  readableBy,
  readAttributes,
  requireWritable,
  setAttributes,
  type Attribute,
} from '../../pool/users/attributes';
import { codeKey, sendVerificationCode } from '../../pool/messages/delivery';
import { removeUser } from '../../pool/users/end-user';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { list } from '../../wire/constraint';
import { authenticate } from '../access-token';
import { attributeList, attributeName, clientMetadata, confirmationCode, token } from '../members';
import { operation } from '../operation';

type Address = 'email' | 'phone_number';

/** Tells who the access token is of. */
export const getUser = operation({ AccessToken: token }, ({ AccessToken }, call) => {
  const { user, client } = authenticate(call, AccessToken);
  const { enabled, preferred } = user.mfa;
  return {
    Username: user.username,
    UserAttributes: attributesOf(user, readableBy(client, [...user.attributes])),
    ...(preferred && { PreferredMfaSetting: preferred }),
    ...(enabled.size > 0 && { UserMFASettingList: [...enabled] }),
  };
});

/** Writes attributes; a new address is verified by a code, where the pool does that by itself. */
export const updateUserAttributes = operation(
  { AccessToken: token, UserAttributes: attributeList, ClientMetadata: clientMetadata },
  ({ AccessToken, UserAttributes }, call) => {
    const { user, client } = authenticate(call, AccessToken);
    const attributes = readAttributes(UserAttributes);
    requireWritable(
      call.pool,
      client,
      attributes.map(([name]) => name),
    );
    const changed = setAttributes(call, user, attributes);
    const toVerify = call.pool.rules.autoVerifiedAttributes.filter((name) => changed.includes(name));
    return {
      CodeDeliveryDetailsList: toVerify.map((name) =>
        sendVerificationCode(call, user, 'verifyAttribute', name),
      ),
    };
  },
);

/** Removes attributes that users may do without. */
export const deleteUserAttributes = operation(
  { AccessToken: token, UserAttributeNames: list(attributeName) },
  ({ AccessToken, UserAttributeNames }, call) => {
    const { user, client } = authenticate(call, AccessToken);
    requireWritable(call.pool, client, UserAttributeNames);
    for (const name of UserAttributeNames) requireDeletable(call, name);
    for (const name of UserAttributeNames) {
      user.attributes.delete(name);
      user.attributes.delete(`${name}_verified`);
    }
    user.modifiedAt = call.now;
    return {};
  },
);

/** Sends the code that verifies an address. */
export const getUserAttributeVerificationCode = operation(
  { AccessToken: token, AttributeName: attributeName, ClientMetadata: clientMetadata },
  ({ AccessToken, AttributeName }, call) => {
    const { user } = authenticate(call, AccessToken);
    const address = requireAddress(user, AttributeName);
    return { CodeDeliveryDetails: sendVerificationCode(call, user, 'verifyAttribute', address) };
  },
);

/** Verifies an address by the code that was sent to it. */
export const verifyUserAttribute = operation(
  { AccessToken: token, AttributeName: attributeName, Code: confirmationCode },
  ({ AccessToken, AttributeName, Code }, call) => {
    const { user } = authenticate(call, AccessToken);
    const address = requireAddress(user, AttributeName);
    if (call.pool.users.ownerOfAlias(address, user.attributes.get(address) ?? '', user))
      throw aliasExists(address);
    call.pool.codes.redeem(user, codeKey('verifyAttribute', address), Code, call.now);
    user.attributes.set(`${address}_verified`, 'true');
    return {};
  },
);

/** Removes the user who asks for it. */
export const deleteUser = operation({ AccessToken: token }, ({ AccessToken }, call) => {
  const { user } = authenticate(call, AccessToken);
  removeUser(call.pool, user);
  return undefined;
});

/** Lists a user's attributes, `sub` first. */
export function attributesOf(
  user: User,
  attributes: readonly Attribute[] = [...user.attributes],
): readonly { readonly Name: string; readonly Value: string }[] {
  return [['sub', user.sub] as const, ...attributes].map(([Name, Value]) => ({ Name, Value }));
}

function requireDeletable({ pool }: Call, name: string): void {
  if (name === 'sub' || pool.rules.requiredAttributes.includes(name)) {
    throw invalidParameter(`Cannot delete required attribute ${name}.`);
  }
}

function requireAddress(user: User, name: string): Address {
  if (name !== 'email' && name !== 'phone_number') {
    throw invalidParameter('Only an email address or a phone number can be verified.');
  }
  if (!user.attributes.has(name)) throw invalidParameter(`User does not have attribute ${name}.`);
  return name;
}

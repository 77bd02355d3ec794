import { CognitoError, invalidParameter, notAuthorized } from '../../errors';
import { readAttributes, requireConforming } from '../../pool/users/attributes';
import { sendVerificationCode } from '../../pool/messages/delivery';
import { attributeList, clientMetadata } from '../members';
import { applyPreference, mfaSettings } from '../account/mfa';
import { operation } from '../operation';
import { attributesOf } from '../account/user';
import { named, requireUser } from './named';

/** Describes a user. */
export const adminGetUser = operation(named, (input, call) => {
  const user = requireUser(call, input);
  const { enabled, preferred } = user.mfa;
  return {
    Username: user.username,
    UserAttributes: attributesOf(user),
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
    ...(preferred && { PreferredMfaSetting: preferred }),
    ...(enabled.size > 0 && { UserMFASettingList: [...enabled] }),
  };
});

/** Writes attributes of a user, those that say what is verified among them. */
export const adminUpdateUserAttributes = operation(
  { ...named, UserAttributes: attributeList, ClientMetadata: clientMetadata },
  (input, call) => {
    const user = requireUser(call, input);
    const attributes = readAttributes(input.UserAttributes);
    requireConforming(call.pool, attributes);
    const taken = attributes.find(([name, value]) => call.pool.users.ownerOfAlias(name, value, user));
    if (taken) {
      throw new CognitoError('AliasExistsException', `An account with the given ${taken[0]} already exists.`);
    }
    for (const [name, value] of attributes) user.attributes.set(name, value);
    user.modifiedAt = call.now;
    return {};
  },
);

/** Confirms a user without a code. */
export const adminConfirmSignUp = operation({ ...named, ClientMetadata: clientMetadata }, (input, call) => {
  const user = requireUser(call, input);
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  user.status = 'CONFIRMED';
  user.modifiedAt = call.now;
  return {};
});

/** Lets a user in no more until the password was reset by the code that is sent. */
export const adminResetUserPassword = operation(
  { ...named, ClientMetadata: clientMetadata },
  (input, call) => {
    const user = requireUser(call, input);
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    const address = (['email', 'phone_number'] as const).find(
      (name) => user.attributes.get(`${name}_verified`) === 'true',
    );
    if (!address) {
      throw invalidParameter(
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      );
    }
    user.status = 'RESET_REQUIRED';
    user.modifiedAt = call.now;
    sendVerificationCode(call, user, 'forgotPassword', address);
    return {};
  },
);

/** Switches a user's second factors on and off, and prefers one. */
export const adminSetUserMfaPreference = operation({ ...named, ...mfaSettings }, (input, call) => {
  applyPreference(call, requireUser(call, input), input);
  return {};
});

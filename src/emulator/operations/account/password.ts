import { CognitoError, invalidParameter, notAuthorized, userNotFound } from '../../errors';
import { requireSecretHash } from '../../pool/clients/app-clients';
import { attemptLimitExceeded, codeMismatch } from '../../pool/messages/codes';
import { sendVerificationCode } from '../../pool/messages/delivery';
import { changePassword as setNewPassword } from '../../pool/users/password-policy';
import type { User } from '../../pool/users/user';
import { migrateUser } from '../../sign-in/migration';
import { judgePassword } from '../../sign-in/password';
import { optional } from '../../wire/constraint';
import { authenticate } from '../access-token';
import {
  clientId,
  clientMetadata,
  confirmationCode,
  password,
  secretHash,
  token,
  username,
} from '../members';
import { operation } from '../operation';
import { announceConfirmation, pretendedDelivery } from './sign-up';

/** Changes the password of a user who is signed in and knows the present one. */
export const changePassword = operation(
  { AccessToken: token, PreviousPassword: optional(password), ProposedPassword: password },
  ({ AccessToken, PreviousPassword, ProposedPassword }, call) => {
    const { user } = authenticate(call, AccessToken);
    if (user.lockedUntil > call.now) throw attemptLimitExceeded();
    judgePassword(call, user, user.password?.text === PreviousPassword);
    setNewPassword(call, user, ProposedPassword);
    return {};
  },
);

/** Sends the code by which a forgotten password may be replaced. */
export const forgotPassword = operation(
  { ClientId: clientId, SecretHash: secretHash, Username: username, ClientMetadata: clientMetadata },
  async (input, call) => {
    const client = call.pool.clients.get(input.ClientId);
    await requireSecretHash(client, [input.Username], input.SecretHash);
    await migrateUser(call, client, input.Username, 'ForgotPassword');
    const user = call.pool.users.find(input.Username);
    const isSilent = client.preventUserExistenceErrors;
    if (isSilent && !user?.enabled) return { CodeDeliveryDetails: pretendedDelivery(input.Username) };
    if (!user) throw userNotFound();
    if (!user.enabled) throw notAuthorized('User is disabled.');
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    const address = verifiedAddress(user);
    if (!address) {
      throw invalidParameter(
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      );
    }
    return { CodeDeliveryDetails: sendVerificationCode(call, user, 'forgotPassword', address) };
  },
);

/** Replaces a forgotten password. */
export const confirmForgotPassword = operation(
  {
    ClientId: clientId,
    SecretHash: secretHash,
    Username: username,
    ConfirmationCode: confirmationCode,
    Password: password,
    ClientMetadata: clientMetadata,
  },
  async (input, call) => {
    const client = call.pool.clients.get(input.ClientId);
    await requireSecretHash(client, [input.Username], input.SecretHash);
    const user = call.pool.users.find(input.Username);
    if (client.preventUserExistenceErrors && !user?.enabled) {
      throw codeMismatch('Invalid verification code provided, please try again.');
    }
    if (!user) throw userNotFound();
    if (!user.enabled) throw notAuthorized('User is disabled.');
    if (user.status === 'UNCONFIRMED') {
      throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
    }
    // The code goes first: whoever does not have it learns nothing about the former passwords.
    const restore = call.pool.codes.redeem(user, 'forgotPassword', input.ConfirmationCode, call.now);
    try {
      setNewPassword(call, user, input.Password);
    } catch (error) {
      restore();
      throw error;
    }
    user.status = 'CONFIRMED';
    await announceConfirmation(call, client, user, 'ConfirmForgotPassword', input.ClientMetadata);
    return {};
  },
);

function verifiedAddress({ attributes }: User): 'email' | 'phone_number' | undefined {
  return (['email', 'phone_number'] as const).find((name) => attributes.get(`${name}_verified`) === 'true');
}

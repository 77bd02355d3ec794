import { ALICE, PASSWORD, submitPassword } from '../fixture';
import { asAlice, attribute, call, forget, policy, row, signUp, temporary, type ErrorText } from './case';

/** What passwords, sign-ups and attributes are refused with. */
export const ACCOUNT: readonly ErrorText[] = [
  row(
    'a password that is too short',
    'InvalidPassword',
    'Password did not conform with policy: Password not long enough',
    'W',
    signUp({ Password: 'aA1!' }),
  ),
  row(
    'a password without upper case',
    'InvalidPassword',
    'Password did not conform with policy: Password must have uppercase characters',
    'W',
    signUp({ Password: 'passw0rd!' }),
  ),
  row(
    'a password without lower case',
    'InvalidPassword',
    'Password did not conform with policy: Password must have lowercase characters',
    'W',
    signUp({ Password: 'PASSW0RD!' }),
  ),
  row(
    'a password without a number',
    'InvalidPassword',
    'Password did not conform with policy: Password must have numeric characters',
    'W',
    signUp({ Password: 'Password!' }),
  ),
  row(
    'a password without a symbol',
    'InvalidPassword',
    'Password did not conform with policy: Password must have symbol characters',
    'W',
    signUp({ Password: 'Passw0rds' }),
  ),
  row(
    'a password that was used before',
    'PasswordHistoryPolicyViolation',
    'Password has previously been used.',
    'U',
    asAlice(
      'ChangePassword',
      { PreviousPassword: PASSWORD, ProposedPassword: PASSWORD },
      policy({ historySize: 2 }),
    ),
  ),
  row(
    'a password change too many',
    'LimitExceeded',
    'Attempt limit exceeded, please try after some time.',
    'W',
    asAlice('ChangePassword', { PreviousPassword: 'wrong', ProposedPassword: PASSWORD }, {}, async (pool) => {
      for (let attempt = 0; attempt < 5; attempt++) await submitPassword(pool, 'alice', 'wrong');
    }),
  ),
  row(
    'a forgotten password without a verified address',
    'InvalidParameter',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
    'W',
    call('ForgotPassword', { Username: 'alice' }, { users: [{ ...ALICE, attributes: {} }] }),
  ),
  row(
    'a forgotten password in place of a temporary one',
    'NotAuthorized',
    'User password cannot be reset in the current state.',
    'W',
    call('ForgotPassword', { Username: 'alice' }, temporary),
  ),
  row(
    'a wrong code for a forgotten password',
    'CodeMismatch',
    'Invalid verification code provided, please try again.',
    'W',
    call(
      'ConfirmForgotPassword',
      { Username: 'alice', ConfirmationCode: '0', Password: PASSWORD },
      {},
      forget,
    ),
  ),
  row(
    'a code that nobody waits for',
    'ExpiredCode',
    'Invalid code provided, please request a code again.',
    'W',
    call('ConfirmForgotPassword', { Username: 'alice', ConfirmationCode: '0', Password: PASSWORD }),
  ),
  row(
    'a username that is taken',
    'UsernameExists',
    'User already exists',
    'W',
    signUp({ Username: 'alice' }),
  ),
  row(
    'an address that is taken, where addresses are usernames',
    'UsernameExists',
    'An account with the given email already exists.',
    'W',
    signUp(
      { Username: 'a@example.com' },
      { usernameAttributes: ['email'], users: [{ ...ALICE, username: 'a@example.com' }] },
    ),
  ),
  row(
    'a username that is no address, where addresses are usernames',
    'InvalidParameter',
    'Username should be an email.',
    'W',
    signUp({}, { usernameAttributes: ['email'], users: [] }),
  ),
  row(
    'the same, where numbers serve as well',
    'InvalidParameter',
    'Username should be either an email or a phone number.',
    'U',
    signUp({}, { usernameAttributes: ['email', 'phone_number'], users: [] }),
  ),
  row(
    'a username that is an address, where addresses are aliases',
    'InvalidParameter',
    'Username cannot be of email format, since user pool is configured for email alias.',
    'W',
    signUp({ Username: 'c@example.com' }, { aliasAttributes: ['email'] }),
  ),
  row(
    'a required attribute that is missing',
    'InvalidParameter',
    'Attributes did not conform to the schema: nickname: The attribute is required',
    'W',
    signUp({}, { requiredAttributes: ['nickname'] }),
  ),
  row(
    '`email_verified` at sign-up',
    'NotAuthorized',
    'A client attempted to write unauthorized attribute',
    'W',
    signUp(attribute('email_verified', 'true')),
  ),
  row(
    'a custom attribute that nobody declared',
    'NotAuthorized',
    'A client attempted to write unauthorized attribute',
    'W',
    signUp(attribute('custom:team')),
  ),
  row(
    'an attribute that the client may not write',
    'NotAuthorized',
    'A client attempted to write unauthorized attribute',
    'W',
    asAlice('UpdateUserAttributes', attribute('nickname'), {
      clients: [{ settings: { WriteAttributes: ['email'] } }],
    }),
  ),
  row(
    'an address that is none',
    'InvalidParameter',
    'Invalid email address format.',
    'W',
    signUp(attribute('email', 'none')),
  ),
  row(
    'a number that is none',
    'InvalidParameter',
    'Invalid phone number format.',
    'W',
    signUp(attribute('phone_number', '0170')),
  ),
  row(
    'no password, where one is needed',
    'InvalidParameter',
    'Password is required.',
    'U',
    signUp({ Password: undefined }),
  ),
  row(
    'a user who is confirmed already, confirmed again',
    'NotAuthorized',
    'User cannot be confirmed. Current status is CONFIRMED',
    'W',
    call('ConfirmSignUp', { Username: 'alice', ConfirmationCode: '0' }),
  ),
  row(
    'a user who is confirmed already, sent another code',
    'InvalidParameter',
    'User is already confirmed.',
    'W',
    call('ResendConfirmationCode', { Username: 'alice' }),
  ),
  row(
    'an alias that another user has verified',
    'AliasExists',
    'An account with the given email already exists.',
    'W',
    asAlice('UpdateUserAttributes', attribute('email', 'b@example.com'), {
      aliasAttributes: ['email'],
      users: [ALICE, { username: 'bob', attributes: { email: 'b@example.com', email_verified: 'true' } }],
    }),
  ),
  row(
    'a trigger that throws',
    'UserLambdaValidation',
    'PreSignUp failed with error planned.',
    'W',
    signUp(
      {},
      {
        triggers: {
          preSignUp: () => {
            throw new Error('planned');
          },
        },
      },
    ),
  ),
  row(
    'a code for a sign-up whose addresses the pool does not verify',
    'InvalidParameter',
    'Auto verification not turned on.',
    'W',
    call(
      'ResendConfirmationCode',
      { Username: 'alice' },
      { users: [{ username: 'alice', status: 'UNCONFIRMED' }] },
    ),
  ),
  // Attributes
  row(
    'a required attribute, deleted',
    'InvalidParameter',
    'Cannot delete required attribute email.',
    'U',
    asAlice('DeleteUserAttributes', { UserAttributeNames: ['email'] }, { requiredAttributes: ['email'] }),
  ),
  row(
    'a code for what is no address',
    'InvalidParameter',
    'Only an email address or a phone number can be verified.',
    'U',
    asAlice('GetUserAttributeVerificationCode', { AttributeName: 'name' }),
  ),
  row(
    'a code for an address that the user does not have',
    'InvalidParameter',
    'User does not have attribute phone_number.',
    'U',
    asAlice('GetUserAttributeVerificationCode', { AttributeName: 'phone_number' }),
  ),
];

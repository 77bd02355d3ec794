import { attribute, call, row, type ErrorText } from './case';

/** What administrators are refused with. */
export const ADMINISTRATORS: readonly ErrorText[] = [
  row(
    'a username that is taken, for an administrator',
    'UsernameExists',
    'User account already exists',
    'W',
    call('AdminCreateUser', { Username: 'alice' }),
  ),
  row(
    'an undeclared attribute, for an administrator',
    'InvalidParameter',
    'Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined',
    'W',
    call('AdminCreateUser', { Username: 'carol', ...attribute('custom:x') }),
  ),
  row(
    'another pool',
    'ResourceNotFound',
    'User pool eu-west-1_Elsewhere does not exist.',
    'W',
    call('AdminDisableUser', { UserPoolId: 'eu-west-1_Elsewhere', Username: 'alice' }),
  ),
  row(
    'an invitation for a user who needs none',
    'UnsupportedUserState',
    'Resend not possible. alice status is not FORCE_CHANGE_PASSWORD',
    'W',
    call('AdminCreateUser', { Username: 'alice', MessageAction: 'RESEND' }),
  ),
  row(
    'an address that another user has verified, for an administrator who creates a user',
    'UsernameExists',
    'An account with the given email already exists.',
    'W',
    call(
      'AdminCreateUser',
      {
        Username: 'carol',
        UserAttributes: [
          { Name: 'email', Value: 'alice@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      },
      { aliasAttributes: ['email'] },
    ),
  ),
  row(
    'a group that is not there',
    'ResourceNotFound',
    'Group not found.',
    'W',
    call('AdminAddUserToGroup', { Username: 'alice', GroupName: 'others' }),
  ),
  row(
    'a filter that is none',
    'InvalidParameter',
    'Error while parsing filter.',
    'W',
    call('ListUsers', { Filter: 'custom:x = "y"' }),
  ),
  row(
    'an attribute that not all users listed have, asked for',
    'InvalidParameter',
    'One or more requested attributes do not exist.',
    'W',
    call('ListUsers', { AttributesToGet: ['nickname'] }),
  ),
  row(
    'a page that no list has',
    'InvalidParameter',
    'Invalid pagination token.',
    'U',
    call('ListUsers', { PaginationToken: 'x' }),
  ),
  row(
    'a lifetime of tokens beyond its limits',
    'InvalidParameter',
    'Invalid range for token validity: the access token is out of its limits.',
    'U',
    call('UpdateUserPoolClient', { AccessTokenValidity: 25 }),
  ),
];

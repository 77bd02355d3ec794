import { suggestionOf } from '../../../src/adapters/aws/suggestions';

const REFUSED = 'NotAuthorizedException';

describe('suggestionOf', () => {
  it.each([
    [REFUSED, 'Password attempts exceeded', 'Wait'],
    [REFUSED, 'User is disabled.', 'administrator'],
    [REFUSED, 'Temporary password has expired and must be reset by an administrator.', 'temporary password'],
    [REFUSED, 'Client 1h57 is configured with secret but SECRET_HASH was not received', 'without a secret'],
    [REFUSED, 'Unable to verify secret hash for client 1h57', 'userPoolClientSecret'],
    [REFUSED, 'Access Token does not have required scopes', 'aws.cognito.signin.user.admin'],
    [REFUSED, 'Refresh Token has been revoked', 'refresh token'],
    [REFUSED, 'Invalid Refresh Token', 'refresh token'],
    [REFUSED, 'Access Token has expired', 'access token'],
    [REFUSED, 'Invalid session for the user, session is expired.', 'Start the sign-in again'],
    [REFUSED, 'A client attempted to write unauthorized attribute', 'write this attribute'],
    ['InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client', 'app client'],
    ['InvalidParameterException', 'USER_SRP_AUTH is not enabled for the client.', 'app client'],
    ['LimitExceededException', 'Attempt limit exceeded, please try after some time.', 'Wait'],
  ])('tells what to do about %s: %s (#12)', (name, message, part) => {
    expect(suggestionOf(name, message)).toContain(part);
  });

  it('has none for a message that says no more than the name', () => {
    expect(suggestionOf(REFUSED, 'Incorrect username or password.')).toBeUndefined();
    expect(suggestionOf('constructor', 'Password attempts exceeded')).toBeUndefined();
  });
});

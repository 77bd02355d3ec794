import { checkSignInInput } from '../../src/flows/sign-in-input';
import type { SignInInput } from '../../src/flows/sign-in-input';

const refusing = (input: unknown) => () => {
  checkSignInInput(input as SignInInput);
};

describe('checkSignInInput', () => {
  it.each([
    ['an e-mail address', { username: 'ada@example.com', password: 'x' }],
    ['emoji and combining marks', { username: 'Ada 👩‍🚀 e\u0301', password: ' 👩‍🚀 ' }],
    ['the longest of both', { username: 'a'.repeat(128), password: 'p'.repeat(256) }],
    ['no password for a custom challenge', { username: 'ada', authFlowType: 'CUSTOM_WITHOUT_SRP' }],
    [
      'no password for a choice',
      { username: 'ada', authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' },
    ],
  ])('takes %s (R42)', (_what, input) => {
    expect(refusing(input)).not.toThrow();
  });

  it.each([
    ['nothing at all', undefined, 'username'],
    ['no user name', { password: 'x' }, 'username'],
    ['a blank user name', { username: ' \t', password: 'x' }, 'username'],
    ['a user name that is a number', { username: 7, password: 'x' }, 'username'],
    ['a user name that is too long', { username: 'a'.repeat(129), password: 'x' }, 'username'],
    ['no password', { username: 'ada' }, 'password'],
    ['an empty password', { username: 'ada', password: '' }, 'password'],
    [
      'an empty password where none is needed',
      { username: 'ada', password: '', authFlowType: 'USER_AUTH' },
      'password',
    ],
    ['a password that is a number', { username: 'ada', password: 7 }, 'password'],
    ['a password that is too long', { username: 'ada', password: 'p'.repeat(257) }, 'password'],
    [
      'an unknown flow',
      { username: 'ada', password: 'x', authFlowType: 'MAGIC' },
      'USER_SRP_AUTH, USER_PASSWORD_AUTH',
    ],
    [
      'an unknown first factor',
      { username: 'ada', authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' },
      'PASSWORD, PASSWORD_SRP, EMAIL_OTP, SMS_OTP',
    ],
  ])('refuses %s, and says what it takes (R42)', (_what, input, told) => {
    expect(refusing(input)).toThrow(
      expect.objectContaining({ kind: 'validation', message: expect.stringContaining(told) }),
    );
  });
});

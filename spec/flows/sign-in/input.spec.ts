import { readSignInInput } from '../../../src/flows/sign-in/input';
import type { SignInInput } from '../../../src/flows/sign-in/input';

const refusing = (input: unknown) => () => {
  readSignInInput(input as SignInInput);
};

const USER_NAME = 'a user name of 1 to 128 characters';
const SESSION = 'the handle of a sign-up, with authFlowType USER_AUTH';
const PASSWORD = 'a password of 1 to 256 characters';

describe('readSignInInput', () => {
  it.each([
    ['an e-mail address', { username: 'ada@example.com', password: 'x' }],
    ['emoji and combining marks', { username: 'Ada 👩‍🚀 e\u0301', password: ' 👩‍🚀 ' }],
    ['the longest of both', { username: 'a'.repeat(128), password: 'p'.repeat(256) }],
    ['no password for a custom challenge', { username: 'ada', authFlowType: 'CUSTOM_WITHOUT_SRP' }],
    [
      'no password for a choice',
      { username: 'ada', authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' },
    ],
    ['the handle of a sign-up (#14)', { username: 'ada', authFlowType: 'USER_AUTH', session: 's' }],
  ])('takes %s (R42)', (_what, input) => {
    expect(refusing(input)).not.toThrow();
  });

  it.each([
    ['nothing at all', undefined, 'username', USER_NAME],
    ['null', null, 'username', USER_NAME],
    ['no user name', { password: 'x' }, 'username', USER_NAME],
    ['a blank user name', { username: ' \t', password: 'x' }, 'username', USER_NAME],
    ['a user name that is a number', { username: 7, password: 'x' }, 'username', USER_NAME],
    ['a user name that is too long', { username: 'a'.repeat(129), password: 'x' }, 'username', USER_NAME],
    ['no password', { username: 'ada' }, 'password', PASSWORD],
    ['an empty password', { username: 'ada', password: '' }, 'password', PASSWORD],
    [
      'an empty password where none is needed',
      { username: 'ada', password: '', authFlowType: 'USER_AUTH' },
      'password',
      PASSWORD,
    ],
    ['a password that is a number', { username: 'ada', password: 7 }, 'password', PASSWORD],
    ['a password that is too long', { username: 'ada', password: 'p'.repeat(257) }, 'password', PASSWORD],
    [
      'an unknown flow',
      { username: 'ada', password: 'x', authFlowType: 'MAGIC' },
      'authFlowType',
      'one of USER_SRP_AUTH, USER_PASSWORD_AUTH, USER_AUTH, CUSTOM_WITH_SRP, CUSTOM_WITHOUT_SRP',
    ],
    [
      'an unknown first factor',
      { username: 'ada', authFlowType: 'USER_AUTH', preferredChallenge: 'BY_PIGEON' },
      'preferredChallenge',
      'one of PASSWORD, PASSWORD_SRP, EMAIL_OTP, SMS_OTP, WEB_AUTHN',
    ],
    ...[7, '', null].map((session): [string, unknown, string, string] => [
      `the handle ${JSON.stringify(session)} of a sign-up (#14)`,
      { username: 'ada', authFlowType: 'USER_AUTH', session },
      'session',
      SESSION,
    ]),
    [
      'the handle of a sign-up in another flow (#14)',
      { username: 'ada', password: 'x', session: 's' },
      'session',
      SESSION,
    ],
  ])('refuses %s, and says what it takes (R42)', (_what, input, argument, expected) => {
    expect(refusing(input)).toThrow(
      expect.objectContaining({
        kind: 'validation',
        message: `The argument ${argument} is not ${expected}.`,
      }),
    );
  });
});
